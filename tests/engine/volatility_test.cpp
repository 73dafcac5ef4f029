// SPDX-License-Identifier: MIT
#include "engine/volatility.hpp"

#include <gtest/gtest.h>

namespace ballast::engine {
namespace {

constexpr std::int64_t kMilli = kWadOne / 1000;
constexpr std::int64_t kTenth = kWadOne / 10;

VolatilityPolicy half() {
    const Wad decay = Wad::of(kWadOne / 2);
    return {.decay_fast = decay, .decay_mid = decay, .decay_slow = decay, .asymmetry = Wad::of(0)};
}

TEST(SimpleReturn, RoundsAwayFromZeroAndSaturates) {
    EXPECT_EQ(simple_return(Price::of(3), Price::of(4)).count(), 333'333'333'333'333'334);
    EXPECT_EQ(simple_return(Price::of(3), Price::of(2)).count(), -333'333'333'333'333'334);
    EXPECT_EQ(simple_return(Price::of(1), Price::of(1'000'000)).count(), 3 * kWadOne);
    EXPECT_EQ(simple_return(Price::of(7), Price::of(7)).count(), 0);
}

TEST(Variances, ByHand) {
    // r = -.1, one hour: .5 * .04 + .5 * (.01 * 24) = .14.
    const Wad before = Wad::of(40 * kMilli);
    const auto after =
        update_variances(half(), {before, before, before}, Price::of(10), Price::of(9), 1);
    EXPECT_EQ(after.fast.count(), 140 * kMilli);
    EXPECT_EQ(after.fast, after.slow);
}

TEST(Variances, AFallCountsMoreThanARise) {
    VolatilityPolicy policy = half();
    policy.asymmetry = Wad::of(2 * kTenth);
    const auto fall = update_variances(policy, {}, Price::of(10), Price::of(9), 1);
    const auto rise = update_variances(policy, {}, Price::of(10), Price::of(11), 1);
    EXPECT_EQ(fall.fast.count(), 144 * kMilli);  // .5 * 1.2 * .24
    EXPECT_EQ(rise.fast.count(), 96 * kMilli);   // .5 * .8 * .24
}

TEST(Variances, OfATwoSidedPairARiseCountsAsAFall) {
    VolatilityPolicy policy = half();
    policy.asymmetry = Wad::of(2 * kTenth);
    const auto rise = update_variances(policy, {}, Price::of(10), Price::of(11), 1, true);
    EXPECT_EQ(rise.fast.count(), 144 * kMilli);
}

TEST(Forecast, IsTheWeightedSumRoundedUp) {
    const Variances variances{Wad::of(kTenth), Wad::of(2 * kTenth), Wad::of(1)};
    const HarPolicy policy{Wad::of(kMilli), Wad::of(kWadOne / 2), Wad::of(kWadOne / 4),
                           Wad::of(kWadOne / 4)};
    EXPECT_EQ(har_variance(policy, variances).count(), 101 * kMilli + 1);
    EXPECT_EQ(har_variance({}, variances).count(), 0);
    const Wad most = Wad::of(9 * kWadOne);
    const Wad one = Wad::of(kWadOne);
    EXPECT_EQ(har_variance({one, one, one, one}, {most, most, most}), most);
}

TEST(Variances, AGapSpreadsTheMoveOverItsHours) {
    // Two hours: decay .25, the square counts 12 instead of 24.
    const auto after =
        update_variances(half(), {Wad::of(kTenth), {}, {}}, Price::of(10), Price::of(9), 2);
    EXPECT_EQ(after.fast.count(), 115 * kMilli);  // .25 * .1 + .75 * .12
}

TEST(Variances, SaturateAtThreeHundredPercentADay) {
    const auto after = update_variances(half(), {}, Price::of(1), Price::of(1'000), 1);
    EXPECT_EQ(Int128{after.fast.count()}, WadTag::kMax);
}

TEST(AntiProcyclical, MixesAQuarterOfStressAndKeepsTheFloor) {
    const auto mixed = [](std::int64_t variance, std::int64_t stress, std::int64_t floor) {
        return anti_procyclical_variance(Wad::of(variance), Wad::of(stress), Wad::of(floor))
            .count();
    };
    EXPECT_EQ(mixed(4 * kTenth, 2 * kTenth, 0), 310 * kMilli);  // (1.2 + .04) / 4
    EXPECT_EQ(mixed(0, 0, kTenth), kTenth / 10);
    EXPECT_EQ(mixed(1, 0, 0), 1);  // .75 of a unit rounds up
}

}  // namespace
}  // namespace ballast::engine
