// SPDX-License-Identifier: MIT
// Published tables of tests of coverage and of exponential weighting.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>

#include "statistics/coverage.hpp"
#include "statistics/decay.hpp"
#include "statistics/distributions.hpp"

namespace ballast::statistics {
namespace {

TEST(BaselTable, CumulativeProbabilitiesAndZonesOf250Days) {
    // Basel Committee 1996, table 2: cumulative probability, in percent.
    constexpr std::array kPercent{8.11,  28.58, 54.32, 75.81, 89.22, 95.88,
                                  98.63, 99.60, 99.89, 99.97, 99.99};
    for (std::int64_t hits = 0; hits <= 10; ++hits) {
        const double percent = 100 * binomial_cdf(hits, 250, .01);
        std::printf("basel_cumulative_%lld=%.2f\n", static_cast<long long>(hits), percent);
        EXPECT_NEAR(percent, kPercent.at(static_cast<std::size_t>(hits)), .005 + 1e-9);
        const auto zone = hits < 5    ? TrafficLight::green
                          : hits < 10 ? TrafficLight::yellow
                                      : TrafficLight::red;
        EXPECT_EQ(traffic_light(hits, 250, .01), zone);
    }
}

/// low < N < high is not rejected at 5 %.
struct Region {
    double p;
    std::int64_t days;
    std::int64_t low;
    std::int64_t high;
};

Region region_of(double p, std::int64_t days) {
    constexpr double kSize = .05;
    const auto expected = static_cast<std::int64_t>(p * static_cast<double>(days));
    std::int64_t low = expected;
    std::int64_t high = expected;
    while (low >= 0 && kupiec(low, days, p).p >= kSize)
        --low;
    while (kupiec(high, days, p).p >= kSize)
        ++high;
    return {p, days, low, high};
}

TEST(KupiecTable, NonRejectionRegions) {
    // Kupiec 1995. His cell for 1 % of 255 days reads "N < 7", without a lower bound; the statistic
    // of no failure is 5.13 and rejects at 3.84, so ours is 0 < N < 7. The other eight agree in
    // both.
    constexpr std::array<Region, 9> kPublished{{{.01, 255, 0, 7},
                                                {.01, 510, 1, 11},
                                                {.01, 1000, 4, 17},
                                                {.025, 255, 2, 12},
                                                {.025, 510, 6, 21},
                                                {.025, 1000, 15, 36},
                                                {.05, 255, 6, 21},
                                                {.05, 510, 16, 36},
                                                {.05, 1000, 37, 65}}};
    for (const auto& [p, days, low, high] : kPublished) {
        const Region ours = region_of(p, days);
        std::printf("kupiec_%g_%lld=%lld<N<%lld\n", 100 * p, static_cast<long long>(days),
                    static_cast<long long>(ours.low), static_cast<long long>(ours.high));
        EXPECT_EQ(ours.low, low);
        EXPECT_EQ(ours.high, high);
    }
    EXPECT_NEAR(kupiec(0, 255, .01).statistic, 5.13, .005);
}

TEST(RiskMetricsTable, EffectiveDays) {
    // RiskMetrics 1996, table 5.7, decay .94; tolerance 10, 1, .1 and .01 %.
    constexpr std::array kDays{37, 74, 112, 149};
    double tolerance = 1;
    for (const int days : kDays) {
        tolerance /= 10;
        const double ours = effective_observations(.94, tolerance);
        std::printf("riskmetrics_days_%g=%.1f\n", tolerance, ours);
        EXPECT_EQ(std::lround(ours), days);
    }
}

}  // namespace
}  // namespace ballast::statistics
