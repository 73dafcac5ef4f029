// SPDX-License-Identifier: MIT
#include "simulation/paths.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "simulation/paths_depth.hpp"
#include "tests/simulation/invented_market.hpp"

namespace ballast::simulation {
namespace {

const PathSource& source() {
    static const PathSource made = test::invented_source();
    return made;
}

constexpr std::size_t kHoursPerDay = 24;

TEST(Paths, AreTheSameWheneverTheyAreMade) {
    const Path first = make_path(source(), PathSet::history, 3);
    (void)make_path(source(), PathSet::history, 4);
    const Path again = make_path(source(), PathSet::history, 3);
    EXPECT_EQ(first.price, again.price);
    EXPECT_EQ(first.score, again.score);
    EXPECT_NE(first.price, make_path(source(), PathSet::history, 4).price);
}

TEST(Paths, HaveAnEpochForEverySixHours) {
    for (const PathSet set : kPathSets) {
        const Path path = make_path(source(), set, 0);
        const auto hours = static_cast<std::size_t>(kBurnInDays + counted_days(set)) * kHoursPerDay;
        EXPECT_EQ(path.price.size(), hours + 1);
        EXPECT_EQ(path.epochs(), hours / kEpochHours);
        EXPECT_EQ(path.alert.size(), path.epochs());
        for (const auto& score : path.score)
            EXPECT_EQ(score.size(), path.epochs());
    }
}

/// The hours of history whose prices a path repeats up to its level: each 24 h return is looked up.
bool has_return(double wanted, std::size_t first, std::size_t last) {
    for (std::size_t h = first; h + kHoursPerDay <= last; h += kHoursPerDay)
        if (std::abs(std::log(source().close[h + kHoursPerDay] / source().close[h]) - wanted) <
            1e-9)
            return true;
    return false;
}

TEST(Paths, CalibrationSeesNothingFrom2024OnAndHistoryNothingBefore) {
    const auto split = static_cast<std::size_t>((kJudgedFrom - source().start).count / kHour.count);
    for (const PathSet set : {PathSet::calibration, PathSet::history}) {
        const Path path = make_path(source(), set, 1);
        const bool judged = set == PathSet::history;
        for (std::size_t day = 0; day < 60; ++day) {
            const double step =
                std::log(path.price[(day + 1) * kHoursPerDay] / path.price[day * kHoursPerDay]);
            EXPECT_TRUE(
                has_return(step, judged ? split : 0, judged ? source().close.size() - 1 : split));
        }
    }
}

double deepest(const Path& path, std::size_t hours) {
    double least = 1;
    for (std::size_t h = 0; h + hours < path.price.size(); ++h)
        least = std::min(least, path.price[h + hours] / path.price[h]);
    return least;
}

TEST(Paths, FallsFallAsFarAsTheirNamesSay) {
    EXPECT_LE(deepest(make_path(source(), PathSet::fall_35, 2), 240), 0.65 + 1e-9);
    EXPECT_LE(deepest(make_path(source(), PathSet::fall_50, 2), 24), 0.5 + 1e-9);
    EXPECT_LE(deepest(make_path(source(), PathSet::march_2020, 2), 744),
              source().march_2020.back() + 1e-9);
}

TEST(Paths, TheRandomSignalIsOfTheSameFrequencyAndElsewhere) {
    std::size_t macro = 0;
    std::size_t random = 0;
    std::size_t both = 0;
    for (std::uint64_t i = 0; i < 40; ++i) {
        const Path path = make_path(source(), PathSet::history, i);
        for (std::size_t e = 0; e < path.epochs(); ++e) {
            const bool m = path.score[static_cast<std::size_t>(Signal::macro)][e].count() > 0;
            const bool r = path.score[static_cast<std::size_t>(Signal::random)][e].count() > 0;
            macro += m;
            random += r;
            both += m && r;
        }
    }
    EXPECT_NEAR(static_cast<double>(random), static_cast<double>(macro),
                0.05 * static_cast<double>(macro));
    // Independent: one in twenty of the one falls on the other, up to the blocks' common days.
    EXPECT_LT(static_cast<double>(both), 0.2 * static_cast<double>(macro));
}

TEST(Depth, DriftsAroundItsMedianWithItsSpread) {
    const BookSpec book{.demand = 1e9, .depth = 2e8, .drift = 1.4};
    double sum = 0;
    double squares = 0;
    double count = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        const Path path = make_path(source(), PathSet::fall_50, i);
        const DepthPath depth = make_depth(book, path, 0);
        for (std::size_t e = 0; e < depth.now.size(); e += 400) {
            EXPECT_LE(depth.low[e], depth.now[e]);
            const double z = std::log(depth.now[e] / book.depth);
            sum += z, squares += z * z, ++count;
        }
    }
    EXPECT_NEAR(sum / count, 0, 0.15);
    EXPECT_NEAR(std::sqrt(squares / count), 1.4, 0.12);
}

TEST(Depth, FixedDepthIsFixed) {
    const Path path = make_path(source(), PathSet::fall_50, 0);
    const DepthPath depth = make_depth({.depth = 5e7}, path, 0);
    for (std::size_t e = 0; e < depth.now.size(); ++e)
        EXPECT_EQ(depth.low[e], 5e7);
}

TEST(Arrivals, ComeAtThePaceOfTheTurnoverAndAskForTheDemand) {
    const BookSpec book{.demand = 1e9, .depth = 1e8, .whale = 0.15};
    const Path path = make_path(source(), PathSet::history, 0);
    const auto arrivals = make_arrivals(book, path, 0, 0.01);
    double first = 0;
    std::size_t later = 0;
    for (const Arrival& arrival : arrivals) {
        if (arrival.epoch == 0) first += arrival.size;
        later += arrival.epoch > 0;
        EXPECT_GE(arrival.appetite, 0.4);
        EXPECT_LE(arrival.appetite, 1.0);
    }
    EXPECT_NEAR(first, book.demand, 0.3 * book.demand);
    const double expected = 0.01 * static_cast<double>(kPlaces * path.epochs()) / 4;
    EXPECT_NEAR(static_cast<double>(later), expected, 4 * std::sqrt(expected));
}

}  // namespace
}  // namespace ballast::simulation
