// SPDX-License-Identifier: MIT
#include "validation/windows.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/validation/hourly_series.hpp"

namespace ballast::validation {
namespace {

using test::kFirst;

const Span kEver{"all", {}, kFirst + Seconds{1'000 * kDay.count}};

/// Three days by the hour from midnight; the price is 100 less the hour.
std::vector<VolatilityPoint> three_days() {
    std::vector<VolatilityPoint> path;
    for (std::int64_t hour = 0; hour <= 72; ++hour)
        path.push_back(
            {kFirst + Seconds{hour * kHour.count}, 100 - static_cast<double>(hour), .04, .03, .02});
    return path;
}

TEST(Windows, BeginAtMidnightAndDoNotOverlap) {
    const auto path = three_days();
    const auto found = windows(path, kDay, {}, kEver, Falling::collateral);
    ASSERT_EQ(found.size(), 3U);
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_EQ(found[i].start->at, kFirst + Seconds{static_cast<std::int64_t>(i) * kDay.count});
    EXPECT_DOUBLE_EQ(found[1].loss, 24. / 76);
    EXPECT_EQ(windows(path, kHour, {}, kEver, Falling::collateral).size(), 72U);
}

TEST(Windows, AnOffsetShiftsAllOfThem) {
    const auto path = three_days();
    const auto found = windows(path, kDay, Seconds{5 * kHour.count}, kEver, Falling::collateral);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.front().start->at, kFirst + Seconds{5 * kHour.count});
}

TEST(Windows, WhatCrossesTheEdgeOfASpanIsInNeither) {
    const auto path = three_days();
    const UnixSeconds edge = kFirst + Seconds{30 * kHour.count};
    const auto before = windows(path, kDay, {}, {"before", {}, edge}, Falling::collateral);
    const auto after = windows(path, kDay, {}, {"after", edge, kEver.until}, Falling::collateral);
    EXPECT_EQ(before.size(), 1U);
    EXPECT_EQ(after.size(), 1U);
    EXPECT_EQ(after.front().start->at, kFirst + Seconds{48 * kHour.count});
}

TEST(Windows, AGapAtEitherEndLeavesTheWindowOut) {
    auto path = three_days();
    path.erase(path.begin() + 24);
    const auto found = windows(path, kDay, {}, kEver, Falling::collateral);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().start->at, kFirst + Seconds{48 * kHour.count});
}

TEST(Windows, TheDebtsFallIsTheCollateralsRise) {
    const auto path = three_days();
    const auto found = windows(path, kDay, {}, kEver, Falling::debt);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_DOUBLE_EQ(found[0].loss, 1 - 100. / 76);  // a rise of the debt: no loss
}

TEST(Outcomes, ScaleWithTheRootOfTheHorizon) {
    const auto path = three_days();
    const engine::TailPoint tail{Seconds{6 * kHour.count}, engine::Bps::of(9'900), test::wad(3),
                                 test::wad(4)};
    const auto found = windows(path, tail.horizon, {}, kEver, Falling::collateral);
    const auto published = outcomes(found, tail, SigmaKind::published);
    const auto plain = outcomes(found, tail, SigmaKind::plain);
    EXPECT_NEAR(published[0].quantile, 3 * .04 / 2, 1e-12);
    EXPECT_NEAR(published[0].shortfall, 4 * .04 / 2, 1e-12);
    EXPECT_NEAR(plain[0].quantile, 3 * .03 / 2, 1e-12);
    EXPECT_EQ(published[0].loss, found[0].loss);
}

TEST(Outcomes, TheBenchmarkHasTheNormalsTail) {
    const auto path = three_days();
    const engine::TailPoint tail{kDay, engine::Bps::of(9'900), test::wad(9), test::wad(9)};
    const auto said =
        outcomes(windows(path, kDay, {}, kEver, Falling::collateral), tail, SigmaKind::ewma_normal);
    EXPECT_NEAR(said[0].quantile, .02 * 2.326348, 1e-6);
    EXPECT_NEAR(said[0].shortfall, .02 * 2.665214, 1e-6);
}

TEST(Outcomes, NothingFallsByMoreThanNinetyFivePercent) {
    auto path = three_days();
    for (VolatilityPoint& point : path)
        point.published = 2;
    const engine::TailPoint tail{kDay, engine::Bps::of(9'900), test::wad(3), test::wad(4)};
    const auto said =
        outcomes(windows(path, kDay, {}, kEver, Falling::collateral), tail, SigmaKind::published);
    EXPECT_EQ(said[0].quantile, .95);
    EXPECT_EQ(said[0].shortfall, .95);
}

}  // namespace
}  // namespace ballast::validation
