// SPDX-License-Identifier: MIT
#include "chain/rlp.hpp"

#include <gtest/gtest.h>

#include "tests/chain/vectors.hpp"

namespace ballast::chain {
namespace {

Rlp text(std::string_view value) {
    return Rlp(as_bytes(value));
}
Rlp list(std::vector<Rlp> items) {
    return Rlp(std::move(items));
}

/// A value as tests/chain/vectors/rlp.json writes it.
Rlp value_of(const Json& json) {
    if (const JsonNumber* number = json.as_number()) return Rlp(*U256::from_text(number->text));
    if (const JsonArray* items = json.as_array()) {
        std::vector<Rlp> values;
        for (const Json& item : *items)
            values.push_back(value_of(item));
        return list(std::move(values));
    }
    const std::string& written = *json.as_string();
    if (written.starts_with('#')) return Rlp(*U256::from_text(written.substr(1)));
    return written.starts_with("0x") ? Rlp(*from_hex(written)) : text(written);
}

TEST(Rlp, KeepsPublishedVectorsBothWays) {
    const Json file = test::vectors("rlp.json");
    const JsonArray& entries = **array_member(file, "valid");
    EXPECT_EQ(entries.size(), 28U);
    for (const Json& entry : entries) {
        SCOPED_TRACE(test::text_of(entry, "name"));
        const Rlp value = value_of(*entry.find("value"));
        const std::string hex = test::text_of(entry, "hex");
        EXPECT_EQ(to_hex(rlp_encode(value)), hex);
        const auto decoded = rlp_decode(*from_hex(hex));
        ASSERT_TRUE(decoded) << decoded.error().what;
        EXPECT_TRUE(*decoded == value);
    }
}

TEST(Rlp, RefusesThePublishedInvalidOnes) {
    const Json file = test::vectors("rlp.json");
    const JsonArray& entries = **array_member(file, "invalid");
    EXPECT_EQ(entries.size(), 17U);
    for (const Json& entry : entries)
        EXPECT_FALSE(rlp_decode(*from_hex(test::text_of(entry, "hex"))))
            << test::text_of(entry, "name");
}

TEST(Rlp, RoundTripsLengthsAroundTheForms) {
    for (const std::size_t size : {0U, 1U, 54U, 55U, 56U, 255U, 256U, 65535U, 65536U}) {
        const Rlp value(Bytes(size, 0xab));
        const Rlp nested = list({value, value});
        EXPECT_TRUE(*rlp_decode(rlp_encode(value)) == value) << size;
        EXPECT_TRUE(*rlp_decode(rlp_encode(nested)) == nested) << size;
    }
}

TEST(Rlp, RefusesWhatIsNotCanonical) {
    for (const char* hex : {"",
                            "8100",
                            "8101",
                            "817f",
                            "bf0f000000000000021111",
                            "ff0f000000000000021111",
                            "81",
                            "a0000102",
                            "c5010203",
                            "ba010000aabbccddeeff",
                            "f901000102030405",
                            "b8",
                            "b90004112233445566",
                            "b81000112233445566778899aabbccddeeff",
                            "f803112233",
                            "b800",
                            "f800",
                            "fb00000040000102030405",
                            "0000",
                            "c0c0",
                            "83646f6700",
                            "b9ffff",
                            "bfffffffffffffffff",
                            "ffffffffffffffffff"}) {
        const auto decoded = rlp_decode(*from_hex(hex));
        ASSERT_FALSE(decoded) << hex;
        EXPECT_EQ(decoded.error().code, Errc::bad_data);
    }
}

TEST(Rlp, BoundsDepth) {
    Rlp deep;
    for (std::size_t i = 0; i < kRlpDepthMax; ++i)
        deep = list({deep});
    EXPECT_TRUE(rlp_decode(rlp_encode(deep)));
    EXPECT_FALSE(rlp_decode(rlp_encode(list({deep}))));
    EXPECT_FALSE(rlp_decode(Bytes(100'000, 0xc1)));
}

TEST(Rlp, ReadsIntegersStrictly) {
    EXPECT_EQ(rlp_decode(*from_hex("8203e8"))->as_integer().value(), U256(1000));
    EXPECT_EQ(rlp_decode(*from_hex("80"))->as_integer().value(), U256(0));
    EXPECT_FALSE(rlp_decode(*from_hex("00"))->as_integer());
    EXPECT_FALSE(rlp_decode(*from_hex("820001"))->as_integer());
    EXPECT_FALSE(rlp_decode(*from_hex("c0"))->as_integer());
    EXPECT_FALSE(Rlp(Bytes(33, 1)).as_integer());
}

}  // namespace
}  // namespace ballast::chain
