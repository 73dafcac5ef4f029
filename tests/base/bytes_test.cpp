// SPDX-License-Identifier: MIT
#include "base/bytes.hpp"

#include <gtest/gtest.h>

namespace ballast {
namespace {

TEST(Bytes, HexIsLowerCaseWithPrefix) {
    EXPECT_EQ(to_hex(Bytes{}), "0x");
    EXPECT_EQ(to_hex(Bytes{0x00, 0x0a, 0xff}), "0x000aff");
}

TEST(Bytes, HexIsReadWithOrWithoutPrefixInEitherCase) {
    const Bytes expected{0xde, 0xad, 0x00, 0x0f};
    for (const char* text : {"0xdead000f", "dead000f", "0XDEAD000F", "DeAd000f"}) {
        const auto bytes = from_hex(text);
        ASSERT_TRUE(bytes) << text;
        EXPECT_EQ(*bytes, expected) << text;
    }
    EXPECT_EQ(from_hex("0x").value(), Bytes{});
    EXPECT_EQ(from_hex("").value(), Bytes{});
}

TEST(Bytes, EveryByteSurvivesARoundTrip) {
    Bytes all;
    for (int i = 0; i < 256; ++i)
        all.push_back(static_cast<std::uint8_t>(i));
    EXPECT_EQ(from_hex(to_hex(all)).value(), all);
}

TEST(Bytes, BadHexIsRefused) {
    for (const char* text : {"0", "0x0", "0xabc", "0x0g", "0x-1", "0x 1", "0x0x00", "zz", "0x1é"}) {
        const auto bytes = from_hex(text);
        ASSERT_FALSE(bytes) << text;
        EXPECT_EQ(bytes.error().code, Errc::bad_data) << text;
    }
}

TEST(Bytes, AHashHasExactly32Bytes) {
    const std::string digits(64, '7');
    const auto hash = hash_from_hex("0x" + digits);
    ASSERT_TRUE(hash);
    EXPECT_EQ(to_hex(*hash), "0x" + digits);
    EXPECT_EQ(hash_from_hex(digits).value(), *hash);
    EXPECT_FALSE(hash_from_hex("0x" + digits.substr(2)));
    EXPECT_FALSE(hash_from_hex("0x77" + digits));
    EXPECT_FALSE(hash_from_hex("0xzz" + digits.substr(2)));
    EXPECT_NE(hash_from_hex("0x1234").error().what.find("found 2"), std::string::npos);
}

TEST(Bytes, HashesCompareAsTheirBytesDo) {
    Hash32 low;
    Hash32 high;
    high.bytes[0] = 1;
    low.bytes[31] = 0xff;
    EXPECT_LT(low, high);
    EXPECT_EQ(low, low);
    EXPECT_EQ(low.view().size(), 32U);
}

TEST(Bytes, AppendAndTextKeepEveryByte) {
    Bytes head{1};
    append(head, as_bytes(std::string_view("\0a", 2)));
    append(head, {});
    EXPECT_EQ(head, (Bytes{1, 0, 'a'}));
}

}  // namespace
}  // namespace ballast
