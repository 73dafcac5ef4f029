// SPDX-License-Identifier: MIT
#include "adapters/morpho.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

constexpr UnixSeconds kStart{1'800'000'000};
constexpr Seconds kTimelock{7 * kDay.count};

Result<std::vector<MorphoStep>> plan(const MorphoPosition& now, std::int32_t lt) {
    return plan_morpho(address_of(3), morpho_pair(), now, bps(lt), kStart, kTimelock);
}

TEST(Morpho, TheRungIsTheHighestThatIsNotAbove) {
    EXPECT_EQ(morpho_rung(bps(8600)), bps(8600));
    EXPECT_EQ(morpho_rung(bps(8599)), bps(7700));
    EXPECT_EQ(morpho_rung(bps(10'000)), bps(9800));
    EXPECT_EQ(morpho_rung(bps(3849)), std::nullopt);
}

TEST(Morpho, TighteningIsAtOnceAndLooseningWaitsForTheTimelock) {
    const auto steps = plan(morpho_at(8600), 8000);
    ASSERT_EQ(steps->size(), 4U);
    EXPECT_EQ((*steps)[0].not_before, kStart);
    EXPECT_EQ((*steps)[1].not_before, kStart);
    EXPECT_EQ((*steps)[2].not_before, kStart + kTimelock);
    EXPECT_EQ((*steps)[3].not_before, kStart + kTimelock);
}

TEST(Morpho, OnTheRungThereIsNothingToDo) {
    EXPECT_TRUE(plan(morpho_at(8600), 9000)->empty());
}

TEST(Morpho, WithoutAssetsNothingIsReallocated) {
    MorphoPosition now = morpho_at(8600);
    now.assets = U256{};
    EXPECT_EQ(plan(now, 8000)->size(), 3U);
}

TEST(Morpho, UnderTheLowestRungOrBeyondItsCapThereIsNoPlan) {
    EXPECT_FALSE(plan(morpho_at(3850), 3000).has_value());
    MorphoPosition now = morpho_at(8600);
    const U256 two92 = U256{std::uint64_t{1} << 46U} * U256{std::uint64_t{1} << 46U};
    now.cap = two92 * two92;
    EXPECT_FALSE(plan(now, 8000).has_value());
    now.cap = now.cap - U256{1};
    EXPECT_TRUE(plan(now, 8000).has_value());
}

}  // namespace
}  // namespace ballast::adapters
