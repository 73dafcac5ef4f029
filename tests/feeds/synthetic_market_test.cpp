// SPDX-License-Identifier: MIT
#include "feeds/synthetic_market.hpp"

#include <gmock/gmock.h>

#include "tests/feeds/shipped.hpp"

namespace ballast::feeds {
namespace {

using engine::Bps;
using engine::Price;
using engine::Usd;
using engine::Wad;
using engine::WallPoint;
using ::testing::ElementsAre;

constexpr std::int64_t kMillion = 1'000'000;

class SyntheticMarket : public ::testing::Test {
  protected:
    /// The depth at 5 % slippage, in USD, at a daily volatility at 1e-18.
    std::int64_t depth_at(std::int64_t volatility) const {
        const Int128 wide = volatility;
        const Wad variance = Wad::of(wide * wide / engine::kWadOne);
        return synthetic_depth(btc_, variance)[3].count();
    }
    engine::Book book(std::int64_t now, std::int64_t lowest, std::int32_t lt) const {
        return synthetic_book(btc_, {.start = Price::of(1000),
                                     .now = Price::of(now),
                                     .lowest = Price::of(lowest),
                                     .lt_now = Bps::of(lt)});
    }
    policies::ScenarioMarket btc_ = test::shipped_event().markets[0];
    std::int64_t median_ = btc_.median_volatility.count();
};

WallPoint point(std::int32_t factor, std::int64_t debt) {
    return {Bps::of(factor), Usd::of(debt)};
}

TEST_F(SyntheticMarket, DepthFallsWithVolatilityAndKeepsAFloor) {
    EXPECT_EQ(depth_at(median_ / 2), 200 * kMillion);
    EXPECT_EQ(depth_at(median_), 200 * kMillion);
    EXPECT_EQ(depth_at(2 * median_), 100 * kMillion);
    EXPECT_EQ(depth_at(100 * median_), 30 * kMillion);
    EXPECT_EQ(depth_at(0), 200 * kMillion);
    std::int64_t before = 200 * kMillion;
    for (std::int64_t volatility = median_; volatility < 10 * median_; volatility += median_ / 7) {
        const std::int64_t depth = depth_at(volatility);
        EXPECT_LE(depth, before);
        before = depth;
    }
}

TEST_F(SyntheticMarket, ShallowerIsTakenAtEachSlippage) {
    const engine::DepthCurve a = {Usd::of(1), Usd::of(5), Usd::of(6), Usd::of(7), Usd::of(9)};
    const engine::DepthCurve b = {Usd::of(2), Usd::of(4), Usd::of(6), Usd::of(8), Usd::of(8)};
    const engine::DepthCurve low = {Usd::of(1), Usd::of(4), Usd::of(6), Usd::of(7), Usd::of(8)};
    EXPECT_EQ(shallower(a, b), low);
}

TEST_F(SyntheticMarket, TheWallOfTheEveIsTheGivenOne) {
    const engine::Book eve = book(1000, 1000, 7800);
    EXPECT_EQ(eve.debt.count(), 600 * kMillion);
    EXPECT_EQ(eve.largest_position.count(), 24 * kMillion);
    EXPECT_THAT(eve.wall,
                ElementsAre(point(10'000, 0), point(10'600, 30 * kMillion),
                            point(12'300, 150 * kMillion), point(17'200, 300 * kMillion),
                            point(25'100, 450 * kMillion), point(60'000, 570 * kMillion)));
}

TEST_F(SyntheticMarket, AFallTakesWhatIsUnderOneForGood) {
    // 1000 to 800: health factors up to 1.25 are gone, 25 % and 2/49 of the next 25 %: 156.12 M.
    const engine::Book fallen = book(800, 800, 7800);
    ASSERT_EQ(fallen.wall.size(), 4U);
    EXPECT_EQ(fallen.wall[0], point(10'000, 0));
    EXPECT_EQ(fallen.wall[1], point(13'760, 143'877'552));
    EXPECT_EQ(fallen.wall[3], point(48'000, 413'877'552));
    EXPECT_EQ(fallen.debt.count(), 600 * kMillion);
    // Back at 1000 the same positions stay gone, and the others are safer.
    const engine::Book back = book(1000, 800, 7800);
    ASSERT_EQ(back.wall.size(), 4U);
    EXPECT_EQ(back.wall[0], point(12'500, 0));
    EXPECT_EQ(back.wall[1], point(17'200, 143'877'552));
}

TEST_F(SyntheticMarket, ACutOfTheThresholdMovesEveryHealthFactor) {
    // 78 % to 74.1 %: health factors fall by 5 %, and those up to 1.0526 are gone.
    const engine::Book cut = book(1000, 1000, 7410);
    EXPECT_EQ(cut.wall[0], point(10'000, 0));
    EXPECT_EQ(cut.wall[1].health_factor, Bps::of(10'070));
    EXPECT_EQ(cut.wall[1].debt.count(), 3'684'211);
    // After a recovery the same cut reaches nobody.
    const engine::Book recovered = book(1000, 800, 7410);
    EXPECT_EQ(recovered.wall[0], point(11'875, 0));
}

TEST_F(SyntheticMarket, NobodyIsLeftAfterAFallOfAll) {
    EXPECT_THAT(book(100, 100, 7800).wall, ElementsAre(point(10'000, 0)));
}

TEST_F(SyntheticMarket, TheWallAscendsWhateverHappens) {
    for (std::int64_t lowest = 50; lowest <= 1000; lowest += 37) {
        for (std::int32_t lt : {3000, 7000, 7800, 8000}) {
            const auto wall = book(lowest + 20, lowest, lt).wall;
            EXPECT_GE(wall.front().health_factor, Bps::of(10'000));
            EXPECT_EQ(wall.front().debt.count(), 0);
            for (std::size_t i = 1; i < wall.size(); ++i) {
                EXPECT_LT(wall[i - 1].health_factor, wall[i].health_factor);
                EXPECT_LE(wall[i - 1].debt, wall[i].debt);
            }
        }
    }
}

}  // namespace
}  // namespace ballast::feeds
