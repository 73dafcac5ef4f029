// SPDX-License-Identifier: MIT
#include "statistics/order.hpp"

#include <gtest/gtest.h>

namespace ballast::statistics {
namespace {

const std::vector<double> kDoubling{1, 2, 4, 8, 16};

TEST(Order, QuantilesAreThoseOfR) {
    EXPECT_DOUBLE_EQ(quantile(kDoubling, 0.1), 1.4);
    EXPECT_DOUBLE_EQ(quantile(kDoubling, 0.55), 4.8);
    EXPECT_EQ(quantile(kDoubling, 0), 1);
    EXPECT_EQ(quantile(kDoubling, 1), 16);
    EXPECT_EQ(quantile(std::vector<double>{3}, 0.7), 3);
}

TEST(Order, MomentsByHand) {
    EXPECT_DOUBLE_EQ(mean(kDoubling), 6.2);
    EXPECT_DOUBLE_EQ(variance(kDoubling), 37.2);
    EXPECT_EQ(ascending(std::vector<double>{3, 1, 2}), (std::vector<double>{1, 2, 3}));
}

TEST(Order, ShortfallIsTheMeanOfTheWorstShare) {
    EXPECT_NEAR(expected_shortfall(kDoubling, 0.8), 16, 1e-12);
    EXPECT_NEAR(expected_shortfall(kDoubling, 0.6), 12, 1e-12);
    EXPECT_NEAR(expected_shortfall(kDoubling, 0.7), (16 + 0.5 * 8) / 1.5, 1e-12);
    EXPECT_NEAR(expected_shortfall(kDoubling, 0), 6.2, 1e-12);
}

TEST(OrderDeathTest, NothingHasNoMean) {
    EXPECT_DEATH((void)mean({}), "order.cpp");
    EXPECT_DEATH((void)quantile(kDoubling, 1.1), "order.cpp");
}

}  // namespace
}  // namespace ballast::statistics
