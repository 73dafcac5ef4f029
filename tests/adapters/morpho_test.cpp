// SPDX-License-Identifier: MIT
#include "adapters/morpho.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

constexpr Seconds kTimelock{7 * kDay.count};

Result<std::vector<TimedCall>> plan(const MorphoPosition& now, std::int32_t lltv) {
    return morpho_calls(address_of(3), morpho_pair(), now,
                        {.at = kStart, .ltv = bps(lltv), .lt = bps(lltv), .ramp = {}}, kTimelock);
}

TEST(Morpho, TighteningIsAtOnceAndLooseningWaitsForTheTimelock) {
    const auto steps = plan(morpho_at(8600), 7700);
    ASSERT_EQ(steps->size(), 4U);
    EXPECT_EQ((*steps)[0].not_before, kStart);
    EXPECT_EQ((*steps)[1].not_before, kStart);
    EXPECT_EQ((*steps)[2].not_before, kStart + kTimelock);
    EXPECT_EQ((*steps)[3].not_before, kStart + kTimelock);
}

TEST(Morpho, OnTheRungThereIsNothingToDo) {
    EXPECT_TRUE(plan(morpho_at(8600), 8600)->empty());
}

TEST(Morpho, WithoutAssetsNothingIsReallocated) {
    MorphoPosition now = morpho_at(8600);
    now.assets = U256{};
    EXPECT_EQ(plan(now, 7700)->size(), 3U);
}

TEST(Morpho, WithoutAMarketOrBeyondTheCapThereIsNoPlan) {
    EXPECT_FALSE(plan(morpho_at(3850), 0).has_value());
    MorphoPosition now = morpho_at(8600);
    const U256 two92 = U256{std::uint64_t{1} << 46U} * U256{std::uint64_t{1} << 46U};
    now.cap = two92 * two92;
    EXPECT_FALSE(plan(now, 7700).has_value());
    now.cap = now.cap - U256{1};
    EXPECT_TRUE(plan(now, 7700).has_value());
}

}  // namespace
}  // namespace ballast::adapters
