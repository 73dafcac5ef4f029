// SPDX-License-Identifier: MIT
#include "engine/caps.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

const Wad kOne = Wad::of(kWadOne);

AssetPolicy capped(std::int64_t cap, std::int64_t position = 0) {
    AssetPolicy asset = sample_policy().assets.front();
    asset.cap_depth = Wad::of(cap);
    asset.position_depth = Wad::of(position);
    return asset;
}

TEST(CapTargets, AreMultiplesOfWhatIsLeftOfTheDepth) {
    const AssetPolicy asset = capped(2 * kWadOne, kWadOne / 4);
    const CapTargets calm = cap_targets(asset, Usd::of(1'000), kOne, {});
    EXPECT_EQ(calm.debt_cap, Usd::of(2'000));
    EXPECT_EQ(calm.position_limit, Usd::of(250));
    EXPECT_EQ(calm.binding, Reason::cap_depth);
    const CapTargets tense = cap_targets(asset, Usd::of(1'001), Wad::of(kWadOne / 2), {});
    EXPECT_EQ(tense.debt_cap, Usd::of(1'001));
    EXPECT_EQ(tense.position_limit, Usd::of(125));
    EXPECT_EQ(
        Int128{cap_targets(capped(9 * kWadOne), Usd::of(UsdTag::kMax), kOne, {}).debt_cap.count()},
        UsdTag::kMax);
}

TEST(CapTargets, APositionIsNeverLargerThanTheCap) {
    const auto targets = cap_targets(capped(kWadOne, 3 * kWadOne), Usd::of(1'000), kOne, {});
    EXPECT_EQ(targets.position_limit, Usd::of(1'000));
    EXPECT_EQ(cap_targets(capped(kWadOne), Usd::of(1'000), kOne, {}).position_limit,
              Usd::of(1'000));
}

TEST(CapTargets, TheLargestDebtKeepsThePublishedThreshold) {
    const AssetPolicy asset = capped(9 * kWadOne);
    const CapThreshold threshold{.structural = {.volatility = Wad::of(kWadOne / 25),
                                                .multiplier = kOne,
                                                .depth = Usd::of(1'000'000),
                                                .debt = {}},
                                 .published_lt = Bps::of(7500)};
    const auto lt = [&](Usd debt) {
        StructuralInput input = threshold.structural;
        input.debt = debt;
        return unbounded_lt(asset, input);
    };
    const CapTargets targets = cap_targets(asset, Usd::of(1'000'000), kOne, threshold);
    EXPECT_EQ(targets.binding, Reason::cap_threshold);
    EXPECT_GE(lt(targets.debt_cap), Bps::of(7500));
    EXPECT_LT(lt(targets.debt_cap + Usd::of(1)), Bps::of(7500));
    // A threshold that all of the depth keeps does not bind, and one that no debt keeps leaves 0.
    EXPECT_EQ(cap_targets(asset, Usd::of(1'000), kOne, threshold).binding, Reason::cap_depth);
    CapThreshold beyond = threshold;
    beyond.published_lt = Bps::of(9999);
    EXPECT_EQ(cap_targets(asset, Usd::of(1'000'000), kOne, beyond).debt_cap, Usd::of(0));
}

struct CapMove : ::testing::Test {
    PublicationPolicy policy = sample_policy().publication;
    std::vector<Reason> doubts;
    bool calm = true;
    bool carry_flag = false;
    bool tightens = false;
    CapState cap{.quiet_since = kNow - Seconds{7 * kDay.count},
                 .raised_at = kNow - kDay,
                 .usd = Usd::of(1'000)};

    std::vector<Reason> move(std::int64_t target) {
        std::vector<Reason> holds;
        move_cap(cap, Usd::of(target),
                 {.policy = policy,
                  .doubts = doubts,
                  .at = kNow,
                  .calm = calm,
                  .carry_flag = carry_flag,
                  .tightens = tightens},
                 holds);
        return holds;
    }
};

TEST_F(CapMove, BeginsAtItsTarget) {
    cap = {};
    doubts = {Reason::event_window};
    EXPECT_TRUE(move(5'000).empty());
    EXPECT_EQ(cap, (CapState{.quiet_since = kNow, .raised_at = kNow, .usd = Usd::of(5'000)}));
}

TEST_F(CapMove, FallsAtOnceWhateverTheDoubts) {
    doubts = {Reason::event_window};
    EXPECT_TRUE(move(400).empty());
    EXPECT_EQ(cap.usd, Usd::of(400));
    EXPECT_EQ(cap.raised_at, kNow - kDay);
    EXPECT_EQ(cap.quiet_since.count, 0);
}

TEST_F(CapMove, RisesByAPartOfItselfADay) {
    EXPECT_EQ(move(5'000), std::vector<Reason>{Reason::cap_rise});
    EXPECT_EQ(cap.usd, Usd::of(1'300));
    EXPECT_EQ(cap.raised_at, kNow);
    EXPECT_EQ(move(5'000), std::vector<Reason>{Reason::rise_delay});
    cap.raised_at = kNow - kDay;
    EXPECT_TRUE(move(1'350).empty());
    EXPECT_EQ(cap.usd, Usd::of(1'350));
}

TEST_F(CapMove, ComesBackFromNothing) {
    cap.usd = {};
    EXPECT_EQ(move(5'000), std::vector<Reason>{Reason::cap_rise});
    EXPECT_EQ(cap.usd, Usd::of(250));
}

TEST_F(CapMove, IsHeldByEverythingThatApplies) {
    doubts = {Reason::event_window};
    carry_flag = true;
    calm = false;
    tightens = true;
    cap.raised_at = kNow - kHour;
    EXPECT_EQ(move(5'000),
              (std::vector<Reason>{Reason::event_window, Reason::carry_flag, Reason::not_quiet,
                                   Reason::rise_delay, Reason::tightening_elsewhere}));
    EXPECT_EQ(cap.usd, Usd::of(1'000));
    EXPECT_TRUE(move(1'000).empty());  // nothing wanted
}

TEST(SupplyCap, IsWhatTheDebtCapCanBeBorrowedAgainst) {
    // 7.5 million at an LT of 75 % is 10 million of collateral: 100 at 100,000.
    const Price price = Price::of(10'000'000'000'000);
    EXPECT_EQ(supply_cap(Usd::of(7'500'000), price, Bps::of(7500)), 100);
    EXPECT_EQ(supply_cap(Usd::of(7'499'999), price, Bps::of(7500)), 99);
    EXPECT_EQ(supply_cap(Usd::of(7'500'000), {}, Bps::of(7500)), 0);
    EXPECT_EQ(supply_cap(Usd::of(1), price, Bps::of(0)), 0);
    EXPECT_EQ(supply_cap(Usd::of(UsdTag::kMax), Price::of(1), Bps::of(0)),
              std::numeric_limits<std::int64_t>::max());
}

}  // namespace
}  // namespace ballast::engine::test
