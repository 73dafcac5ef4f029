// SPDX-License-Identifier: MIT
#include "engine/channel.hpp"

#include <gtest/gtest.h>

namespace ballast::engine {
namespace {

constexpr UnixSeconds kFirst{1'000'000};
const Wad kDecay = Wad::of(kWadOne / 2);

IndicatorObservation print(std::int64_t level, UnixSeconds at,
                           IndicatorStatus status = IndicatorStatus::live) {
    return {.name = "x", .status = status, .level = Level::of(level), .observed_at = at};
}

ChannelState fold(Transform transform, const std::vector<std::int64_t>& levels) {
    const Channel channel{.name = "x", .indicator = "x", .transform = transform};
    ChannelState state{.name = "x"};
    UnixSeconds at = kFirst;
    for (const std::int64_t level : levels) {
        state = fold_print(channel, kDecay, state, print(level, at));
        at = at + kDay;
    }
    return state;
}

TEST(Channel, KeepsTheLastSixPrints) {
    const ChannelState state = fold(Transform::level, {1, 2, 3, 4, 5, 6, 7, 8});
    ASSERT_EQ(state.history.size(), kChannelHistory);
    EXPECT_EQ(state.history.front(), Level::of(3));
    EXPECT_EQ(state.history.back(), Level::of(8));
}

TEST(Channel, TakesAPrintOnceAndOnlyIfUsable) {
    const Channel channel{.name = "x", .indicator = "x"};
    const ChannelState before = fold(Transform::level, {5});
    EXPECT_EQ(fold_print(channel, kDecay, before, print(9, kFirst)), before);
    for (const auto status : {IndicatorStatus::stale, IndicatorStatus::missing})
        EXPECT_EQ(fold_print(channel, kDecay, before, print(9, kFirst + kDay, status)), before);
    EXPECT_NE(fold_print(channel, kDecay, before, print(9, kFirst + kDay, IndicatorStatus::closed)),
              before);
}

TEST(Channel, TakesOnePrintADay) {
    const Channel channel{.name = "x", .indicator = "x"};
    const UnixSeconds midnight{20 * kDay.count};
    ChannelState state{.name = "x"};
    for (std::int64_t hour = 0; hour < 48; ++hour)
        state =
            fold_print(channel, kDecay, state, print(hour, midnight + Seconds{hour * kHour.count}));
    const std::vector<Level> taken{Level::of(0), Level::of(24)};
    EXPECT_EQ(state.history, taken);
    EXPECT_EQ(state.last_observed_at, midnight + kDay);
    // The last second of a day and the first of the next are two days.
    const auto late = fold_print(channel, kDecay, {}, print(1, midnight - Seconds{1}));
    EXPECT_EQ(fold_print(channel, kDecay, late, print(2, midnight)).history.size(), 2U);
}

TEST(Channel, ReturnVolatilityByHand) {
    // 100 -> 110: variance .5 * .01 = .005 a day, sqrt(.005 * 252) = 1.12249722 a year.
    const ChannelState state =
        fold(Transform::return_volatility, {100 * kLevelOne, 110 * kLevelOne});
    EXPECT_EQ(state.variance.count(), kWadOne / 200);
    ASSERT_EQ(state.history.size(), 1U);
    EXPECT_EQ(state.history.back(), Level::of(112'249'722));
    // A fall of the same size is rounded up as well.
    EXPECT_EQ(fold(Transform::return_volatility, {3, 2}).variance,
              fold(Transform::return_volatility, {3, 4}).variance);
}

TEST(Channel, ChangeVolatilityByHand) {
    // 1.00 % -> 1.10 %: variance .5 * .01, sqrt = .07071068.
    const ChannelState state = fold(Transform::change_volatility, {kLevelOne, 110'000'000});
    EXPECT_EQ(state.history.back(), Level::of(7'071'068));
    EXPECT_EQ(fold(Transform::change_volatility, {-kLevelOne, 0}).history.size(), 1U);
}

TEST(Channel, SurvivesADecimalSlip) {
    // 1.5 -> 150: a variance of 4.5 a day, times 252 at 1e-36, did not fit 128 bits.
    const ChannelState slip = fold(Transform::return_volatility, {150'000'000, 15'000'000'000});
    EXPECT_EQ(slip.variance.count(), 9 * (kWadOne / 2));
    EXPECT_EQ(slip.history.back(), Level::of(3'367'491'649));  // sqrt(4.5 * 252) = 33.67...
}

TEST(Channel, AReturnNeedsAPositiveBase) {
    EXPECT_TRUE(fold(Transform::return_volatility, {0, 5}).history.empty());
    EXPECT_TRUE(fold(Transform::return_volatility, {-5, 5}).history.empty());
}

TEST(Channel, RanksTheLargerOfOneAndFiveDayChange) {
    const std::vector<Quantile> quantiles{{Wad::of(0), Level::of(0)},
                                          {Wad::of(kWadOne), Level::of(kLevelOne)}};
    const Channel channel{.name = "x", .one_day_change = quantiles, .five_day_change = quantiles};
    const auto read = [&](const std::vector<std::int64_t>& levels) {
        return read_channel(channel, Wad::of(kWadOne / 5), fold(Transform::level, levels),
                            IndicatorStatus::live);
    };
    const ChannelReading reading = read({100, 100, 100, 100, 120, 150});
    EXPECT_EQ(reading.rank_one.count(), kWadOne / 4);
    EXPECT_EQ(reading.rank_five.count(), kWadOne / 2);
    EXPECT_EQ(reading.score.count(), 375'000'000'000'000'000);  // (.5 - .2) / .8
    EXPECT_EQ(read({100, 119}).score.count(), 0);               // Under the threshold.
    EXPECT_EQ(read({100}).rank_one.count(), 0);
    EXPECT_EQ(read({0, 100}).rank_one.count(), 0);
}

TEST(Channel, IsMissingUntilAChangeCanBeRanked) {
    const auto status = [](const std::vector<std::int64_t>& levels, IndicatorStatus print) {
        return read_channel({.name = "x"}, {}, fold(Transform::level, levels), print).status;
    };
    EXPECT_EQ(status({}, IndicatorStatus::live), IndicatorStatus::missing);
    EXPECT_EQ(status({100}, IndicatorStatus::closed), IndicatorStatus::missing);
    EXPECT_EQ(status({100, 101}, IndicatorStatus::live), IndicatorStatus::live);
    EXPECT_EQ(status({100, 101}, IndicatorStatus::stale), IndicatorStatus::stale);
}

/// A channel that believes one print up to `limit`, after prints of `levels`, one a day.
struct Doubtful {
    Channel channel{.name = "x", .indicator = "x"};
    ChannelState state{.name = "x"};
    UnixSeconds at = kFirst;

    Doubtful(Transform transform, std::int64_t limit) {
        channel.transform = transform;
        channel.jump_limit = Wad::of(limit);
    }
    ChannelState& take(std::int64_t level) {
        state = fold_print(channel, kDecay, state, print(level, at));
        at = at + kDay;
        return state;
    }
};

TEST(PlausiblePrint, OneFarAwayWaitsForTheNextDay) {
    Doubtful prints(Transform::level, 2 * kWadOne);
    prints.take(100);
    EXPECT_EQ(prints.take(300).last_level, Level::of(300));  // threefold is the limit
    const ChannelState held = prints.take(901);
    EXPECT_EQ(held.last_level, Level::of(300));
    EXPECT_EQ(held.unconfirmed_level, Level::of(901));
    EXPECT_TRUE(read_channel(prints.channel, {}, held, IndicatorStatus::live).implausible);
    const ChannelState confirmed = prints.take(800);
    EXPECT_EQ(confirmed.last_level, Level::of(800));
    EXPECT_EQ(confirmed.unconfirmed_at.count, 0);
    EXPECT_EQ(confirmed.unconfirmed_level, Level::of(0));
    EXPECT_FALSE(read_channel(prints.channel, {}, confirmed, IndicatorStatus::live).implausible);
}

TEST(PlausiblePrint, OneThatComesBackWasASlip) {
    Doubtful prints(Transform::return_volatility, kWadOne);
    prints.take(150);
    const ChannelState before = prints.state;
    const ChannelState slipped = prints.take(15'000);
    EXPECT_EQ(slipped.variance, before.variance);
    EXPECT_EQ(slipped.history, before.history);
    EXPECT_EQ(prints.take(151).last_level, Level::of(151));
    EXPECT_EQ(prints.state.unconfirmed_at.count, 0);
}

TEST(PlausiblePrint, TheSameDayConfirmsNothingAndTheNewestDoubtIsKept) {
    Doubtful prints(Transform::level, kWadOne);
    prints.take(100);
    prints.take(1000);
    const ChannelState doubt = prints.state;
    EXPECT_EQ(fold_print(prints.channel, kDecay, doubt, print(1000, doubt.unconfirmed_at)), doubt);
    const ChannelState newer = prints.take(5000);
    EXPECT_EQ(newer.last_level, Level::of(100));
    EXPECT_EQ(newer.unconfirmed_level, Level::of(5000));
    EXPECT_EQ(prints.take(4000).last_level, Level::of(4000));
}

TEST(PlausiblePrint, AYieldMovesByPoints) {
    Doubtful prints(Transform::change_volatility, kWadOne);
    prints.take(-kLevelOne / 2);
    EXPECT_EQ(prints.take(kLevelOne / 2).last_level.count(), kLevelOne / 2);  // one point
    EXPECT_EQ(prints.take(kLevelOne / 2 + kLevelOne + 1).last_level.count(), kLevelOne / 2);
}

TEST(PlausiblePrint, ALevelThatIsNotPositiveNeverIsHoweverOftenItComes) {
    for (const Transform transform : {Transform::level, Transform::return_volatility})
        for (const std::int64_t level : {0, -100}) {
            Doubtful prints(transform, 9 * kWadOne);
            prints.take(100);
            for (int day = 0; day < 9; ++day) {
                const ChannelState held = prints.take(level);
                EXPECT_EQ(held.last_level, Level::of(100));
                EXPECT_TRUE(
                    read_channel(prints.channel, {}, held, IndicatorStatus::live).implausible);
            }
            EXPECT_EQ(prints.take(110).last_level, Level::of(110));
            EXPECT_EQ(prints.state.unconfirmed_at.count, 0);
        }
}

TEST(PlausiblePrint, ALevelThatIsNotPositiveVouchesForNoOther) {
    Doubtful prints(Transform::level, 2 * kWadOne);
    prints.take(100);
    prints.take(0);
    EXPECT_EQ(prints.take(10'000).last_level, Level::of(100));  // a slip of 100 a day later
    EXPECT_EQ(prints.take(101).last_level, Level::of(101));
}

TEST(PlausiblePrint, TheFirstIsPositiveButOfAYield) {
    Doubtful index(Transform::level, kWadOne);
    EXPECT_EQ(index.take(-100).last_observed_at.count, 0);
    EXPECT_GT(index.state.unconfirmed_at.count, 0);
    EXPECT_EQ(index.take(900).last_level, Level::of(900));
    Doubtful yield(Transform::change_volatility, kWadOne);
    EXPECT_EQ(yield.take(-100).last_level, Level::of(-100));
}

TEST(PlausiblePrint, ABaseThatIsNotPositiveIsLeftOnTheSecondDay) {
    Doubtful prints(Transform::level, 0);
    prints.take(-100);
    prints.channel.jump_limit = Wad::of(kWadOne);
    EXPECT_EQ(prints.take(900).last_level, Level::of(-100));
    EXPECT_EQ(prints.take(901).last_level, Level::of(901));
}

TEST(PlausiblePrint, WithoutALimitEveryPrintIs) {
    Doubtful prints(Transform::level, 0);
    prints.take(1);
    prints.state.unconfirmed_at = kFirst;
    EXPECT_EQ(prints.take(1'000'000).last_level, Level::of(1'000'000));
    EXPECT_EQ(prints.state.unconfirmed_at.count, 0);
}

}  // namespace
}  // namespace ballast::engine
