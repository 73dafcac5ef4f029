// SPDX-License-Identifier: MIT
#include "base/u256.hpp"

#include <gtest/gtest.h>

#include "tests/base/seeded.hpp"

namespace ballast {
namespace {

const std::string kMaxText =
    "115792089237316195423570985008687907853269984665640564039457584007913129639935";

U256 u256(std::string_view text) {
    return U256::from_text(text).value();
}

const U256 kMax = u256(kMaxText);

U256 power_of_two(unsigned exponent) {
    Hash32 bytes;
    bytes.bytes[31 - exponent / 8] = static_cast<std::uint8_t>(1U << (exponent % 8));
    return U256::from_big_endian(bytes.view());
}

U256 random_u256(std::mt19937_64& generator) {
    Bytes bytes(generator() % 33);
    for (std::uint8_t& byte : bytes) {
        const std::uint64_t drawn = generator();
        // Runs of 00 and ff make carries travel far.
        byte = static_cast<std::uint8_t>(drawn % 3 == 0 ? 0 : (drawn % 3 == 1 ? 0xff : drawn >> 8));
    }
    return U256::from_big_endian(bytes);
}

TEST(U256, TextInDecimalAndHex) {
    EXPECT_EQ(u256("0"), U256(0));
    EXPECT_EQ(u256("0x0"), U256());
    EXPECT_EQ(u256("00012"), U256(12));
    EXPECT_EQ(u256("0xfF"), U256(255));
    EXPECT_EQ(u256("0x" + std::string(64, 'f')), kMax);
    EXPECT_EQ(kMax.to_decimal(), kMaxText);
    EXPECT_EQ(U256(0).to_decimal(), "0");
    EXPECT_EQ(power_of_two(64).to_decimal(), "18446744073709551616");
    EXPECT_EQ(u256("18446744073709551616"), power_of_two(64));
}

TEST(U256, BadTextIsRefused) {
    // The largest number plus one, in both bases, and what is not a number.
    for (const std::string& text :
         {std::string(
              "115792089237316195423570985008687907853269984665640564039457584007913129639936"),
          "0x1" + std::string(64, '0'), std::string(), std::string("0x"), std::string("-1"),
          std::string("+1"), std::string(" 1"), std::string("1 "), std::string("1.0"),
          std::string("ff"), std::string("0xg"), std::string("1e18"),
          std::string(1'000'000, '9')}) {
        const auto value = U256::from_text(text);
        ASSERT_FALSE(value) << text.substr(0, 90);
        EXPECT_EQ(value.error().code, Errc::bad_data);
        EXPECT_LT(value.error().what.size(), 200U);
    }
}

TEST(U256, QuantitiesAreMinimalHex) {
    EXPECT_EQ(U256(0).to_quantity(), "0x0");
    EXPECT_EQ(U256(1).to_quantity(), "0x1");
    EXPECT_EQ(U256(1024).to_quantity(), "0x400");
    EXPECT_EQ(kMax.to_quantity(), "0x" + std::string(64, 'f'));
}

TEST(U256, BytesAreBigEndianAndShortOnesAreSmall) {
    EXPECT_EQ(U256::from_big_endian({}), U256(0));
    EXPECT_EQ(U256::from_big_endian(Bytes{1, 0}), U256(256));
    EXPECT_EQ(U256::from_big_endian(Bytes{1, 0, 0, 0, 0, 0, 0, 0, 0}), power_of_two(64));
    const Hash32 bytes = U256(0x0102).to_big_endian();
    EXPECT_EQ(bytes.bytes[30], 1);
    EXPECT_EQ(bytes.bytes[31], 2);
    EXPECT_EQ(bytes.bytes[0], 0);
}

TEST(U256, EveryFormRoundTrips) {
    auto generator = test::seeded_generator();
    for (int i = 0; i < 10'000; ++i) {
        const U256 x = random_u256(generator);
        ASSERT_EQ(U256::from_big_endian(x.to_big_endian().view()), x);
        ASSERT_EQ(u256(x.to_decimal()), x);
        ASSERT_EQ(u256(x.to_quantity()), x);
    }
}

TEST(U256, OrderIsThatOfTheNumber) {
    EXPECT_LT(U256(UINT64_MAX), power_of_two(64));
    EXPECT_GT(power_of_two(192), power_of_two(191));
    EXPECT_LT(power_of_two(255), kMax);
    auto generator = test::seeded_generator();
    for (int i = 0; i < 10'000; ++i) {
        const U256 a = random_u256(generator);
        const U256 b = random_u256(generator);
        ASSERT_EQ(a < b, a.to_big_endian() < b.to_big_endian());
        ASSERT_EQ(a == b, a.to_big_endian() == b.to_big_endian());
    }
}

TEST(U256, SixtyFourBitsFitOrAreRefused) {
    EXPECT_EQ(U256(UINT64_MAX).to_u64().value(), UINT64_MAX);
    for (const unsigned exponent : {64U, 128U, 192U, 255U}) {
        const auto narrowed = power_of_two(exponent).to_u64();
        ASSERT_FALSE(narrowed) << exponent;
        EXPECT_EQ(narrowed.error().code, Errc::bad_data);
    }
}

TEST(U256, ArithmeticCarriesAcrossWords) {
    EXPECT_EQ(U256(UINT64_MAX) + U256(1), power_of_two(64));
    EXPECT_EQ(power_of_two(64) - U256(1), U256(UINT64_MAX));
    EXPECT_EQ(power_of_two(128) * power_of_two(127), power_of_two(255));
    EXPECT_EQ(kMax - kMax, U256(0));
    EXPECT_EQ(kMax * U256(1), kMax);
}

TEST(U256, ArithmeticMatches128BitIntegers) {
    __extension__ using Unsigned128 = unsigned __int128;
    auto generator = test::seeded_generator();
    for (int i = 0; i < 10'000; ++i) {
        const std::uint64_t a = test::random_width(generator, 64);
        const std::uint64_t b = test::random_width(generator, 64);
        const std::uint64_t c = test::random_width(generator, 63) + 1;
        const Unsigned128 product = Unsigned128{a} * b;
        const U256 wide = U256(a) * U256(b);
        ASSERT_EQ(wide, U256(static_cast<std::uint64_t>(product >> 64U)) * power_of_two(64) +
                            U256(static_cast<std::uint64_t>(product)));
        const Unsigned128 quotient = product / c;
        if (quotient > UINT64_MAX) continue;
        ASSERT_EQ(mul_div_down(a, b, c), U256(static_cast<std::uint64_t>(quotient)));
    }
}

TEST(U256, MulDivIsExactThrough512Bits) {
    EXPECT_EQ(mul_div_down(kMax, kMax, kMax), kMax);
    EXPECT_EQ(mul_div_up(kMax, kMax, kMax), kMax);
    // (2^256 - 1)(2^256 - 2) / (2^256 - 1), and a product of 2^510 by 2^255.
    EXPECT_EQ(mul_div_down(kMax, kMax - U256(1), kMax), kMax - U256(1));
    EXPECT_EQ(mul_div_down(power_of_two(255), power_of_two(255), power_of_two(255)),
              power_of_two(255));
    EXPECT_EQ(mul_div_down(U256(7), U256(3), U256(2)), U256(10));
    EXPECT_EQ(mul_div_up(U256(7), U256(3), U256(2)), U256(11));
    EXPECT_EQ(mul_div_up(U256(0), kMax, kMax), U256(0));
    EXPECT_EQ(mul_div_up(U256(1), U256(1), kMax), U256(1));
}

TEST(U256, MulDivMeetsItsDefinitionOnRandomNumbers) {
    auto generator = test::seeded_generator();
    for (int i = 0; i < 5'000; ++i) {
        const U256 quotient = random_u256(generator);
        const U256 divisor = random_u256(generator);
        if (divisor == U256(0)) continue;
        // quotient * divisor / divisor is the quotient, whatever the width of the product.
        ASSERT_EQ(mul_div_down(quotient, divisor, divisor), quotient);
        const U256 factor = U256(test::random_width(generator, 64));
        if (divisor < factor) continue;
        // For factor <= divisor the result fits, and up differs from down by one at the most.
        const U256 down = mul_div_down(quotient, factor, divisor);
        const U256 up = mul_div_up(quotient, factor, divisor);
        ASSERT_TRUE(up == down || up == down + U256(1));
        ASSERT_LE(up, quotient);
    }
}

TEST(U256DeathTest, WhatDoesNotFitIsOurBug) {
    const auto bug = ::testing::ExitedWithCode(70);
    EXPECT_EXIT((void)(kMax + U256(1)), bug, "our bug");
    EXPECT_EXIT((void)(U256(0) - U256(1)), bug, "a >= b");
    EXPECT_EXIT((void)(kMax * U256(2)), bug, "our bug");
    EXPECT_EXIT((void)mul_div_down(1, 1, 0), bug, "denominator > U256\\(0\\)");
    EXPECT_EXIT((void)mul_div_up(1, 1, 0), bug, "denominator > U256\\(0\\)");
    EXPECT_EXIT((void)mul_div_down(kMax, 2, 1), bug, "our bug");
    EXPECT_EXIT((void)U256::from_big_endian(Bytes(33)), bug, "bytes.size\\(\\) <= 32");
}

TEST(U256, ShiftsAreDivisionsByPowersOfTwo) {
    auto generator = test::seeded_generator();
    for (int i = 0; i < 2000; ++i) {
        const U256 x = random_u256(generator);
        const auto bits = static_cast<unsigned>(generator() % 64);
        ASSERT_EQ(x >> bits, mul_div_down(x, 1, power_of_two(bits))) << x.to_decimal();
    }
}

}  // namespace
}  // namespace ballast
