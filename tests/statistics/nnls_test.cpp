// SPDX-License-Identifier: MIT
#include "statistics/nnls.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "statistics/random.hpp"

namespace ballast::statistics {
namespace {

using Columns = std::vector<std::vector<double>>;

/// d(error)/dx_j, halved.
double gradient(const Columns& columns, const std::vector<double>& target,
                const std::vector<double>& x, std::size_t j) {
    double sum = 0;
    for (std::size_t t = 0; t < target.size(); ++t) {
        double residual = -target[t];
        for (std::size_t k = 0; k < x.size(); ++k)
            residual += x[k] * columns[k][t];
        sum += residual * columns[j][t];
    }
    return sum;
}

TEST(Nnls, FindsAnExactSolution) {
    const Columns columns{{1, 0, 2, 1}, {2, 1, 0, 1}, {1, 3, 1, 0}};
    std::vector<double> target;
    for (std::size_t t = 0; t < 4; ++t)
        target.push_back(.5 * columns[0][t] + 2 * columns[1][t] + columns[2][t]);
    const auto x = nonnegative_least_squares(columns, target);
    ASSERT_TRUE(x);
    EXPECT_NEAR((*x)[0], .5, 1e-12);
    EXPECT_NEAR((*x)[1], 2, 1e-12);
    EXPECT_NEAR((*x)[2], 1, 1e-12);
}

TEST(Nnls, LeavesOutWhatWouldBeNegative) {
    // Without the bound: x = (2, -1). With it: the mean of the first column alone.
    const auto x = nonnegative_least_squares(Columns{{1, 1}, {0, 1}}, std::vector<double>{2, 1});
    ASSERT_TRUE(x);
    EXPECT_NEAR((*x)[0], 1.5, 1e-15);
    EXPECT_EQ((*x)[1], 0);
}

TEST(Nnls, NoCoefficientWhereAllPointAway) {
    const auto x = nonnegative_least_squares(Columns{{1, 1}, {0, 1}}, std::vector<double>{-2, -1});
    ASSERT_TRUE(x);
    EXPECT_EQ(*x, (std::vector<double>{0, 0}));
}

TEST(Nnls, RandomProblemsMeetTheOptimalityConditions) {
    int bound = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Random random = Random(41).stream(seed);
        Columns columns(4, std::vector<double>(12));
        std::vector<double> target(12);
        for (auto& column : columns)
            for (double& value : column)
                value = random.normal() + 0.5;
        for (double& value : target)
            value = random.normal() + 0.5;
        const auto x = nonnegative_least_squares(columns, target);
        ASSERT_TRUE(x);
        for (std::size_t j = 0; j < x->size(); ++j) {
            const double slope = gradient(columns, target, *x, j);
            ASSERT_GE((*x)[j], 0);
            ASSERT_GE(slope, -1e-9);
            ASSERT_NEAR(slope * (*x)[j], 0, 1e-9);
            bound += (*x)[j] > 0 ? 0 : 1;
        }
    }
    EXPECT_GT(bound, 100);  // the bound was at work, not only least squares
}

TEST(Nnls, SmallUnitsDoNotMatter) {
    const auto x = nonnegative_least_squares(Columns{{1e-9, 1e-9}, {0, 1e-4}},
                                             std::vector<double>{2e-14, 3e-14});
    ASSERT_TRUE(x);
    EXPECT_NEAR((*x)[0], 2e-5, 1e-15);
    EXPECT_NEAR((*x)[1], 1e-10, 1e-20);
}

TEST(Nnls, NeverTakesTheTwinOfAColumnInUse) {
    const auto x = nonnegative_least_squares(Columns{{1, 2, 1}, {2, 4, 2}, {0, 0, 1}},
                                             std::vector<double>{1, 2, 4});
    ASSERT_TRUE(x);
    EXPECT_NEAR((*x)[0] + 2 * (*x)[1], 1, 1e-12);
}

}  // namespace
}  // namespace ballast::statistics
