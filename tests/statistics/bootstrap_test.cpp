// SPDX-License-Identifier: MIT
#include "statistics/bootstrap.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace ballast::statistics {
namespace {

Statistic mean_of(const std::vector<double>& values) {
    return [&values](std::span<const std::size_t> places) {
        double sum = 0;
        for (const std::size_t place : places)
            sum += values[place];
        return sum / static_cast<double>(places.size());
    };
}

std::vector<double> autoregressive(double memory, int count, std::uint64_t seed) {
    Random random(seed);
    std::vector<double> values{random.normal()};
    while (values.size() < static_cast<std::size_t>(count))
        values.push_back(memory * values.back() + random.normal());
    return values;
}

/// A product of moments: large where two series rise and fall together.
std::function<double(std::size_t)> comovement(const std::vector<double>& a,
                                              const std::vector<double>& b) {
    return [&a, &b](std::size_t shift) {
        double sum = 0;
        for (std::size_t t = 0; t < a.size(); ++t)
            sum += a[t] * b[(t + shift) % b.size()];
        return sum;
    };
}

TEST(BlockIndices, AreBlocksOfACircle) {
    const auto places = block_indices(10, 4, Random(5));
    ASSERT_EQ(places.size(), 10U);
    for (std::size_t i = 0; i < places.size(); ++i) {
        EXPECT_LT(places[i], 10U);
        if (i % 4 == 0) continue;
        EXPECT_EQ(places[i], (places[i - 1] + 1) % 10);
    }
    EXPECT_EQ(places, block_indices(10, 4, Random(5)));
    EXPECT_NE(places, block_indices(10, 4, Random(6)));
}

TEST(BootstrapInterval, OfIndependentValuesIsTheTextbookOne) {
    const auto values = autoregressive(0, 400, 9);
    const auto interval = bootstrap_interval(values.size(), mean_of(values), {});
    EXPECT_NEAR(interval.high - interval.low, 2 * 1.96 / std::sqrt(400.0), 0.02);
    EXPECT_LT(interval.low, interval.estimate);
    EXPECT_GT(interval.high, interval.estimate);
}

TEST(BootstrapInterval, SingleValuesUnderstateWhatBlocksSee) {
    const auto values = autoregressive(0.9, 4'000, 9);
    const auto alone = bootstrap_interval(values.size(), mean_of(values), {.resamples = 400});
    const auto blocks =
        bootstrap_interval(values.size(), mean_of(values), {.block = 100, .resamples = 400});
    // A memory of .9 multiplies the standard error of a mean by sqrt(1.9 / .1) = 4.4.
    EXPECT_GT((blocks.high - blocks.low) / (alone.high - alone.low), 3);
}

TEST(BootstrapInterval, DependsOnTheSeedAlone) {
    const auto values = autoregressive(0.5, 200, 9);
    const auto once = bootstrap_interval(values.size(), mean_of(values), {.block = 10, .seed = 4});
    const auto again = bootstrap_interval(values.size(), mean_of(values), {.block = 10, .seed = 4});
    const auto other = bootstrap_interval(values.size(), mean_of(values), {.block = 10, .seed = 5});
    EXPECT_EQ(once.low, again.low);
    EXPECT_EQ(once.high, again.high);
    EXPECT_NE(once.low, other.low);
}

TEST(CircularShift, ALinkIsSeenAndMemoryAloneIsNot) {
    const auto a = autoregressive(0.95, 1'000, 1);
    const auto b = autoregressive(0.95, 1'000, 2);
    std::vector<double> linked;
    for (std::size_t t = 0; t < a.size(); ++t)
        linked.push_back(a[t] + b[t]);
    EXPECT_LT(circular_shift_p(a.size(), 50, comovement(a, linked)), 0.01);
    EXPECT_GT(circular_shift_p(a.size(), 50, comovement(a, b)), 0.05);
}

TEST(CircularShift, CountsTheObservedAmongTheShifts) {
    // 10 places, shifts 2 to 8 and 0: eight in all.
    EXPECT_DOUBLE_EQ(circular_shift_p(10, 2, [](std::size_t s) { return s == 0 ? 1. : 0.; }),
                     1. / 8);
    EXPECT_DOUBLE_EQ(circular_shift_p(10, 2, [](std::size_t) { return 0.; }), 1);
}

}  // namespace
}  // namespace ballast::statistics
