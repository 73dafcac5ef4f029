// SPDX-License-Identifier: MIT
#include "statistics/gpd.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "statistics/order.hpp"
#include "statistics/random.hpp"

namespace ballast::statistics {
namespace {

std::vector<double> gpd_sample(double shape, double scale, int count) {
    Random random(17);
    std::vector<double> sample;
    for (int i = 0; i < count; ++i)
        sample.push_back(scale / shape * (std::pow(random.uniform(), -shape) - 1));
    return sample;
}

TEST(Gpd, AgreesWithASecondCalculation) {
    // The same formulae in R.
    const std::vector<double> excesses{.3, 1.2, .7, 2.5, .1, 4.0, .9, 1.1};
    const auto gpd = fit_gpd(excesses);
    ASSERT_TRUE(gpd);
    EXPECT_NEAR(gpd->shape, 0.001850138760407738, 1e-14);
    EXPECT_NEAR(gpd->scale, 1.34750231267345, 1e-14);
}

TEST(Gpd, FindsTheParametersOfASample) {
    const auto gpd = fit_gpd(gpd_sample(0.2, 3, 100'000));
    ASSERT_TRUE(gpd);
    EXPECT_NEAR(gpd->shape, 0.2, 0.02);
    EXPECT_NEAR(gpd->scale, 3, 0.06);
}

TEST(Gpd, TailAgreesWithTheSampleItWasFittedTo) {
    const auto sample = ascending(gpd_sample(0.2, 3, 100'000));
    const auto tail = fit_gpd_tail(sample, quantile(sample, 0.9));
    ASSERT_TRUE(tail);
    EXPECT_EQ(tail->exceedances, 10'000U);
    EXPECT_EQ(tail->observations, 100'000U);
    for (const double level : {0.95, 0.99, 0.995}) {
        const double q = quantile(sample, level);
        EXPECT_NEAR(tail_quantile(*tail, level), q, 0.02 * q);
        const double shortfall = expected_shortfall(sample, level);
        EXPECT_NEAR(tail_shortfall(*tail, level), shortfall, 0.03 * shortfall);
    }
    EXPECT_NEAR(tail_quantile(*tail, 0.9), tail->threshold, 1e-9);
}

TEST(Gpd, ShapeZeroIsTheExponential) {
    const GpdTail exact{{0, 2}, 5, 10, 100};
    GpdTail near = exact;
    near.gpd.shape = 1e-7;
    EXPECT_NEAR(tail_quantile(exact, 0.99), 5 + 2 * std::log(10), 1e-12);
    EXPECT_NEAR(tail_shortfall(exact, 0.99), tail_quantile(exact, 0.99) + 2, 1e-12);
    EXPECT_NEAR(tail_quantile(near, 0.99), tail_quantile(exact, 0.99), 1e-5);
}

TEST(Gpd, RefusesWhatHasNoTail) {
    using V = std::vector<double>;
    for (const V& excesses : {V{}, V{1}, V{1, 1, 1}, V{0, 1, 2}, V{-1, 2}, V{1, HUGE_VAL}}) {
        const auto gpd = fit_gpd(excesses);
        ASSERT_FALSE(gpd);
        EXPECT_EQ(gpd.error().code, Errc::bad_data);
    }
    EXPECT_FALSE(fit_gpd_tail(V{1, 2, 3}, 5));
}

TEST(GpdDeathTest, NoQuantileUnderTheThreshold) {
    EXPECT_DEATH((void)tail_quantile({{0.1, 2}, 5, 10, 100}, 0.8), "gpd.cpp");
    EXPECT_DEATH((void)tail_shortfall({{1.1, 2}, 5, 10, 100}, 0.99), "gpd.cpp");
}

}  // namespace
}  // namespace ballast::statistics
