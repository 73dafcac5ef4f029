// SPDX-License-Identifier: MIT
// The parts of the calibrator on series whose answers are known.
#include "validation/calibrate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "statistics/random.hpp"
#include "tests/validation/hourly_series.hpp"
#include "validation/calibrate_document.hpp"

namespace ballast::validation {
namespace {

constexpr UnixSeconds kEver{4'000'000'000};
constexpr UnixSeconds kFirstDay{1'600'041'600};
const SpeedRule kRule{.decays = {.9715, .9974, .9996}, .asymmetry = .3, .two_sided = false};

std::vector<Close> normal_closes(std::size_t days, double sigma) {
    return closes_of(test::normal_series(days, sigma, 7), kEver);
}

TEST(Calibrate, SpeedsFindTheVolatilityThatIsThere) {
    const auto closes = normal_closes(400, .04);
    const auto path = speed_path(closes, kRule);
    ASSERT_EQ(path.size(), closes.size());
    EXPECT_NEAR(std::sqrt(path.back().slow), .04, .002);
    const auto two_sided =
        speed_path(closes, {.decays = kRule.decays, .asymmetry = .3, .two_sided = true});
    EXPECT_NEAR(two_sided.back().slow / path.back().slow, 1.3, .03);
    EXPECT_EQ(closes[warm_up(closes)].at - closes.front().at, Seconds{69 * kDay.count});
    EXPECT_DOUBLE_EQ(published_volatility(.0016, .08, .01), std::sqrt(.0028));
    EXPECT_DOUBLE_EQ(published_volatility(.0001, .01, .05), .05);
}

TEST(Calibrate, AGapCountsWithItsHours) {
    std::vector<Close> closes = normal_closes(60, .04);
    const auto whole = speed_path(closes, kRule);
    closes.erase(closes.end() - 13, closes.end() - 1);
    const auto gap = speed_path(closes, kRule);
    EXPECT_NEAR(gap.back().slow, whole.back().slow, .05 * whole.back().slow);
}

TEST(Calibrate, TailsOfANormalMarketAreThoseOfTheNormal) {
    const auto closes = normal_closes(2'000, .04);
    const SigmaPath sigmas(closes.size(), .04);
    const auto losses = block_losses(closes, sigmas, 0, kHour, false);
    ASSERT_EQ(losses.size(), closes.size() - 1);
    const auto tail = fit_tail(losses);
    ASSERT_TRUE(tail);
    EXPECT_NEAR(quantile_of(*tail, .99), 2.326, .08);
    // A shape is not let under 0, where the normal's is: the fitted mean beyond lies a little high.
    EXPECT_GT(shortfall_of(*tail, losses, .99), 2.665);
    EXPECT_LT(shortfall_of(*tail, losses, .99), 2.9);
    EXPECT_GE(tail->shape, 0);
    EXPECT_GE(tail->worst, quantile_of(*tail, .995));
}

TEST(Calibrate, ReversedLossesAreThoseOfTheOtherAsset) {
    const std::vector<Close> closes = {{{0}, 100}, {{kHour.count}, 125}};
    const SigmaPath sigmas(2, std::sqrt(24.0));
    EXPECT_DOUBLE_EQ(block_losses(closes, sigmas, 0, kHour, false)[0], -.25);
    EXPECT_DOUBLE_EQ(block_losses(closes, sigmas, 0, kHour, true)[0], .2);
}

TEST(Calibrate, RanksAreLinearBetweenQuantiles) {
    const std::vector<double> quantiles = {-1, 0, 1};
    const std::vector<double> ranks = {0, .5, 1};
    EXPECT_EQ(rank_of(quantiles, ranks, -1.1), 0);
    EXPECT_EQ(rank_of(quantiles, ranks, .5), .75);
    EXPECT_EQ(rank_of(quantiles, ranks, 1), 1);
}

TEST(Calibrate, ASignalThatForetellsPassesAndNoiseDoesNot) {
    std::vector<Close> days;
    Signal foretells{"foretells", {}};
    Signal noise{"noise", {}};
    statistics::Random random(11);
    double price = 100;
    for (std::int64_t day = 0; day < 2'000; ++day) {
        const bool falls = day % 40 == 39;
        price *= falls ? .85 : 1.004 + .01 * random.normal();
        days.push_back({kFirstDay + Seconds{day * kDay.count}, price});
        foretells.score.push_back(day % 40 >= 35 && day % 40 < 39 ? 1 : 0);
        noise.score.push_back(random.uniform() < .1 ? 1 : 0);
    }
    const GateVerdict good = judge_channel(foretells, days, kRule);
    EXPECT_TRUE(good.passes);
    EXPECT_GT(good.breach_on, .95);
    EXPECT_LT(good.breach_off, .05);
    EXPECT_GT(good.breach[1].gain, 0);
    EXPECT_FALSE(judge_channel(noise, days, kRule).passes);
}

TEST(Calibrate, RoundsHalfUpToTheDigitsThatArePrinted) {
    EXPECT_EQ(rounded(.03591, 4).count(), 35'900'000'000'000'000);
    EXPECT_EQ(rounded(1.925, 2).count(), 1'930'000'000'000'000'000);
    EXPECT_EQ(rounded(9, 0).count(), 9'000'000'000'000'000'000);
}

TEST(Calibrate, AHistoryThatIsTooShortIsRefused) {
    const auto early = calibrate("nowhere", {}, UnixSeconds{1'500'000'000}, [](auto, auto) {});
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, Errc::configuration);
}

}  // namespace
}  // namespace ballast::validation
