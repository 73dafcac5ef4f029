// SPDX-License-Identifier: MIT
#include "engine/units.hpp"

#include <gtest/gtest.h>

namespace ballast::engine {
namespace {

template <class T>
void expect_bounds(Int128 least, Int128 most) {
    EXPECT_TRUE(T::from(least).has_value());
    EXPECT_TRUE(T::from(most).has_value());
    EXPECT_FALSE(T::from(least - 1).has_value());
    EXPECT_FALSE(T::from(most + 1).has_value());
    EXPECT_EQ(Int128{T::saturated(most + 1).count()}, most);
    EXPECT_EQ(Int128{T::saturated(least - 1).count()}, least);
}

TEST(Units, KeepTheirBounds) {
    expect_bounds<Bps>(-1'000'000, 1'000'000);
    expect_bounds<Wad>(Int128{-9} * kWadOne, Int128{9} * kWadOne);
    expect_bounds<Price>(0, 10'000'000'000'000'000);
    expect_bounds<Level>(-10'000'000'000'000, 10'000'000'000'000);
    expect_bounds<Usd>(0, 100'000'000'000'000);
}

TEST(Units, RefuseOutOfBoundsByName) {
    EXPECT_EQ(Price::from(-1).error().what,
              "price at 1e-8 USD out of bounds: -1 is not within 0 to 10000000000000000");
}

TEST(Units, RoundAsTheirNamesSay) {
    constexpr std::int64_t kPerBps = kWadOne / kBpsOne;
    EXPECT_EQ(to_bps_down(Wad::of(kPerBps - 1)), Bps::of(0));
    EXPECT_EQ(to_bps_up(Wad::of(1)), Bps::of(1));
    EXPECT_EQ(to_bps_down(Wad::of(-1)), Bps::of(-1));
    EXPECT_EQ(to_bps_up(Wad::of(-1)), Bps::of(0));
    EXPECT_EQ(to_bps_down(to_wad(Bps::of(8123))), Bps::of(8123));
}

TEST(Decimal, ReadsExactly) {
    const struct {
        const char* text;
        int digits;
        Int128 count;
    } cases[] = {
        {"0", 18, 0},
        {"0.0252", 4, 252},
        {"-1.5", 8, -150'000'000},
        {"7", 0, 7},
        {"000.10", 2, 10},
        {"99999999999999999999.999999", 6, Int128{100'000'000'000'000} * 1'000'000'000'000 - 1}};
    for (const auto& one : cases) {
        const auto count = parse_decimal(one.text, one.digits);
        ASSERT_TRUE(count.has_value()) << one.text;
        EXPECT_EQ(*count, one.count) << one.text;
    }
}

TEST(Decimal, RefusesEverythingElse) {
    for (const char* text : {"", "-", ".", ".5", "5.", "1e3", "+1", " 1", "1 ", "1.2.3", "0x1",
                             "--1", "1,5", "1.001", "nan", "9999999999999999999999999999999999999"})
        EXPECT_FALSE(parse_decimal(text, 2).has_value()) << text;
}

TEST(Decimal, WritesWhatItReads) {
    for (const char* text : {"0", "0.0252", "-1.5", "120", "-0.000001"})
        EXPECT_EQ(format_decimal(*parse_decimal(text, 6), 6), text);
}

}  // namespace
}  // namespace ballast::engine
