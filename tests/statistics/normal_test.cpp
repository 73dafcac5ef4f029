// SPDX-License-Identifier: MIT
#include "statistics/normal.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace ballast::statistics {
namespace {

TEST(Normal, CdfAgreesWithErfcInBothTails) {
    for (double x = -20; x <= 8; x += 0.0137) {
        const double expected = std::erfc(-x / std::sqrt(2.0)) / 2;
        ASSERT_NEAR(normal_cdf(x), expected, 1e-13 * expected) << x;
    }
    EXPECT_EQ(normal_cdf(0), 0.5);
}

TEST(Normal, QuantilesOfTheTables) {
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
    EXPECT_NEAR(normal_quantile(0.99), 2.326347874040841, 1e-14);
    EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-13);
    EXPECT_NEAR(normal_quantile(1e-20), -9.262340089798408, 1e-13);
    EXPECT_EQ(normal_quantile(0.5), 0);
}

TEST(Normal, QuantileInvertsTheCdf) {
    for (double p = 1e-15; p < 1; p = p < 0.01 ? p * 1.9 : p + 0.0071)
        ASSERT_NEAR(normal_cdf(normal_quantile(p)), p, 1e-13 * p) << p;
}

TEST(Normal, DensityIsTheSlopeOfTheCdf) {
    for (double x = -5; x < 5; x += 0.31)
        ASSERT_NEAR((normal_cdf(x + 1e-5) - normal_cdf(x - 1e-5)) / 2e-5, normal_density(x), 1e-9);
}

}  // namespace
}  // namespace ballast::statistics
