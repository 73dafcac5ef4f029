// SPDX-License-Identifier: MIT
// Raw transactions at the edges of what may stand in them. What decodes is written as it was read.
#include <gtest/gtest.h>

#include "chain/envelope.hpp"
#include "chain/rlp.hpp"
#include "chain/signer.hpp"

namespace ballast::chain {
namespace {

constexpr const char* kOrder = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

SecretKey key() {
    return *SecretKey::from_bytes(Bytes(32, 7));
}

Envelope signed_by_key(AnyTransaction tx) {
    const Signature signature = key().sign(signing_hash(tx));
    return {std::move(tx), signature};
}

Transaction dynamic() {
    Transaction tx;
    tx.chain_id = 1;
    tx.max_fee_per_gas = U256(7);
    tx.to = key().address();
    tx.access_list = {{key().address(), {Hash32{}}}};
    return tx;
}

/// The fields of a raw transaction, and the transaction again with one of them changed.
Bytes with_field(const Envelope& envelope, std::size_t index, const Rlp& value) {
    const Bytes raw = encode_signed(envelope);
    const std::size_t skip = raw.front() < 0x80 ? 1 : 0;
    std::vector<Rlp> fields = *rlp_decode(ByteView(raw).subspan(skip))->as_list();
    fields.at(index) = value;
    Bytes changed(raw.begin(), raw.begin() + static_cast<std::ptrdiff_t>(skip));
    append(changed, rlp_encode(Rlp(std::move(fields))));
    return changed;
}

struct Outcome {
    bool decodes = false;
    bool recovers = false;
};

Outcome outcome_of(const Bytes& raw) {
    const auto envelope = decode_envelope(raw);
    if (!envelope) {
        EXPECT_EQ(envelope.error().code, Errc::bad_data);
        return {};
    }
    EXPECT_EQ(encode_signed(*envelope), raw);
    const auto sender = recover_sender(*envelope, chain_id_of(envelope->transaction));
    return {true, sender.has_value()};
}

void expect(const Bytes& raw, bool decodes, bool recovers, const std::string& what) {
    const Outcome outcome = outcome_of(raw);
    EXPECT_EQ(outcome.decodes, decodes) << what;
    EXPECT_EQ(outcome.recovers, recovers) << what;
}

Rlp number(std::uint64_t value) {
    return Rlp(U256(value));
}

TEST(HostileTransaction, SignaturesOutOfRangeDecodeAndAreNobodys) {
    const U256 order = *U256::from_text(kOrder);
    const Envelope one = signed_by_key(dynamic());
    const U256 s = U256::from_big_endian(one.signature.s.view());
    expect(with_field(one, 9, number(one.signature.y_parity)), true, true, "as it was");
    expect(with_field(one, 9, number(2)), false, false, "parity 2");
    expect(with_field(one, 9, number(27)), false, false, "parity 27");
    expect(with_field(one, 9, number(256)), false, false, "parity 256");
    expect(with_field(one, 9, Rlp(Bytes{0})), false, false, "parity as a zero byte");
    expect(with_field(one, 10, number(0)), true, false, "r = 0");
    expect(with_field(one, 11, number(0)), true, false, "s = 0");
    expect(with_field(one, 10, Rlp(order)), true, false, "r = n");
    expect(with_field(one, 11, Rlp(order)), true, false, "s = n");
    expect(with_field(one, 11, Rlp(order - s)), true, false, "s in the upper half");
    expect(with_field(one, 11, Rlp(order >> 1U)), true, true, "the highest s");
    expect(with_field(one, 11, Rlp((order >> 1U) + U256(1))), true, false, "the lowest s above");
    expect(with_field(one, 10, Rlp(Bytes(33, 1))), false, false, "r of 33 bytes");
    const Envelope legacy = signed_by_key(LegacyTransaction{.chain_id = 1});
    expect(with_field(legacy, 7, number(0)), true, false, "legacy r = 0");
    expect(with_field(legacy, 8, number(0)), true, false, "legacy s = 0");
}

TEST(HostileTransaction, ChainIds) {
    const U256 top(~std::uint64_t{0});
    const Envelope one = signed_by_key(dynamic());
    expect(with_field(one, 0, Rlp(top)), true, true, "2^64 - 1");
    expect(with_field(one, 0, Rlp(top + U256(1))), false, false, "2^64");
    expect(with_field(one, 0, Rlp(Bytes{0})), false, false, "0 as a byte");
    // No chain has the number 0: a transaction for it is one for another chain than any of ours.
    const auto zero = decode_envelope(with_field(one, 0, number(0)));
    ASSERT_TRUE(zero);
    EXPECT_EQ(recover_sender(*zero, 1).error().code, Errc::mismatch);
    const Envelope legacy = signed_by_key(LegacyTransaction{.chain_id = 1});
    for (const std::uint64_t v : {0U, 1U, 26U, 27U, 28U, 29U, 34U, 35U, 36U})
        expect(with_field(legacy, 6, number(v)), false, false, "v = " + std::to_string(v));
    for (const std::uint64_t v : {37U, 38U, 39U, 2709U})
        expect(with_field(legacy, 6, number(v)), true, true, "v = " + std::to_string(v));
    expect(with_field(legacy, 6, Rlp(top * U256(2) + U256(36))), true, true, "the highest v");
    expect(with_field(legacy, 6, Rlp(top * U256(2) + U256(37))), false, false, "v too high");
    expect(with_field(legacy, 6, Rlp(Bytes(32, 0xff))), false, false, "v of 32 bytes");
}

TEST(HostileTransaction, FieldsAtTheirBounds) {
    const Envelope one = signed_by_key(dynamic());
    const Rlp wide(Bytes(32, 0xff));
    for (const std::size_t wei : {2U, 3U, 6U})  // also a tip above the fee: legal bytes
        expect(with_field(one, wei, wide), true, true, std::to_string(wei));
    for (const std::size_t word : {1U, 4U})
        expect(with_field(one, word, wide), false, false, std::to_string(word));
    for (const std::size_t length : {1U, 19U, 21U, 32U})
        expect(with_field(one, 5, Rlp(Bytes(length, 1))), false, false, std::to_string(length));
    expect(with_field(one, 5, Rlp(Bytes{})), true, true, "a creation");
    expect(with_field(one, 5, Rlp(std::vector<Rlp>{})), false, false, "a list for a recipient");
    expect(with_field(one, 5, Rlp(Bytes(20, 0))), true, true, "the zero address is no creation");
}

TEST(HostileTransaction, AccessLists) {
    const Envelope one = signed_by_key(dynamic());
    const auto list = [](std::vector<Rlp> items) { return Rlp(std::move(items)); };
    const Rlp account(Bytes(20, 1));
    const Rlp slot(Bytes(32, 2));
    const Rlp entry = list({account, list({slot, slot})});
    expect(with_field(one, 8, list({entry, entry})), true, true, "duplicates are legal");
    for (const Rlp& bad :
         {list({account}), list({account, slot}), list({account, list({}), list({})}),
          list({list({}), list({})}), list({Rlp(Bytes(21, 1)), list({})}),
          list({account, list({Rlp(Bytes(33, 1))})}), list({account, list({list({slot})})}), slot})
        expect(with_field(one, 8, list({bad})), false, false, to_hex(rlp_encode(bad)));
}

TEST(HostileTransaction, OneTypeIsNeverReadAsAnother) {
    const Transaction two = dynamic();
    const AccessListTransaction listed{.chain_id = 1, .to = key().address(), .access_list = {}};
    for (const AnyTransaction& tx : {AnyTransaction(LegacyTransaction{.chain_id = 1}),
                                     AnyTransaction(listed), AnyTransaction(two)}) {
        const Bytes open = encode_unsigned(tx);
        const Bytes raw = encode_signed(signed_by_key(tx));
        EXPECT_FALSE(decode_envelope(open));
        EXPECT_FALSE(decode_any_unsigned(raw));
        Bytes wrapped = rlp_encode(Rlp(raw));  // as it stands in a block
        EXPECT_FALSE(decode_envelope(wrapped));
        for (unsigned type = 0; type < 256; ++type) {
            Bytes other = raw;
            if (raw.front() < 0x80)
                other.front() = static_cast<std::uint8_t>(type);
            else
                other.insert(other.begin(), static_cast<std::uint8_t>(type));
            EXPECT_EQ(decode_envelope(other).has_value(), other == raw) << type;
        }
        Bytes longer = raw;
        longer.push_back(0);
        EXPECT_FALSE(decode_envelope(longer));
    }
}

TEST(HostileTransactionDeathTest, AParityOfTwoIsNotWrittenIntoTheChainId) {
    for (const AnyTransaction& tx :
         {AnyTransaction(LegacyTransaction{.chain_id = 1}), AnyTransaction(dynamic())}) {
        Envelope envelope = signed_by_key(tx);
        envelope.signature.y_parity = 2;
        EXPECT_EXIT(static_cast<void>(encode_signed(envelope)), ::testing::ExitedWithCode(70),
                    "y_parity");
    }
}

TEST(HostileRlp, HeadersAtTheirBounds) {
    const auto decodes = [](const std::string& hex) {
        return rlp_decode(*from_hex(hex)).has_value();
    };
    for (const std::string& hex : {"b7" + std::string(110, 'a'), "b838" + std::string(112, 'a'),
                                   "f838" + std::string(112, '0'), "b90100" + std::string(512, 'a'),
                                   std::string("8180"), std::string("c3c0c180")})
        EXPECT_TRUE(decodes(hex)) << hex;
    for (const std::string& hex :
         {"b837" + std::string(110, 'a'),       // 55 bytes in the long form
          "f837" + std::string(110, '0'),       // the same of a list
          "b90038" + std::string(112, 'a'),     // a length with a leading zero
          "b900ff" + std::string(510, 'a'),     // the same, long enough otherwise
          "b838" + std::string(110, 'a'),       // a byte short
          "b838" + std::string(114, 'a'),       // a byte long
          std::string("bfffffffffffffffff"),    // 2^64 - 1
          std::string("bf8000000000000000"),    // 2^63
          std::string("ffffffffffffffffff00"),  // the same of a list
          std::string("c281"), std::string("c2b8"), std::string("c28100"), std::string("c180c0"),
          std::string("c1817f")})
        EXPECT_FALSE(decodes(hex)) << hex;
}

}  // namespace
}  // namespace ballast::chain
