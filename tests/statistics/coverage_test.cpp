// SPDX-License-Identifier: MIT
#include "statistics/coverage.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "statistics/random.hpp"

namespace ballast::statistics {
namespace {

using Hits = std::vector<std::uint8_t>;

/// Hits with probability `p`, or `after` where the last period was one.
Hits simulate(std::uint64_t seed, double p, double after) {
    Random random = Random(23).stream(seed);
    Hits hits;
    for (int i = 0; i < 2'000; ++i) {
        const bool last = !hits.empty() && hits.back() == 1;
        hits.push_back(random.uniform() < (last ? after : p) ? 1 : 0);
    }
    return hits;
}

/// The share of 400 simulated series that `test` rejects at 5 %.
template <class Test>
double rejected(double p, double after, Test test) {
    int count = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed)
        count += test(simulate(seed, p, after)).p < .05 ? 1 : 0;
    return count / 400.0;
}

TEST(Kupiec, ByHand) {
    // 2 hits of 100 at 1 %: 2 (ln(.98^98 .02^2) - ln(.99^98 .01^2)).
    const double expected = 2 * (98 * std::log(.98 / .99) + 2 * std::log(2.0));
    EXPECT_NEAR(kupiec(2, 100, .01).statistic, expected, 1e-12);
    EXPECT_EQ(kupiec(5, 100, .05).statistic, 0);
    EXPECT_EQ(kupiec(5, 100, .05).p, 1);
    EXPECT_NEAR(kupiec(0, 255, .01).statistic, -2 * 255 * std::log(.99), 1e-12);
}

TEST(Kupiec, ATrueModelPassesAndAFalseOneFails) {
    EXPECT_GT(kupiec(21, 2090, .01).p, 0.9);
    EXPECT_LT(kupiec(48, 2090, .01).p, 1e-5);  // a normal tail on Bitcoin
    EXPECT_LT(kupiec(3, 2090, .01).p, 1e-5);   // too careful is false too
}

TEST(Independence, ByHand) {
    const Hits hits{0, 1, 1, 0, 0, 0, 1, 0};
    const Transitions counts = transitions(hits);
    EXPECT_EQ(counts.n00, 2);
    EXPECT_EQ(counts.n01, 2);
    EXPECT_EQ(counts.n10, 2);
    EXPECT_EQ(counts.n11, 1);
    const double one = 3 * std::log(3. / 7) + 4 * std::log(4. / 7);
    const double two = 4 * std::log(.5) + std::log(1. / 3) + 2 * std::log(2. / 3);
    EXPECT_NEAR(independence(counts).statistic, 2 * (two - one), 1e-14);
}

TEST(Independence, RejectsClustersAndSeldomWhatIsIndependent) {
    const auto alone = [](const Hits& hits) { return independence(transitions(hits)); };
    EXPECT_GT(rejected(.02, .3, alone), .99);
    EXPECT_NEAR(rejected(.05, .05, alone), .05, .033);  // three standard errors
}

TEST(Coverage, ConditionalRejectsEitherFault) {
    const auto test = [](const Hits& hits) { return conditional_coverage(hits, .05); };
    EXPECT_NEAR(rejected(.05, .05, test), .05, .033);
    EXPECT_GT(rejected(.08, .08, test), .95);  // too many
    EXPECT_GT(rejected(.04, .23, test), .95);  // 4.9 % in all, but together
}

TEST(Independence, NothingToFollowIsNoEvidence) {
    EXPECT_EQ(independence(transitions(Hits(100, 0))).p, 1);
    EXPECT_EQ(independence(transitions(Hits{})).p, 1);
    EXPECT_EQ(independence(transitions(Hits{1})).p, 1);
}

TEST(Coverage, ConditionalIsTheSumOfBoth) {
    const Hits hits{0, 1, 1, 0, 0, 0, 1, 0};
    EXPECT_NEAR(conditional_coverage(hits, .1).statistic,
                kupiec(3, 8, .1).statistic + independence(transitions(hits)).statistic, 1e-14);
}

TEST(TrafficLight, HasThreeZones) {
    EXPECT_EQ(traffic_light(4, 250, .01), TrafficLight::green);
    EXPECT_EQ(traffic_light(5, 250, .01), TrafficLight::yellow);
    EXPECT_EQ(traffic_light(9, 250, .01), TrafficLight::yellow);
    EXPECT_EQ(traffic_light(10, 250, .01), TrafficLight::red);
    EXPECT_EQ(traffic_light(0, 1, .01), TrafficLight::yellow);  // P(X <= 0) is .99: says little
    EXPECT_EQ(name_of(TrafficLight::yellow), "yellow");
}

TEST(CoverageDeathTest, MoreHitsThanObservations) {
    EXPECT_DEATH((void)kupiec(3, 2, .01), "coverage.cpp");
}

}  // namespace
}  // namespace ballast::statistics
