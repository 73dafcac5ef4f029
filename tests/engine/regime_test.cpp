// SPDX-License-Identifier: MIT
#include "engine/regime.hpp"

#include <gtest/gtest.h>

#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

const UnixSeconds kFriday{kNow.count + 3 * kDay.count};

std::vector<Quantile> quantiles() {
    return {{Wad::of(0), Level::of(-10)},
            {Wad::of(kWadOne / 2), Level::of(0)},
            {Wad::of(kWadOne), Level::of(3)}};
}

TEST(Rank, IsLinearAndRoundedUp) {
    EXPECT_EQ(rank_up(quantiles(), Level::of(-11)).count(), 0);
    EXPECT_EQ(rank_up(quantiles(), Level::of(-10)).count(), 0);
    EXPECT_EQ(rank_up(quantiles(), Level::of(-5)).count(), kWadOne / 4);
    EXPECT_EQ(rank_up(quantiles(), Level::of(1)).count(), 666'666'666'666'666'667);
    EXPECT_EQ(rank_up(quantiles(), Level::of(3)).count(), kWadOne);
    EXPECT_EQ(rank_up(quantiles(), Level::of(99)).count(), kWadOne);
}

TEST(Rank, PassesOverEqualValues) {
    const std::vector<Quantile> flat{{Wad::of(0), Level::of(1)},
                                     {Wad::of(kWadOne / 2), Level::of(1)},
                                     {Wad::of(kWadOne), Level::of(2)}};
    EXPECT_EQ(rank_up(flat, Level::of(1)).count(), kWadOne / 2);
}

RegimeUpdate update(const RegimeState& before, const Snapshot& snapshot) {
    return update_regime(sample_policy().regime, before, snapshot);
}

RegimeState held(std::int64_t score, UnixSeconds at) {
    return {.score_held = Wad::of(score), .held_on_day = day_number(at)};
}

TEST(Score, LosesHoldOnBusinessDaysOnly) {
    const std::int64_t one = kWadOne;
    const std::int64_t hold = 707'000'000'000'000'000;
    const auto score = [&](UnixSeconds at) {
        return update(held(one, kFriday), {.at = at}).regime.score.count();
    };
    EXPECT_EQ(score(kFriday + kHour), one);
    EXPECT_EQ(score(kFriday + kDay), hold);                     // Friday ended
    EXPECT_EQ(score(kFriday + Seconds{3 * kDay.count}), hold);  // the weekend takes nothing
    EXPECT_EQ(score(kFriday + Seconds{4 * kDay.count}), 499'849'000'000'000'000);
}

TEST(Score, DecaysOnceADay) {
    const RegimeState before = held(kWadOne, kFriday);
    const auto first = update(before, {.at = kFriday + kDay});
    const auto second = update(first.state, {.at = kFriday + kDay + kHour});
    EXPECT_EQ(first.regime.score, second.regime.score);
}

TEST(Score, AGuardianCanOnlyRaiseItAndLeavesNoTrace) {
    const RegimeState before = held(kWadOne / 2, kNow);
    const auto score = [&](std::int64_t word) {
        return update(before, {.at = kNow, .guardian_score = Wad::of(word)});
    };
    EXPECT_EQ(score(kWadOne / 4).regime.score.count(), kWadOne / 2);
    EXPECT_EQ(score(-kWadOne).regime.score.count(), kWadOne / 2);
    EXPECT_EQ(score(kWadOne).regime.score.count(), kWadOne);
    EXPECT_EQ(score(9 * kWadOne).regime.score.count(), kWadOne);
    EXPECT_EQ(score(kWadOne).state.score_held.count(), kWadOne / 2);
    EXPECT_EQ(score(kWadOne).regime.ltv_multiplier.count(), 3 * kWadOne / 2);
    EXPECT_EQ(score(kWadOne).regime.lt_multiplier.count(), kWadOne);
}

TEST(Score, TakesAPartOfTheDepth) {
    const auto depth = [](std::int64_t score) {
        return update(held(score, kNow), {.at = kNow}).regime.depth_multiplier.count();
    };
    EXPECT_EQ(depth(0), kWadOne);
    EXPECT_EQ(depth(kWadOne / 2), 7 * (kWadOne / 10));
    EXPECT_EQ(depth(kWadOne), 4 * (kWadOne / 10));
}

TEST(Score, IsSevenTenthsOfTheLoudestAndThreeOfTheRest) {
    RegimePolicy policy = sample_policy().regime;
    policy.channels.push_back(policy.channels.front());
    policy.channels.back().name = policy.channels.back().indicator = "move";
    const Level calm = Level::of(kLevelOne);
    RegimeState before{.channels = {{.name = "vix",
                                     .last_level = calm,
                                     .last_observed_at = kNow - kDay,
                                     .history = {calm}}},
                       .held_on_day = day_number(kNow)};
    const Snapshot jump{.at = kNow,
                        .indicators = {{.name = "vix",
                                        .status = IndicatorStatus::live,
                                        .level = Level::of(2 * kLevelOne),
                                        .observed_at = kNow}}};
    const auto result = update_regime(policy, before, jump);
    EXPECT_EQ(result.regime.channels[0].score.count(), kWadOne);
    EXPECT_EQ(result.regime.channels[1].status, IndicatorStatus::missing);
    EXPECT_EQ(result.regime.score_raw.count(), 7 * kWadOne / 10);
}

TEST(CarryFlag, NeedsBothHalvesWithinFiveDays) {
    const auto flag = [](std::int64_t level_age, std::int64_t change_age) {
        RegimeState before = held(0, kNow);
        before.carry_level_at = kNow - Seconds{level_age};
        before.carry_change_at = kNow - Seconds{change_age};
        return update(before, {.at = kNow}).regime.carry_flag;
    };
    constexpr std::int64_t kWindow = 5 * kDay.count;
    EXPECT_TRUE(flag(kWindow, 0));
    EXPECT_FALSE(flag(kWindow + 1, 0));
    EXPECT_FALSE(flag(0, kWindow + 1));
    EXPECT_FALSE(update(held(0, kNow), {.at = kNow}).regime.carry_flag);
}

}  // namespace
}  // namespace ballast::engine::test
