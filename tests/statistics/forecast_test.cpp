// SPDX-License-Identifier: MIT
#include "statistics/forecast.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "statistics/normal.hpp"
#include "statistics/random.hpp"

namespace ballast::statistics {
namespace {

constexpr double kLevel = 0.975;

/// Standard normal losses, forecast as normal with the standard deviation `believed`.
std::vector<Outcome> normal_losses(double believed, int count) {
    Random random(31);
    const double q = normal_quantile(kLevel);
    const double shortfall = normal_density(q) / (1 - kLevel);
    std::vector<Outcome> outcomes;
    for (int i = 0; i < count; ++i)
        outcomes.push_back({random.normal(), believed * q, believed * shortfall});
    return outcomes;
}

template <class Loss>
std::vector<double> losses_of(const std::vector<Outcome>& outcomes, Loss loss) {
    std::vector<double> losses;
    for (const Outcome& outcome : outcomes)
        losses.push_back(loss(outcome, kLevel));
    return losses;
}

TEST(Z2, ByHand) {
    const std::vector<Outcome> outcomes{{3, 2, 4}, {1, 2, 4}, {2, 2, 4}, {8, 2, 4}};
    EXPECT_DOUBLE_EQ(acerbi_szekely_z2(outcomes, 0.5), 1 - (0.75 + 2.0) / 2);
}

TEST(Z2, IsZeroForATrueModelAndBelowForOneThatUnderstates) {
    EXPECT_NEAR(acerbi_szekely_z2(normal_losses(1, 100'000), kLevel), 0, 0.05);
    EXPECT_LT(acerbi_szekely_z2(normal_losses(0.8, 250), kLevel), -0.7);
    EXPECT_GT(acerbi_szekely_z2(normal_losses(1.3, 100'000), kLevel), 0.5);
}

TEST(Scores, ByHand) {
    EXPECT_DOUBLE_EQ(tick_loss({5, 2, 4}, 0.75), 0.75 * 3);
    EXPECT_DOUBLE_EQ(tick_loss({1, 2, 4}, 0.75), 0.25);
    EXPECT_DOUBLE_EQ(fissler_ziegel_loss({5, 2, 1}, 0.75), 3 / 0.25 + 2 - 1);
    EXPECT_DOUBLE_EQ(fissler_ziegel_loss({1, 2, 1}, 0.75), 1);
}

TEST(Scores, TheTruthScoresBest) {
    const auto average = [](double believed, auto loss) {
        double sum = 0;
        for (const double each : losses_of(normal_losses(believed, 50'000), loss))
            sum += each;
        return sum;
    };
    for (const double wrong : {0.7, 1.4}) {
        EXPECT_LT(average(1, tick_loss), average(wrong, tick_loss));
        EXPECT_LT(average(1, fissler_ziegel_loss), average(wrong, fissler_ziegel_loss));
    }
}

TEST(DieboldMariano, AgreesWithASecondCalculation) {
    // The same formulae in R.
    const std::vector<double> first{-.962, -.293, .259,   -1.152, .196,  .03,
                                    .085,  1.117, -1.219, 1.267,  -.745, -1.131};
    const std::vector<double> zero(first.size(), 0);
    const auto test = diebold_mariano(first, zero, 2);
    ASSERT_TRUE(test);
    EXPECT_NEAR(test->mean_difference, -0.2123333333333333, 1e-15);
    EXPECT_NEAR(long_run_variance(first, 2), 0.3540840679012344, 1e-15);
    EXPECT_NEAR(test->statistic, -1.236105695902482, 1e-13);
    EXPECT_NEAR(test->p, 0.2164192779322868, 1e-13);
}

TEST(DieboldMariano, TellsABadForecastFromAGoodOne) {
    const auto good = losses_of(normal_losses(1, 20'000), tick_loss);
    const auto bad = losses_of(normal_losses(0.7, 20'000), tick_loss);
    const auto test = diebold_mariano(good, bad, 0);
    ASSERT_TRUE(test);
    EXPECT_LT(test->statistic, -3);
    EXPECT_LT(test->p, 0.001);
    const auto reversed = diebold_mariano(bad, good, 0);
    ASSERT_TRUE(reversed);
    EXPECT_DOUBLE_EQ(reversed->statistic, -test->statistic);
}

TEST(DieboldMariano, RefusesForecastsThatDoNotDiffer) {
    const std::vector<double> losses{1, 2, 3};
    const std::vector<double> shifted{2, 3, 4};
    EXPECT_FALSE(diebold_mariano(losses, losses, 0));
    EXPECT_FALSE(diebold_mariano(losses, shifted, 0));
    EXPECT_FALSE(diebold_mariano({}, {}, 0));
}

TEST(LongRunVariance, OfARepeatedSeriesGrowsWithItsOverlap) {
    Random random(3);
    std::vector<double> repeated;
    for (int i = 0; i < 20'000; ++i) {
        const double z = random.normal();
        repeated.insert(repeated.end(), 5, z);
    }
    EXPECT_NEAR(long_run_variance(repeated, 0), 1, 0.03);
    EXPECT_NEAR(long_run_variance(repeated, 200), 5, 0.4);
}

}  // namespace
}  // namespace ballast::statistics
