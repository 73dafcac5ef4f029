// SPDX-License-Identifier: MIT
#include "chain/rlp.hpp"

#include <gtest/gtest.h>

namespace ballast::chain {
namespace {

Rlp text(std::string_view value) {
    return Rlp(as_bytes(value));
}
Rlp list(std::vector<Rlp> items) {
    return Rlp(std::move(items));
}

struct Vector {
    Rlp value;
    const char* hex;
};

// The examples of the Ethereum wiki and of ethereum/tests (RLPTests/rlptest.json).
const Vector kVectors[] = {
    {text(""), "0x80"},
    {text("dog"), "0x83646f67"},
    {Rlp(Bytes{0x00}), "0x00"},
    {Rlp(Bytes{0x7f}), "0x7f"},
    {Rlp(Bytes{0x80}), "0x8180"},
    {text("Lorem ipsum dolor sit amet, consectetur adipisicing eli"),
     "0xb74c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e736563746574757220616469706"
     "9"
     "736963696e6720656c69"},
    {text("Lorem ipsum dolor sit amet, consectetur adipisicing elit"),
     "0xb8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697"
     "0"
     "69736963696e6720656c6974"},
    {Rlp(U256(0)), "0x80"},
    {Rlp(U256(1)), "0x01"},
    {Rlp(U256(1000)), "0x8203e8"},
    {Rlp(U256(100000)), "0x830186a0"},
    {list({}), "0xc0"},
    {list({text("cat"), text("dog")}), "0xc88363617483646f67"},
    {list({text("zw"), list({Rlp(U256(4))}), Rlp(U256(1))}), "0xc6827a77c10401"},
    {list({list({}), list({list({})}), list({list({}), list({list({})})})}), "0xc7c0c1c0c3c0c1c0"},
};

TEST(Rlp, KeepsPublishedVectorsBothWays) {
    for (const Vector& vector : kVectors) {
        EXPECT_EQ(to_hex(rlp_encode(vector.value)), vector.hex);
        const auto decoded = rlp_decode(*from_hex(vector.hex));
        ASSERT_TRUE(decoded) << vector.hex << ": " << decoded.error().what;
        EXPECT_TRUE(*decoded == vector.value) << vector.hex;
    }
}

TEST(Rlp, RoundTripsLengthsAroundTheForms) {
    for (const std::size_t size : {0U, 1U, 54U, 55U, 56U, 255U, 256U, 65535U, 65536U}) {
        const Rlp value(Bytes(size, 0xab));
        const Rlp nested = list({value, value});
        EXPECT_TRUE(*rlp_decode(rlp_encode(value)) == value) << size;
        EXPECT_TRUE(*rlp_decode(rlp_encode(nested)) == nested) << size;
    }
}

// After ethereum/tests (RLPTests/invalidRLPTest.json).
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
