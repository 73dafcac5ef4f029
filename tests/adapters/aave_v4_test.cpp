// SPDX-License-Identifier: MIT
#include "adapters/aave_v4.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

bool accepted(std::int32_t factor, std::int32_t bonus, std::int32_t fee) {
    return add_dynamic_reserve_config(address_of(3), 0, {bps(factor), bps(bonus), bps(fee)})
        .has_value();
}

TEST(AaveV4, FactorTimesBonusStaysUnderOneRoundedUp) {
    EXPECT_TRUE(accepted(9999, 0, 0));
    EXPECT_TRUE(accepted(9522, 500, 0));
    EXPECT_FALSE(accepted(9523, 500, 0));
}

TEST(AaveV4, RatiosOutOfRange) {
    EXPECT_FALSE(accepted(0, 500, 0));
    EXPECT_FALSE(accepted(10'000, 0, 0));
    EXPECT_FALSE(accepted(8000, -1, 0));
    EXPECT_FALSE(accepted(8000, 500, 10'001));
}

}  // namespace
}  // namespace ballast::adapters
