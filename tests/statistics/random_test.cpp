// SPDX-License-Identifier: MIT
#include "statistics/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace ballast::statistics {
namespace {

TEST(Random, IsSplitMix64) {
    // The published sequence of seed 1234567.
    Random random(1234567);
    EXPECT_EQ(random.next(), 6457827717110365317U);
    EXPECT_EQ(random.next(), 3203168211198807973U);
    EXPECT_EQ(random.next(), 9817491932198370423U);
    EXPECT_EQ(random.next(), 4593380528125082431U);
    EXPECT_EQ(random.next(), 16408922859458223821U);
}

TEST(Random, APlaceHoldsTheSameNumberInAnyOrder) {
    Random forward(7);
    std::vector<std::uint64_t> drawn;
    for (int i = 0; i < 100; ++i)
        drawn.push_back(forward.next());
    for (std::uint64_t i = 100; i-- > 0;)
        EXPECT_EQ(Random(7).at(i), drawn[i]);
}

TEST(Random, StreamsDoNotDependOnWhatWasDrawn) {
    Random used(7);
    for (int i = 0; i < 10; ++i)
        (void)used.next();
    EXPECT_EQ(used.stream(3).at(5), Random(7).stream(3).at(5));
    EXPECT_NE(Random(7).stream(3).at(5), Random(7).stream(4).at(5));
    EXPECT_NE(Random(7).stream(3).at(5), Random(8).stream(3).at(5));
}

TEST(Random, NeighbouringStreamsAreNotCorrelated) {
    constexpr int kDraws = 100'000;
    Random a = Random(1).stream(0);
    Random b = Random(1).stream(1);
    double product = 0;
    for (int i = 0; i < kDraws; ++i)
        product += a.normal() * b.normal();
    EXPECT_NEAR(product / kDraws, 0, 0.015);  // 4.7 standard errors
}

TEST(Random, NormalsHaveTheMomentsOfTheNormal) {
    constexpr int kDraws = 400'000;
    Random random(20);
    std::array<double, 4> sums{};
    for (int i = 0; i < kDraws; ++i) {
        const double z = random.normal();
        double power = 1;
        for (double& sum : sums)
            sum += power *= z;
    }
    EXPECT_NEAR(sums[0] / kDraws, 0, 0.008);
    EXPECT_NEAR(sums[1] / kDraws, 1, 0.011);
    EXPECT_NEAR(sums[2] / kDraws, 0, 0.031);
    EXPECT_NEAR(sums[3] / kDraws, 3, 0.078);
}

TEST(Random, BelowIsEvenAndInBounds) {
    std::array<int, 7> counts{};
    Random random(5);
    for (int i = 0; i < 70'000; ++i)
        ++counts.at(random.below(7));
    for (const int count : counts)
        EXPECT_NEAR(count, 10'000, 450);
    EXPECT_EQ(Random(5).below(1), 0U);
}

TEST(Random, UniformNeverReachesItsEnds) {
    Random random(11);
    for (int i = 0; i < 100'000; ++i) {
        const double u = random.uniform();
        ASSERT_GT(u, 0);
        ASSERT_LT(u, 1);
    }
}

}  // namespace
}  // namespace ballast::statistics
