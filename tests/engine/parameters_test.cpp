// SPDX-License-Identifier: MIT
#include "engine/parameters.hpp"

#include <gtest/gtest.h>

#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

const AssetPolicy kAsset = sample_policy().assets.front();
const Wad kOne = Wad::of(kWadOne);
const Wad kFourPercent = Wad::of(kWadOne / 25);

StructuralInput even() {
    return {.volatility = kFourPercent,
            .multiplier = kOne,
            .depth = Usd::of(1'000'000),
            .debt = Usd::of(1'000'000)};
}

Target structural(const AssetPolicy& asset, const StructuralInput& input, int bonus = 0) {
    return structural_lt(asset, input, {.published_bonus = Bps::of(bonus), .spiral = {}});
}

TEST(StructuralLt, ByHand) {
    // exp(-3 * .04) = .88692, less 5.5 %.
    const Target target = structural(kAsset, even());
    EXPECT_EQ(target.value, Bps::of(8869 - 550));
    EXPECT_EQ(target.binding, Reason::structural);
    EXPECT_EQ(target.attribution.volatility, Bps::of(8869 - 10'000));
    EXPECT_EQ(target.attribution.liquidity, Bps::of(0));
}

TEST(StructuralLt, FallsWithTheRootOfDebtOverDepth) {
    StructuralInput thin = even();
    thin.debt = Usd::of(4'000'000);
    // exp(-.24) = .78662.
    EXPECT_EQ(structural(kAsset, thin).value, Bps::of(7866 - 550));
    EXPECT_EQ(structural(kAsset, thin).attribution.liquidity, Bps::of(7866 - 8869));
}

TEST(StructuralLt, IsBoundedByGovernance) {
    StructuralInput input = even();
    input.volatility = Wad::of(0);
    EXPECT_EQ(structural(kAsset, input).value, kAsset.lt_max);
    EXPECT_EQ(structural(kAsset, input).binding, Reason::lt_maximum);
    input.depth = Usd::of(0);
    EXPECT_EQ(structural(kAsset, input).value, kAsset.lt_min);
    EXPECT_EQ(structural(kAsset, input).binding, Reason::lt_minimum);
}

TEST(StructuralLt, KeepsTheBonusRuleOfTheLargerBonus) {
    AssetPolicy asset = kAsset;
    asset.lt_max = Bps::of(9500);
    StructuralInput input = even();
    input.volatility = Wad::of(0);
    EXPECT_EQ(structural(asset, input).binding, Reason::structural);  // 9,450 of 9,523
    EXPECT_EQ(structural(asset, input, 1000).binding, Reason::bonus_rule);
    EXPECT_EQ(structural(asset, input, 1000).value, Bps::of(9090));
    EXPECT_EQ(structural(asset, input, 100).binding, Reason::structural);
}

/// The same by halving, which asks the formula itself.
Usd largest_debt_by_halving(const AssetPolicy& asset, StructuralInput input, Bps lt, Usd most) {
    const auto admits = [&](std::int64_t debt) {
        input.debt = Usd::of(debt);
        return unbounded_lt(asset, input) >= lt;
    };
    std::int64_t admissible = 0;
    std::int64_t too_much = most.count() + 1;
    while (too_much - admissible > 1) {
        const std::int64_t debt = admissible + (too_much - admissible) / 2;
        (admits(debt) ? admissible : too_much) = debt;
    }
    return Usd::of(admissible);
}

TEST(LargestDebt, IsWhatHalvingFinds) {
    Random random(31);
    std::size_t inside = 0;
    for (int i = 0; i < 10'000; ++i) {
        AssetPolicy asset = kAsset;
        asset.bonus = Bps::of(random.edgy(0, 1500));
        asset.liquidity_aversion = Wad::of(random.edgy(0, 9 * kWadOne));
        const StructuralInput input{.volatility = Wad::of(random.scaled(3 * kWadOne)),
                                    .multiplier = Wad::of(random.edgy(kWadOne, 6 * kWadOne)),
                                    .depth = Usd::of(random.scaled(std::int64_t{UsdTag::kMax})),
                                    .debt = {}};
        const Bps lt = Bps::of(random.edgy(1, kBpsOne));
        const Usd most = Usd::of(random.scaled(std::int64_t{UsdTag::kMax} - 1));
        const Usd debt = largest_debt(asset, input, lt, most);
        ASSERT_EQ(debt, largest_debt_by_halving(asset, input, lt, most)) << i;
        if (debt.count() > 0 && debt < most) ++inside;
    }
    EXPECT_GT(inside, 300U);
}

TEST(HeldLt, IsThePublishedOneWhateverTheBounds) {
    for (const int lt : {1, 3000, 7500, 10'000}) {
        const Target target = held_lt(kAsset, kFourPercent, Bps::of(lt));
        const Attribution& parts = target.attribution;
        EXPECT_EQ(target.value, Bps::of(lt));
        EXPECT_EQ(target.binding, Reason::depth_missing);
        EXPECT_EQ(parts.volatility, Bps::of(8869 - 10'000));
        EXPECT_EQ(parts.liquidity, Bps::of(0));
        EXPECT_EQ(parts.macro, Bps::of(0));
        EXPECT_EQ(parts.start + parts.buffer + parts.volatility + parts.bounds, target.value);
    }
}

TEST(StructuralLt, TakesAMarketWithoutDebt) {
    // The root of an unbounded ratio overflowed: 200 million over one dollar.
    StructuralInput fresh = even();
    fresh.depth = Usd::of(200'000'000);
    for (const std::int64_t debt : {0, 1, 1'000'000}) {
        fresh.debt = Usd::of(debt);
        EXPECT_EQ(structural(kAsset, fresh).value, kAsset.lt_max) << debt;
    }
    fresh.depth = Usd::of(UsdTag::kMax);
    EXPECT_EQ(structural(kAsset, fresh).value, kAsset.lt_max);
}

TEST(TacticalLtv, IsTheLowerOfGapAndTail) {
    const auto ltv = [](Wad volatility, Wad multiplier) {
        return tactical_ltv(kAsset, Bps::of(8000), Bps::of(300), volatility, multiplier, false);
    };
    // X = 2 * .04, half of it .04: 8000 * .96.
    EXPECT_EQ(ltv(kFourPercent, kOne).value, Bps::of(7680));
    EXPECT_EQ(ltv(kFourPercent, kOne).binding, Reason::ltv_tail);
    EXPECT_EQ(ltv(Wad::of(kWadOne / 100), kOne).value, Bps::of(7700));
    EXPECT_EQ(ltv(Wad::of(kWadOne / 100), kOne).binding, Reason::ltv_gap);
    EXPECT_EQ(ltv(kFourPercent, Wad::of(3 * kWadOne / 2)).value, Bps::of(7520));
    EXPECT_EQ(ltv(Wad::of(3 * kWadOne), kOne).value, Bps::of(4200));  // X is at most .95
}

TEST(TacticalLtv, HaltsAtTheLowest) {
    const Target halted =
        tactical_ltv(kAsset, Bps::of(8000), Bps::of(300), kFourPercent, kOne, true);
    EXPECT_EQ(halted.value, kAsset.ltv_min);
    EXPECT_EQ(halted.binding, Reason::borrowing_halted);
}

}  // namespace
}  // namespace ballast::engine::test
