// SPDX-License-Identifier: MIT
#include "adapters/compound_v3.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

const CometFactors kLive{wad_of(7500), wad_of(8000)};

TEST(CompoundV3, SomebodyElsesStagedChangeIsNotShipped) {
    const CometFactors staged{wad_of(7500), wad_of(8100)};
    const auto calls = compound_proposal(comet_market(), staged, kLive, bps(7400), bps(8000));
    ASSERT_FALSE(calls.has_value());
    EXPECT_EQ(calls.error().code, Errc::mismatch);
}

TEST(CompoundV3, BorrowMustBeStrictlyUnderLiquidate) {
    const auto refused = [](std::int32_t borrow, std::int32_t liquidate) {
        return !compound_proposal(comet_market(), kLive, kLive, bps(borrow), bps(liquidate));
    };
    EXPECT_TRUE(refused(8000, 8000));
    EXPECT_TRUE(refused(0, 8000));
    EXPECT_TRUE(refused(7500, 10'001));
    EXPECT_FALSE(refused(7999, 8000));
}

TEST(CompoundV3, WithoutAChangeThereIsNoProposal) {
    const auto calls = compound_proposal(comet_market(), kLive, kLive, bps(7500), bps(8000));
    ASSERT_TRUE(calls.has_value());
    EXPECT_TRUE(calls->empty());
}

}  // namespace
}  // namespace ballast::adapters
