// SPDX-License-Identifier: MIT
#include "apps/dry_run/impact.hpp"

#include <gtest/gtest.h>

#include "stress/book_csv.hpp"

namespace ballast::apps {
namespace {

using engine::Bps;
using engine::Usd;

/// ETH at 1,000 USD; thresholds 80 % and 75 %.
class ImpactTest : public ::testing::Test {
  protected:
    ImpactTest() {
        auto read = stress::parse_book(
            "record,position,asset,value\n"
            "price,,ETH,1000\nprice,,BTC,50000\nprice,,USD,1\n"
            "collateral,at_the_border,ETH,1\ndebt,at_the_border,USD,750\n"
            "collateral,falls,ETH,1\ndebt,falls,USD,750.00000001\n"
            "collateral,fell_before,ETH,1\ndebt,fell_before,USD,900\n"
            "collateral,other,BTC,1\ndebt,other,USD,40000\n"
            "collateral,both,ETH,1\ncollateral,both,BTC,1\ndebt,both,USD,1000\n",
            "book.csv");
        EXPECT_TRUE(read) << read.error().what;
        if (read) book_ = std::move(*read);
    }

    [[nodiscard]] ThresholdChange change() const {
        return {*book_,
                {Bps::of(8000), Bps::of(8000), Bps::of(0)},
                {Bps::of(7500), Bps::of(7000), Bps::of(0)}};
    }

    std::optional<stress::Book> book_;
};

TEST_F(ImpactTest, CountsWhoFallsByTheCutAlone) {
    const ThresholdImpact impact = impact_of(change(), 0, Bps::of(0));
    EXPECT_EQ(impact.accounts, 1);
    EXPECT_EQ(impact.debt, Usd::of(750));
    EXPECT_EQ(impact.accounts_anyway, 1);
    EXPECT_EQ(impact.debt_anyway, Usd::of(900));
}

TEST_F(ImpactTest, ALowerPriceTakesThoseFromTheCutWhoFallAnyway) {
    // At 900 USD: 720 of LT 80 %, so that both of 750 fall without the cut.
    const ThresholdImpact impact = impact_of(change(), 0, Bps::of(1000));
    EXPECT_EQ(impact.accounts, 0);
    EXPECT_EQ(impact.accounts_anyway, 3);
}

TEST_F(ImpactTest, TogetherAllThresholdsMove) {
    const ThresholdImpact impact = impact_of(change(), std::nullopt, Bps::of(0));
    EXPECT_EQ(impact.accounts, 2);
    EXPECT_EQ(impact.debt, Usd::of(40'750));
}

TEST_F(ImpactTest, TheWallNeverFallsAndIsHigherUnderALowerThreshold) {
    const auto wall = wall_of(change(), 0);
    ASSERT_EQ(wall.size(), 51U);
    EXPECT_EQ(wall.front().debt_now, Usd::of(900));
    EXPECT_EQ(wall.front().debt_recommended, Usd::of(1'650));
    for (std::size_t i = 0; i < wall.size(); ++i) {
        EXPECT_LE(wall[i].debt_now, wall[i].debt_recommended);
        EXPECT_LE(wall[i == 0 ? 0 : i - 1].debt_now, wall[i].debt_now);
    }
}

TEST_F(ImpactTest, ARaiseMakesNobodyLiquidatable) {
    ThresholdChange raise = change();
    raise.recommended = {Bps::of(8500), Bps::of(8500), Bps::of(0)};
    EXPECT_EQ(impact_of(raise, std::nullopt, Bps::of(500)).accounts, 0);
}

}  // namespace
}  // namespace ballast::apps
