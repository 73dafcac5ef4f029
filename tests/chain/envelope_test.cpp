// SPDX-License-Identifier: MIT
#include "chain/envelope.hpp"

#include <gtest/gtest.h>

#include "chain/rlp.hpp"
#include "chain/signer.hpp"
#include "tests/chain/vectors.hpp"

namespace ballast::chain {
namespace {

using test::published;
using test::text_of;

void check_signed(const Json& entry, std::uint64_t chain_id) {
    const Bytes raw = *from_hex(text_of(entry, "raw"));
    const auto envelope = decode_envelope(raw);
    ASSERT_TRUE(envelope) << envelope.error().what;
    EXPECT_EQ(encode_signed(*envelope), raw);
    const AnyTransaction& tx = envelope->transaction;
    EXPECT_EQ(chain_id_of(tx), chain_id);
    EXPECT_TRUE(*decode_any_unsigned(encode_unsigned(tx)) == tx);
    if (const auto hash = published(entry, "signing_hash")) {
        EXPECT_EQ(to_hex(signing_hash(tx)), *hash);
    }
    if (const auto hash = published(entry, "hash")) {
        EXPECT_EQ(to_hex(transaction_hash(raw)), *hash);
    }
    const auto sender = recover_sender(*envelope, chain_id);
    ASSERT_TRUE(sender) << sender.error().what;
    if (const auto address = published(entry, "sender")) {
        EXPECT_EQ(to_hex(*sender), *address);
    }
    if (const auto secret = published(entry, "key")) {
        const auto key = SecretKey::from_bytes(*from_hex(*secret));
        EXPECT_EQ(*sender, key->address());
        EXPECT_EQ(encode_signed(Envelope{tx, key->sign(signing_hash(tx))}), raw);
    }
    const auto elsewhere = recover_sender(*envelope, chain_id + 1);
    ASSERT_FALSE(elsewhere);
    EXPECT_EQ(elsewhere.error().code, Errc::mismatch);
}

void check_unsigned(const Json& entry, std::uint64_t chain_id) {
    const Bytes bytes = *from_hex(text_of(entry, "unsigned"));
    const auto tx = decode_any_unsigned(bytes);
    ASSERT_TRUE(tx) << tx.error().what;
    EXPECT_EQ(encode_unsigned(*tx), bytes);
    EXPECT_EQ(to_hex(signing_hash(*tx)), text_of(entry, "signing_hash"));
    EXPECT_EQ(chain_id_of(*tx), chain_id);
}

TEST(Envelope, KeepsThePublishedTransactions) {
    const Json file = test::vectors("transactions.json");
    const JsonArray& entries = **array_member(file, "transactions");
    EXPECT_EQ(entries.size(), 24U);
    for (const Json& entry : entries) {
        SCOPED_TRACE(text_of(entry, "name"));
        const auto chain_id =
            static_cast<std::uint64_t>(*parse_integer(text_of(entry, "chain_id")));
        if (entry.find("raw") != nullptr) check_signed(entry, chain_id);
        if (entry.find("unsigned") != nullptr) check_unsigned(entry, chain_id);
    }
}

SecretKey key() {
    return *SecretKey::from_bytes(Bytes(32, 7));
}

Envelope signed_by_key(AnyTransaction tx) {
    const Signature signature = key().sign(signing_hash(tx));
    return {std::move(tx), signature};
}

LegacyTransaction legacy(std::uint64_t chain_id) {
    return {.chain_id = chain_id,
            .nonce = 1,
            .gas_price = U256(2),
            .gas_limit = 3,
            .to = {},
            .value = U256(4),
            .data = Bytes{5}};
}

AccessListTransaction with_access_list() {
    return {.chain_id = 5,
            .nonce = 1,
            .gas_price = U256(2),
            .gas_limit = 3,
            .to = key().address(),
            .value = U256(4),
            .data = Bytes{5},
            .access_list = {{key().address(), {Hash32{}}}}};
}

TEST(Envelope, ComesBackAsItWas) {
    const std::uint64_t ids[] = {1, 110, 0xffffffffU, ~std::uint64_t{0}};
    for (const std::uint64_t id : ids) {
        const Envelope envelope = signed_by_key(legacy(id));
        EXPECT_TRUE(*decode_envelope(encode_signed(envelope)) == envelope) << id;
        EXPECT_EQ(*recover_sender(envelope, id), key().address());
    }
    const Envelope envelope = signed_by_key(with_access_list());
    EXPECT_TRUE(*decode_envelope(encode_signed(envelope)) == envelope);
    EXPECT_EQ(*recover_sender(envelope, 5), key().address());
}

TEST(Envelope, ItsOwnChangedBitsAreSeen) {
    for (const Envelope& envelope : {signed_by_key(legacy(1)), signed_by_key(with_access_list())}) {
        const Bytes raw = encode_signed(envelope);
        for (std::size_t bit = 0; bit < 8 * raw.size(); ++bit) {
            Bytes flipped = raw;
            flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            const auto decoded = decode_envelope(flipped);
            if (!decoded) continue;
            EXPECT_EQ(encode_signed(*decoded), flipped) << bit;
            const auto sender = recover_sender(*decoded, chain_id_of(decoded->transaction));
            EXPECT_FALSE(sender && *sender == key().address()) << bit;
        }
        for (std::size_t size = 0; size < raw.size(); ++size)
            EXPECT_FALSE(decode_envelope(ByteView(raw).first(size))) << size;
    }
}

std::string refusal(const Bytes& raw) {
    const auto envelope = decode_envelope(raw);
    if (envelope) return "taken";
    EXPECT_EQ(envelope.error().code, Errc::bad_data);
    return envelope.error().what;
}

Bytes legacy_with_v(const U256& v) {
    const Bytes raw = encode_signed(signed_by_key(legacy(1)));
    std::vector<Rlp> fields = *rlp_decode(raw)->as_list();
    fields[6] = Rlp(v);
    return rlp_encode(Rlp(std::move(fields)));
}

TEST(Envelope, RefusesWhatIsBoundToNoChain) {
    EXPECT_NE(refusal(legacy_with_v(U256(27))).find("holds on every chain"), std::string::npos);
    EXPECT_NE(refusal(legacy_with_v(U256(28))).find("holds on every chain"), std::string::npos);
    EXPECT_NE(refusal(legacy_with_v(U256(0))).find("holds on every chain"), std::string::npos);
    EXPECT_NE(refusal(legacy_with_v(U256(35))).find("chain id is 0"), std::string::npos);
    EXPECT_EQ(refusal(legacy_with_v(U256(37))), "taken");
    EXPECT_NE(refusal(legacy_with_v(U256(~std::uint64_t{0}) * U256(2) + U256(37))).find("64 bits"),
              std::string::npos);
    const Bytes six = rlp_encode(Rlp(std::vector<Rlp>(6, Rlp(Bytes{}))));
    EXPECT_NE(refusal(six).find("9 fields"), std::string::npos);
    EXPECT_FALSE(decode_any_unsigned(six));
}

TEST(Envelope, RefusesOtherTypesAndShapes) {
    EXPECT_NE(refusal({}).find("no bytes"), std::string::npos);
    for (const std::uint8_t type : Bytes{0x00, 0x03, 0x04, 0x7f, 0x80, 0xbf})
        EXPECT_NE(refusal(Bytes{type, 0xc0}).find("is not read"), std::string::npos);
    EXPECT_NE(refusal(Bytes{0x01, 0xc0}).find("11 fields"), std::string::npos);
    EXPECT_NE(refusal(Bytes{0x02, 0xc0}).find("12 fields"), std::string::npos);
    const Envelope envelope = signed_by_key(legacy(1));
    EXPECT_FALSE(decode_envelope(encode_unsigned(with_access_list())));
    EXPECT_FALSE(decode_any_unsigned(encode_signed(envelope)));
    // What is to be signed for chain 37 has the shape of what is signed for chain 1.
    const Bytes open_one = encode_unsigned(AnyTransaction(legacy(37)));
    EXPECT_NE(refusal(open_one).find("not signed"), std::string::npos);
}

}  // namespace
}  // namespace ballast::chain
