// SPDX-License-Identifier: MIT
#include "engine/fixed_point.hpp"

#include <gtest/gtest.h>

#include "base/u256.hpp"
#include "tests/engine/random.hpp"

namespace ballast::engine {
namespace {

constexpr std::int64_t kStep = 1'000'000'000;
constexpr std::int64_t kLn2 = 693'147'180'559'945'309;

/// Returns floor(exp(-x) * 1e18) or one less: 1e18 / (sum of x^n / n!), the sum at 1e-40 and
/// rounded up at every term. Each of 80 terms is at most a few units over, the tail is under one.
std::int64_t exp_minus_reference(std::int64_t x) {
    const U256 one = *U256::from_text("10000000000000000000000000000000000000000");
    U256 term = one;
    U256 sum = one;
    for (std::uint64_t n = 1; n <= 80; ++n) {
        term = mul_div_up(term, U256(static_cast<std::uint64_t>(x)),
                          U256(static_cast<std::uint64_t>(kWadOne)) * U256(n));
        sum = sum + term;
    }
    return static_cast<std::int64_t>(
        *mul_div_down(one, U256(static_cast<std::uint64_t>(kWadOne)), sum).to_u64());
}

TEST(ExpMinus, IsALowerBoundWithin40Units) {
    test::Random random(1);
    for (int i = 0; i < 3'000; ++i) {
        const std::int64_t top = i % 2 == 0 ? 9 : 1;
        const std::int64_t stepped = random.within(0, top * kStep) * kStep;
        const std::int64_t value = exp_minus_down(stepped).count();
        const std::int64_t exact = exp_minus_reference(stepped);
        ASSERT_LE(value, exact + 1) << stepped;
        ASSERT_GE(value, exact - 40) << stepped;
    }
}

TEST(ExpMinus, RoundsItsArgumentUp) {
    EXPECT_EQ(exp_minus_down(1), exp_minus_down(kStep));
    EXPECT_EQ(exp_minus_down(kStep + 1), exp_minus_down(2 * kStep));
}

void expect_never_rises(std::int64_t from, int steps) {
    std::int64_t before = exp_minus_down(from).count();
    for (int i = 1; i <= steps; ++i) {
        const std::int64_t next = exp_minus_down(Int128{from} + Int128{i} * kStep).count();
        ASSERT_LT(next, before) << from << " + " << i << " steps";
        before = next;
    }
}

TEST(ExpMinus, FallsAtEveryStepAroundEachMultipleOfLn2) {
    for (std::int64_t k = 1; k <= 12; ++k)
        expect_never_rises(k * kLn2 / kStep * kStep - 2000 * kStep, 4000);
    // Beyond 9 the argument no longer fits 64 bits.
    for (std::int64_t k = 13; k <= 23; ++k) {
        Int128 x = Int128{k} * kLn2 / kStep * kStep - Int128{2000} * kStep;
        for (int i = 0; i < 4000; ++i, x += kStep)
            ASSERT_LT(exp_minus_down(x + kStep), exp_minus_down(x)) << k << " at " << i;
    }
}

TEST(ExpMinus, FallsAtEveryStepOfRandomWindows) {
    test::Random random(2);
    for (int i = 0; i < 100; ++i)
        expect_never_rises(random.within(0, 8 * kStep) * kStep, 500);
}

TEST(ExpMinus, EndsAtSixteen) {
    EXPECT_GT(exp_minus_down(Int128{16} * kWadOne - 1).count(), 0);
    EXPECT_EQ(exp_minus_down(Int128{16} * kWadOne).count(), 0);
    EXPECT_EQ(exp_minus_down(Int128{1} << 120U).count(), 0);
    EXPECT_EQ(exp_minus_down(0).count(), kWadOne - 32);
}

TEST(Sqrt, IsTheLeastThatCovers) {
    test::Random random(3);
    for (int i = 0; i < 10'000; ++i) {
        const Int128 x = random.scaled(std::int64_t{WadTag::kMax});
        const Int128 root = wad_sqrt_up(Wad::of(x)).count();
        ASSERT_TRUE(root * root >= x * kWadOne);
        ASSERT_TRUE(root == 0 || (root - 1) * (root - 1) < x * kWadOne);
    }
    EXPECT_EQ(wad_sqrt_up(Wad::of(Int128{9} * kWadOne)).count(), 3 * kWadOne);
}

TEST(Power, NeverUnderAndAtMostExponentUnitsOver) {
    test::Random random(4);
    for (int i = 0; i < 500; ++i) {
        const std::int64_t base = kWadOne - random.scaled(kWadOne);
        const std::int64_t exponent = random.within(0, 300);
        // At 1e-36, each product rounded up: over the true power by at most 300 units of 1e-36.
        const U256 fine = *U256::from_text("1000000000000000000");
        U256 exact = fine * fine;
        for (std::int64_t n = 0; n < exponent; ++n)
            exact = mul_div_up(exact, U256(static_cast<std::uint64_t>(base)), fine);
        const auto least = static_cast<std::int64_t>(*mul_div_down(exact, U256(1), fine).to_u64());
        const std::int64_t power = wad_power_up(Wad::of(base), exponent).count();
        ASSERT_GE(power, least);
        ASSERT_LE(power, least + 1 + exponent);
    }
    EXPECT_EQ(wad_power_up(Wad::of(kWadOne), 1'000'000).count(), kWadOne);
    EXPECT_EQ(wad_power_up(Wad::of(0), 0).count(), kWadOne);
}

TEST(LargestExponent, IsTheLastStepThatReachesIt) {
    for (std::int64_t bps = 1; bps < kBpsOne; bps += bps < 20 || bps > 9980 ? 1 : 37) {
        const Wad t = to_wad(Bps::of(bps));
        const Int128 x = largest_exponent(t);
        ASSERT_TRUE(x % kStep == 0);
        ASSERT_GE(exp_minus_down(x), t) << bps;
        ASSERT_LT(exp_minus_down(x + kStep), t) << bps;
    }
    EXPECT_TRUE(largest_exponent(exp_minus_down(0)) == 0);
}

}  // namespace
}  // namespace ballast::engine
