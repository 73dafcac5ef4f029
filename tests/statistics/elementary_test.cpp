// SPDX-License-Identifier: MIT
#include "statistics/elementary.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

namespace ballast::statistics {
namespace {

constexpr double kRelative = 4e-16;

TEST(Elementary, LogAgreesWithTheLibrary) {
    for (double x = 1e-300; x < 1e300; x *= 1.37) {
        const double expected = std::log(x);
        ASSERT_NEAR(portable_log(x), expected, kRelative * std::fabs(expected)) << x;
    }
    for (double x = 0.5; x < 2; x += 1.0 / 4096) {
        const double expected = std::log(x);
        ASSERT_NEAR(portable_log(x), expected, kRelative * std::fabs(expected)) << x;
    }
    EXPECT_EQ(portable_log(1), 0);
}

TEST(Elementary, ExpAgreesWithTheLibraryAndIsBounded) {
    for (double x = -690; x < 690; x += 0.173) {
        const double expected = std::exp(x);
        ASSERT_NEAR(portable_exp(x), expected, kRelative * expected) << x;
    }
    EXPECT_EQ(portable_exp(0), 1);
    EXPECT_EQ(portable_exp(-701), 0);
    EXPECT_EQ(portable_exp(1e9), portable_exp(700));
}

TEST(Elementary, PowAgreesWithTheLibrary) {
    EXPECT_NEAR(portable_pow(2, 0.5), std::sqrt(2.0), 1e-15);
    EXPECT_NEAR(portable_pow(0.94, 24), std::pow(0.94, 24), 1e-15);
}

TEST(Elementary, SameBitsUnderEveryCompilerAndProcessor) {
    std::uint64_t digest = 14695981039346656037U;  // FNV-1a over the results' words
    const auto add = [&digest](double x) {
        digest = (digest ^ std::bit_cast<std::uint64_t>(x)) * 1099511628211U;
    };
    for (double x = 1e-6; x < 1e6; x *= 1.0137) {
        add(portable_log(x));
        add(portable_exp(-x / 2'000));
        add(portable_pow(x, -0.37));
    }
    EXPECT_EQ(digest, 16075023411695529550U);
}

TEST(ElementaryDeathTest, TheLogOfNothingIsOurBug) {
    EXPECT_DEATH((void)portable_log(0), "elementary.cpp");
    EXPECT_DEATH((void)portable_log(-1), "elementary.cpp");
}

}  // namespace
}  // namespace ballast::statistics
