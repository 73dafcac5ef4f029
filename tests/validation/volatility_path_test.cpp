// SPDX-License-Identifier: MIT
#include "validation/volatility_path.hpp"

#include <gtest/gtest.h>

#include "tests/validation/hourly_series.hpp"

namespace ballast::validation {
namespace {

using test::kFirst;

TEST(VolatilityPath, OneMoveByHand) {
    // Up and down by 1 an hour around 100, for 90 days; then a fall of 10 %.
    std::vector<double> prices;
    for (int hour = 0; hour <= 90 * 24; ++hour)
        prices.push_back(hour % 2 == 0 ? 100 : 101);
    prices.push_back(prices.back() * 0.9);
    const auto series = test::series_of(prices);
    const auto start = starting_variances(series);
    ASSERT_TRUE(start);
    const double up = 0.01 * 0.01;
    const double down = 1.0 / 101 / 101;
    EXPECT_NEAR(static_cast<double>(start->fast.count()) * 1e-18, 24 * (up + down) / 2, 1e-7);

    const auto path = volatility_path(test::symmetric(), {}, series);
    ASSERT_TRUE(path);
    ASSERT_EQ(path->size(), 2U);
    EXPECT_EQ(path->front().at, kFirst + Seconds{90 * kDay.count});
    // The fast speed keeps .9715 of the hour before and takes the rest of .01 * 24.
    const double before = path->front().plain * path->front().plain;
    EXPECT_NEAR(path->back().plain * path->back().plain,
                0.971531941154 * before + (1 - 0.971531941154) * 0.24, 1e-6);
    EXPECT_LT(path->back().ewma_normal, path->back().plain);
}

TEST(VolatilityPath, PublishedHasStressMixAndFloor) {
    const auto series = test::normal_series(100, 0.03, 1);
    engine::AssetPolicy asset{.stress_volatility = test::wad(0.08),
                              .floor_volatility = test::wad(0.001)};
    const auto mixed = volatility_path(test::symmetric(), asset, series);
    asset.floor_volatility = test::wad(0.5);
    const auto floored = volatility_path(test::symmetric(), asset, series);
    ASSERT_TRUE(mixed && floored);
    const VolatilityPoint& point = mixed->back();
    EXPECT_NEAR(point.published * point.published,
                (3 * point.plain * point.plain + 0.08 * 0.08) / 4, 1e-12);
    EXPECT_NEAR(floored->back().published, 0.5, 1e-12);
    EXPECT_EQ(floored->back().plain, point.plain);
}

TEST(VolatilityPath, FindsTheVolatilityOfAKnownSeries) {
    const auto path = volatility_path(test::symmetric(), {}, test::normal_series(2'000, 0.03, 2));
    ASSERT_TRUE(path);
    double sum = 0;
    for (const VolatilityPoint& point : *path)
        sum += point.ewma_normal * point.ewma_normal;
    EXPECT_NEAR(std::sqrt(sum / static_cast<double>(path->size())), 0.03, 0.0005);
}

TEST(VolatilityPath, ASeriesThatEndsInTheWarmUpIsRefused) {
    for (const std::size_t days : {1U, 90U}) {
        const auto path =
            volatility_path(test::symmetric(), {}, test::normal_series(days, 0.03, 1));
        ASSERT_FALSE(path);
        EXPECT_EQ(path.error().code, Errc::bad_data);
    }
    EXPECT_FALSE(volatility_path(test::symmetric(), {}, {}));
}

TEST(VolatilityPath, KnowsNothingOfTheFuture) {
    auto series = test::normal_series(120, 0.03, 3);
    const auto before = volatility_path(test::symmetric(), {}, series);
    series.points.back().price = engine::Price::of(1);
    const auto after = volatility_path(test::symmetric(), {}, series);
    ASSERT_TRUE(before && after);
    ASSERT_EQ(before->size(), after->size());
    for (std::size_t i = 0; i + 1 < before->size(); ++i)
        ASSERT_EQ((*before)[i].published, (*after)[i].published);
    EXPECT_NE(before->back().published, after->back().published);
}

}  // namespace
}  // namespace ballast::validation
