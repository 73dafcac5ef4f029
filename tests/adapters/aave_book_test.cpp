// SPDX-License-Identifier: MIT
#include "adapters/aave_book.hpp"

#include <gtest/gtest.h>

#include "engine/liquidity.hpp"
#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

constexpr std::uint64_t kUsd = 100'000'000;
constexpr std::uint64_t kOne = 1'000'000'000'000'000'000;

/// 3,000 USD of collateral against `cents` of debt.
AavePosition against(std::uint64_t cents) {
    return {U256{3000 * kUsd}, U256{}, U256{cents} * U256{kUsd / 100}};
}

TEST(AaveBook, HealthIsTheWeightedCollateralOverTheDebt) {
    EXPECT_EQ(health_factor(against(240'000), bps(8000)), U256{kOne});
    EXPECT_EQ(health_factor(against(120'000), bps(8000)), U256{2 * kOne});
}

TEST(AaveBook, HealthRoundsHalfUpAndThenDown) {
    // 1 x 1 bps over 3: a third of 1e18 half up, then four digits off.
    const AavePosition third{U256{1}, U256{}, U256{3}};
    EXPECT_EQ(health_factor(third, bps(1)), U256{33'333'333'333'333});
    const AavePosition two_thirds{U256{2}, U256{}, U256{3}};
    EXPECT_EQ(health_factor(two_thirds, bps(10'000)), U256{666'666'666'666'666'666});
}

TEST(AaveBook, OtherCollateralCountsWithItsOwnThreshold) {
    AavePosition p = against(300'000);
    EXPECT_TRUE(liquidatable(p, bps(8000)));
    p.other_weighted = U256{1000 * kUsd} * U256{7500};
    EXPECT_FALSE(liquidatable(p, bps(8000)));
}

TEST(AaveBook, WhoOwesNothingIsNeverLiquidatable) {
    EXPECT_FALSE(liquidatable({U256{}, U256{}, U256{}}, bps(0)));
}

TEST(AaveBook, AHealthOfExactlyOneIsNoLiquidation) {
    EXPECT_FALSE(liquidatable(against(238'500), bps(7950)));
    EXPECT_TRUE(liquidatable(against(238'501), bps(7950)));
}

TEST(AaveBook, ImpactCountsWhatTheCutAddsAlone) {
    const std::vector<AavePosition> book = {against(240'100), against(239'000), against(230'000)};
    const CutImpact impact = impact_of_cut(book, bps(8000), bps(7900));
    EXPECT_EQ(impact.accounts, 1U);
    EXPECT_EQ(impact.debt, U256{2390 * kUsd});
}

TEST(AaveBook, JudgementBlocksBeyondEitherLimitAndProposesTheLargestStep) {
    const std::vector<AavePosition> book = {against(239'000), against(238'000), against(237'500)};
    const CutLimit two{2, U256{100'000 * kUsd}};
    const CutJudgement judged = judge_cut(book, bps(8000), bps(7900), two);
    EXPECT_TRUE(judged.blocked);
    EXPECT_EQ(judged.impact.accounts, 3U);
    EXPECT_EQ(judged.admissible_impact.accounts, 2U);
    EXPECT_EQ(judged.admissible, bps(7917));
    EXPECT_TRUE(judge_cut(book, bps(8000), bps(7916), two).blocked);
    const CutLimit dollars{9, U256{2390 * kUsd}};
    EXPECT_EQ(judge_cut(book, bps(8000), bps(7900), dollars).admissible, bps(7934));
    const CutLimit none{0, U256{}};
    EXPECT_EQ(judge_cut(book, bps(8000), bps(7900), none).admissible, bps(7967));
}

TEST(AaveBook, JudgementLetsThroughWhatIsWithinTheLimit) {
    const CutJudgement judged =
        judge_cut({against(239'000)}, bps(8000), bps(7900), {1, U256{2390 * kUsd}});
    EXPECT_FALSE(judged.blocked);
    EXPECT_EQ(judged.admissible, bps(7900));
    EXPECT_EQ(judged.admissible_impact, judged.impact);
}

TEST(AaveBook, TheEnginesFigureFromTheSameBookIsNeverLessAndWithinOneBpsOfHealth) {
    std::vector<AavePosition> book;
    for (std::uint64_t i = 0; i < 400; ++i)
        book.push_back(against(200'000 + 100 * i + i % 7));
    const auto wall = book_of(book, bps(8000));
    ASSERT_TRUE(wall.has_value());
    for (std::int32_t after = 7999; after >= 7000; after -= 37) {
        const U256 exact = impact_of_cut(book, bps(8000), bps(after)).debt;
        const U256 lower = impact_of_cut(book, bps(8000), bps(after - 1)).debt;
        const auto figure = engine::induced_liquidation(*wall, bps(8000), bps(after), bps(0));
        const U256 engine{static_cast<std::uint64_t>(figure.count()) * kUsd};
        EXPECT_GE(engine, exact) << after;
        EXPECT_LE(engine, lower + U256{kUsd}) << after;
    }
}

/// The engine's figure for a cut at today's price, in USD.
std::int64_t induced(const std::vector<AavePosition>& positions, std::int32_t after) {
    const auto book = book_of(positions, bps(8000));
    EXPECT_TRUE(book.has_value());
    return engine::induced_liquidation(*book, bps(8000), bps(after), bps(0)).count();
}

TEST(AaveBook, DustBesideALargeAccountPutsDustIntoTheWall) {
    // A dollar of this beside two millions of another at 75 %, against 1.49 and against 1.5004.
    const U256 other = U256{2'000'000 * kUsd} * U256{7500};
    const AavePosition carried{U256{kUsd}, other, U256{1'490'000 * kUsd}};
    const AavePosition thin{U256{kUsd}, other, U256{1'500'000 * kUsd} + U256{kUsd / 2}};
    EXPECT_TRUE(book_of({carried}, bps(8000))->wall.empty());
    EXPECT_EQ(book_of({carried}, bps(8000))->debt.count(), 0);
    const auto book = book_of({carried, thin}, bps(8000));
    EXPECT_EQ(book->debt.count(), 1);
    EXPECT_EQ(book->largest_position.count(), 1);
    EXPECT_EQ(induced({carried, thin}, 1), 1);
}

TEST(AaveBook, HealthOfAMixedAccountIsThatOfTheCollateralWhichFalls) {
    // 1,000 at 80 % and other collateral worth 900: of 1,300 of debt it carries 400, half of 800.
    const AavePosition mixed{U256{1000 * kUsd}, U256{900 * kUsd} * U256{10'000}, U256{1300 * kUsd}};
    EXPECT_FALSE(liquidatable(mixed, bps(4000)));
    EXPECT_TRUE(liquidatable(mixed, bps(3999)));
    const auto book = book_of({mixed}, bps(8000));
    EXPECT_EQ(book->wall.back().health_factor.count(), 20'000);
    EXPECT_EQ(book->debt.count(), 1000);
    EXPECT_EQ(induced({mixed}, 4001), 0);
    EXPECT_EQ(induced({mixed}, 3999), 1000);
}

TEST(AaveBook, NoLiquidationThatACutBringsIsOutsideTheWall) {
    std::uint64_t state = 88'172'645'463'325'252ULL;
    const auto below = [&](std::uint64_t most) {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        return state % most;
    };
    int fallen = 0;
    for (int i = 0; i < 3'000; ++i) {
        const AavePosition one{U256{below(5'000) * kUsd + 1}, U256{below(4'000) * kUsd * 5'000},
                               U256{below(5'000) * kUsd + 1}};
        const auto after = static_cast<std::int32_t>(1 + below(7'999));
        if (impact_of_cut({one}, bps(8000), bps(after)).accounts == 0) continue;
        ++fallen;
        const U256 sold = std::min(one.debt, one.collateral);
        EXPECT_GE(U256{static_cast<std::uint64_t>(induced({one}, after)) * kUsd}, sold) << i;
    }
    EXPECT_GT(fallen, 200);
}

TEST(AaveBook, ABookOfNobodyHasNoDebt) {
    const auto book = book_of({}, bps(8000));
    ASSERT_TRUE(book.has_value());
    EXPECT_EQ(book->debt, engine::Usd::of(0));
    EXPECT_TRUE(book->wall.empty());
}

TEST(AaveBook, ADebtBeyondUsdIsAnError) {
    const U256 huge = U256{kOne} * U256{kOne};
    EXPECT_FALSE(book_of({{huge, U256{}, huge}}, bps(8000)).has_value());
}

}  // namespace
}  // namespace ballast::adapters
