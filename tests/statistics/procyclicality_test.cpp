// SPDX-License-Identifier: MIT
#include "statistics/procyclicality.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ballast::statistics {
namespace {

const std::vector<double> kMargins{.20, .25, .22, .40, .30};

TEST(Procyclicality, ByHand) {
    EXPECT_DOUBLE_EQ(peak_to_trough(kMargins), 2);
    EXPECT_DOUBLE_EQ(largest_rise(kMargins, 1), .40 - .22);
    EXPECT_DOUBLE_EQ(largest_rise(kMargins, 3), .40 - .20);
    EXPECT_EQ(largest_rise(kMargins, 5), 0);
    EXPECT_EQ(largest_rise(std::vector<double>{3, 2, 1}, 1), 0);
}

TEST(ProcyclicalityDeathTest, AMarginOfNothingHasNoRatio) {
    EXPECT_DEATH((void)peak_to_trough(std::vector<double>{.2, 0}), "procyclicality.cpp");
    EXPECT_DEATH((void)peak_to_trough({}), "procyclicality.cpp");
}

}  // namespace
}  // namespace ballast::statistics
