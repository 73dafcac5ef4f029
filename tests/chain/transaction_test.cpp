// SPDX-License-Identifier: MIT
// Byte equality with another implementation is in ethers_test.cpp; here is what must be refused.
#include "chain/transaction.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "chain/rlp.hpp"
#include "chain/signer.hpp"

namespace ballast::chain {
namespace {

SignedTransaction example() {
    const auto key = SecretKey::from_bytes(Bytes(32, 7));
    Transaction tx;
    tx.chain_id = 1;
    tx.nonce = 9;
    tx.max_priority_fee_per_gas = U256(2'000'000'000);
    tx.max_fee_per_gas = U256(30'000'000'000);
    tx.gas_limit = 21000;
    tx.to = key->address();
    tx.value = U256(1);
    tx.data = Bytes{1, 2, 3};
    tx.access_list = {{key->address(), {keccak256(Bytes{})}}};
    return {tx, key->sign(signing_hash(tx))};
}

std::vector<Rlp> fields() {
    const Bytes raw = encode_signed(example());
    return *rlp_decode(ByteView(raw).subspan(1))->as_list();
}

bool decodes(std::vector<Rlp> list) {
    Bytes raw{0x02};
    append(raw, rlp_encode(Rlp(std::move(list))));
    return decode_signed(raw).has_value();
}

TEST(Transaction, ComesBackAsItWas) {
    const SignedTransaction tx = example();
    const Bytes raw = encode_signed(tx);
    EXPECT_TRUE(*decode_signed(raw) == tx);
    EXPECT_EQ(*recover_sender(tx), *tx.transaction.to);
    EXPECT_EQ(transaction_hash(raw), keccak256(raw));
    EXPECT_TRUE(decodes(fields()));
}

TEST(Transaction, EveryTruncationAndTypeIsRefused) {
    const Bytes raw = encode_signed(example());
    for (std::size_t size = 0; size < raw.size(); ++size)
        EXPECT_FALSE(decode_signed(ByteView(raw).first(size))) << size;
    Bytes other = raw;
    other[0] = 0x01;
    EXPECT_FALSE(decode_signed(other));
    EXPECT_FALSE(decode_unsigned(raw));
}

// A changed byte must change the decoded transaction or its sender, or be refused.
TEST(Transaction, EveryFlippedBitIsSeen) {
    const SignedTransaction tx = example();
    const Bytes raw = encode_signed(tx);
    for (std::size_t bit = 0; bit < 8 * raw.size(); ++bit) {
        Bytes flipped = raw;
        flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        const auto decoded = decode_signed(flipped);
        if (!decoded) continue;
        EXPECT_EQ(encode_signed(*decoded), flipped) << bit;
        const auto sender = recover_sender(*decoded);
        EXPECT_FALSE(sender && *sender == *tx.transaction.to) << bit;
    }
}

TEST(Transaction, FieldsOfAWrongShapeAreRefused) {
    const auto with = [](std::size_t index, Rlp value) {
        std::vector<Rlp> list = fields();
        list[index] = std::move(value);
        return decodes(std::move(list));
    };
    const Rlp empty_list{std::vector<Rlp>{}};
    for (std::size_t i = 0; i < 8; ++i)
        EXPECT_FALSE(with(i, empty_list)) << i;
    for (const std::size_t i : {0U, 1U, 2U, 3U, 4U, 6U, 9U, 10U, 11U})
        EXPECT_FALSE(with(i, Rlp(Bytes{0, 1}))) << i;
    EXPECT_FALSE(with(0, Rlp(Bytes(9, 1))));
    EXPECT_FALSE(with(5, Rlp(Bytes(19, 1))));
    EXPECT_FALSE(with(8, Rlp(Bytes{})));
    EXPECT_FALSE(with(9, Rlp(U256(2))));
    EXPECT_TRUE(with(5, Rlp(Bytes{})));
    EXPECT_TRUE(with(8, empty_list));
    const Rlp short_key(
        std::vector<Rlp>{Rlp(Bytes(20, 1)), Rlp(std::vector<Rlp>{Rlp(Bytes(31, 1))})});
    EXPECT_FALSE(with(8, Rlp(std::vector<Rlp>{short_key})));
    EXPECT_FALSE(with(8, Rlp(std::vector<Rlp>{empty_list})));
    std::vector<Rlp> more = fields();
    more.emplace_back(Bytes{});
    EXPECT_FALSE(decodes(std::move(more)));
}

}  // namespace
}  // namespace ballast::chain
