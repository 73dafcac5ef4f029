// SPDX-License-Identifier: MIT
#include "providers/number.hpp"

#include <gtest/gtest.h>

#include "tests/support/property.hpp"

namespace ballast::providers {
namespace {

std::string read_plain(std::string_view text, Sign sign = Sign::any) {
    const auto value = read_reading(text, Source{}, sign);
    return value ? engine::format_decimal(value->count(), 8) : "refused";
}

std::string read_with(std::string_view text, std::int64_t scale, bool inverse) {
    Source source;
    source.scale = engine::Wad::of(scale);
    source.inverse = inverse;
    const auto value = read_reading(text, source, Sign::any);
    return value ? engine::format_decimal(value->count(), 8) : "refused";
}

TEST(Number, TextIsReadExactly) {
    EXPECT_EQ(read_plain("157.28"), "157.28");
    EXPECT_EQ(read_plain("-0.051"), "-0.051");
    EXPECT_EQ(read_plain("0"), "0");
    EXPECT_EQ(read_plain("-0.0"), "0");
    EXPECT_EQ(read_plain("1.5e-05"), "0.000015");
    EXPECT_EQ(read_plain("1.5E+2"), "150");
    EXPECT_EQ(read_plain("100000000"), "100000000");
    EXPECT_EQ(read_plain("0.10000000000000000000000000"), "0.1");
}

TEST(Number, ItIsRoundedOnceToTheNearestAndTiesGoAwayFromZero) {
    EXPECT_EQ(read_plain("0.000000014999999999"), "0.00000001");
    EXPECT_EQ(read_plain("0.000000015"), "0.00000002");
    EXPECT_EQ(read_plain("0.000000025"), "0.00000003");
    EXPECT_EQ(read_plain("-0.000000015"), "-0.00000002");
    EXPECT_EQ(read_plain("54018.123456785"), "54018.12345679");
}

TEST(Number, MoreDecimalsThanCanBeKeptAreRefused) {
    EXPECT_EQ(read_plain("0.123456789012345678"), "0.12345679");
    EXPECT_EQ(read_plain("0.1234567890123456789"), "refused");
    EXPECT_EQ(read_plain("1e-19"), "refused");
    EXPECT_EQ(read_plain("100000000.00000001"), "refused") << "a reading ends at 1e8";
}

TEST(Number, ScaleIsExactBeforeTheOneRounding) {
    constexpr std::int64_t kPercent = engine::kWadOne / 100;
    EXPECT_EQ(read_with("12.345678", kPercent, false), "0.12345678");
    EXPECT_EQ(read_with("3000000000000000000000", 1, false), "3000") << "wei at 1e-18";
    EXPECT_EQ(read_with("0.33333333", 3 * engine::kWadOne, false), "0.99999999");
    EXPECT_EQ(read_with("1", 0, false), "refused");
}

TEST(Number, InverseIsOneOverTheScaledNumber) {
    EXPECT_EQ(read_with("0.0064", engine::kWadOne, true), "156.25");
    EXPECT_EQ(read_with("156.25", engine::kWadOne, true), "0.0064");
    EXPECT_EQ(read_with("3", engine::kWadOne, true), "0.33333333");
    EXPECT_EQ(read_with("1.5", engine::kWadOne, true), "0.66666667");
    EXPECT_EQ(read_with("-3", engine::kWadOne, true), "-0.33333333");
    EXPECT_EQ(read_with("0", engine::kWadOne, true), "refused");
    EXPECT_EQ(read_with("0.000000001", engine::kWadOne, true), "refused") << "a thousand million";
}

TEST(Number, WhatMustBePositiveIsSoBeforeAndAfterTheRounding) {
    EXPECT_EQ(read_plain("0.00000001", Sign::positive), "0.00000001");
    EXPECT_EQ(read_plain("0", Sign::positive), "refused");
    EXPECT_EQ(read_plain("-1", Sign::positive), "refused");
    EXPECT_EQ(read_plain("0.000000001", Sign::positive), "refused");
}

BALLAST_PROPERTY(NumberProperty, APlainDecimalIsWhatTheEngineReads, 20'000, 1'000'000) {
    const Int128 count =
        *rc::gen::inRange<std::int64_t>(-10'000'000'000'000'000, 10'000'000'000'000'001);
    const std::string text = engine::format_decimal(count, 8);
    const auto value = read_reading(text, Source{}, Sign::any);
    RC_ASSERT(value.has_value());
    RC_ASSERT(Int128{value->count()} == count);
}

BALLAST_PROPERTY(NumberProperty, AnExponentMovesThePointAndNothingElse, 20'000, 1'000'000) {
    const auto digits = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
    const int exponent = *rc::gen::inRange(-8, 1);
    Int128 expected = digits;  // counts 10^exponent; a reading counts 10^-8
    for (int power = exponent; power > -8; --power)
        expected *= 10;
    RC_PRE(expected <= ReadingTag::kMax);
    const auto value =
        read_reading(std::to_string(digits) + "e" + std::to_string(exponent), Source{}, Sign::any);
    RC_ASSERT(value.has_value());
    RC_ASSERT(Int128{value->count()} == expected);
}

}  // namespace
}  // namespace ballast::providers
