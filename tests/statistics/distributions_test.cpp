// SPDX-License-Identifier: MIT
// Expected values: pchisq and pbinom of R 4.2.
#include "statistics/distributions.hpp"

#include <gtest/gtest.h>

namespace ballast::statistics {
namespace {

TEST(Distributions, ChiSquareTails) {
    EXPECT_NEAR(chi_square_tail(3.84, 1), 0.05004352124870522, 1e-14);
    EXPECT_NEAR(chi_square_tail(5.99, 2), 0.05003662708658628, 1e-14);
    EXPECT_NEAR(chi_square_tail(7, 5), 0.2206403079367108, 1e-14);
    EXPECT_NEAR(chi_square_tail(12, 6), 0.06196880441665896, 1e-14);
    EXPECT_EQ(chi_square_tail(0, 1), 1);
    EXPECT_EQ(chi_square_tail(0, 2), 1);
}

TEST(Distributions, BinomialAlsoWhereItsFirstTermVanishes) {
    EXPECT_NEAR(binomial_cdf(15, 1860, 0.01), 0.2406313972946138, 1e-11);
    EXPECT_NEAR(binomial_cdf(480, 44'000, 0.01), 0.9725589458681474, 1e-10);
    EXPECT_NEAR(binomial_cdf(4, 4, 0.3), 1, 0);
    EXPECT_NEAR(binomial_cdf(0, 2, 0.3), 0.49, 1e-15);
}

TEST(DistributionsDeathTest, MoreHitsThanTrials) {
    EXPECT_DEATH((void)binomial_cdf(5, 4, 0.3), "distributions.cpp");
}

}  // namespace
}  // namespace ballast::statistics
