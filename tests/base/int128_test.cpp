// SPDX-License-Identifier: MIT
#include "base/int128.hpp"

#include <gtest/gtest.h>

#include "tests/base/seeded.hpp"

namespace ballast {
namespace {

constexpr Int128 kMax = ((Int128{1} << 126U) - 1) * 2 + 1;
constexpr Int128 kMin = -kMax - 1;
constexpr int kRounds = 100'000;

Int128 random_int128(std::mt19937_64& generator, unsigned bits) {
    Int128 value = test::random_width(generator, bits > 64 ? 64 : bits);
    if (bits > 64)
        value = (Int128{test::random_width(generator, bits - 64)} << 64U) |
                static_cast<Int128>(generator());
    return generator() % 2 == 0 ? value : -value;
}

TEST(Int128, DivisionRoundsTowardsTheNamedSide) {
    struct Case {
        int numerator, denominator, down, up;
    };
    for (const auto& [n, d, down, up] :
         {Case{7, 2, 3, 4}, Case{-7, 2, -4, -3}, Case{6, 2, 3, 3}, Case{-6, 2, -3, -3},
          Case{0, 5, 0, 0}, Case{1, 5, 0, 1}, Case{-1, 5, -1, 0}, Case{4, 5, 0, 1}}) {
        EXPECT_TRUE(div_down(n, d) == down) << n << "/" << d;
        EXPECT_TRUE(div_up(n, d) == up) << n << "/" << d;
    }
    EXPECT_TRUE(div_down(kMin, 1) == kMin);
    EXPECT_TRUE(div_up(kMax, 1) == kMax);
    EXPECT_TRUE(div_down(kMin, kMax) == -2);
    EXPECT_TRUE(div_up(kMin, kMax) == -1);
}

TEST(Int128, DivisionMeetsItsDefinitionOnRandomNumbers) {
    auto generator = test::seeded_generator();
    for (int i = 0; i < kRounds; ++i) {
        const Int128 n = random_int128(generator, 126);
        Int128 d = random_int128(generator, 120);
        d = d < 0 ? -d : (d == 0 ? 1 : d);
        const Int128 down = div_down(n, d);
        const Int128 up = div_up(n, d);
        // down * d <= n < (down + 1) * d, said without an overflow.
        const Int128 rest = n - down * d;
        ASSERT_TRUE(rest >= 0 && rest < d) << to_string(n) << " / " << to_string(d);
        ASSERT_TRUE(up == down + (rest == 0 ? 0 : 1)) << to_string(n) << " / " << to_string(d);
    }
}

TEST(Int128, MulDivIsTheQuotientOfTheExactProduct) {
    EXPECT_TRUE(mul_div_down(7, 3, 2) == 10);
    EXPECT_TRUE(mul_div_up(7, 3, 2) == 11);
    EXPECT_TRUE(mul_div_down(-7, 3, 2) == -11);
    EXPECT_TRUE(mul_div_up(-7, 3, 2) == -10);
    const Int128 wad = 1'000'000'000'000'000'000;
    EXPECT_TRUE(mul_div_down(wad * 100, wad, wad) == wad * 100);
    EXPECT_TRUE(mul_div_down(kMax, 1, 1) == kMax);
}

TEST(Int128DeathTest, WhatCannotBeComputedIsOurBug) {
    const auto bug = ::testing::ExitedWithCode(70);
    EXPECT_EXIT((void)div_down(1, 0), bug, "denominator > 0");
    EXPECT_EXIT((void)div_up(1, -1), bug, "denominator > 0");
    EXPECT_EXIT((void)mul_div_down(kMax, 2, 2), bug, "overflow");
    EXPECT_EXIT((void)mul_div_up(kMin, -1, 1), bug, "overflow");
    EXPECT_EXIT((void)isqrt_down(-1), bug, "x >= 0");
}

TEST(Int128, RootsOfSmallNumbersMatchAnExhaustiveSearch) {
    Int128 root = 0;
    for (Int128 x = 0; x <= 70'000; ++x) {
        if ((root + 1) * (root + 1) <= x) ++root;
        ASSERT_TRUE(isqrt_down(x) == root) << to_string(x);
        ASSERT_TRUE(isqrt_up(x) == root + (root * root == x ? 0 : 1)) << to_string(x);
    }
}

TEST(Int128, RootsAroundSquaresAndPowersOfTwo) {
    for (unsigned bit = 1; bit < 63; ++bit) {
        for (int offset = -1; offset <= 1; ++offset) {
            const Int128 r = (Int128{1} << bit) + offset;
            EXPECT_TRUE(isqrt_down(r * r) == r) << to_string(r);
            EXPECT_TRUE(isqrt_up(r * r) == r) << to_string(r);
            if (r < 2) continue;
            EXPECT_TRUE(isqrt_down(r * r - 1) == r - 1) << to_string(r);
            EXPECT_TRUE(isqrt_up(r * r + 1) == r + 1) << to_string(r);
        }
    }
}

TEST(Int128, RootsOfTheLargestNumber) {
    const Int128 root = 13'043'817'825'332'782'212U;  // floor(2^63.5)
    EXPECT_TRUE(isqrt_down(kMax) == root);
    EXPECT_TRUE(isqrt_up(kMax) == root + 1);
    EXPECT_TRUE(isqrt_up(root * root) == root);
}

TEST(Int128, RootsMeetTheirDefinitionOnRandomNumbers) {
    auto generator = test::seeded_generator();
    for (int i = 0; i < kRounds; ++i) {
        Int128 x = random_int128(generator, 126);
        if (x < 0) x = -x;
        const Int128 down = isqrt_down(x);
        const Int128 up = isqrt_up(x);
        ASSERT_TRUE(down * down <= x && x < (down + 1) * (down + 1)) << to_string(x);
        ASSERT_TRUE(up * up >= x && (up == 0 || (up - 1) * (up - 1) < x)) << to_string(x);
    }
}

TEST(Int128, TextOfEveryWidth) {
    EXPECT_EQ(to_string(0), "0");
    EXPECT_EQ(to_string(-1), "-1");
    EXPECT_EQ(to_string(1'000'000'000'000'000'000), "1000000000000000000");
    EXPECT_EQ(to_string(kMax), "170141183460469231731687303715884105727");
    EXPECT_EQ(to_string(kMin), "-170141183460469231731687303715884105728");
}

}  // namespace
}  // namespace ballast
