// SPDX-License-Identifier: MIT
#include "statistics/nnls.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "base/check.hpp"

namespace ballast::statistics {
namespace {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

// A gradient this small beside the columns' own size is 0, and a pivot dependence.
constexpr double kTolerance = 1e-12;

double dot(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

/// The normal equations: gram x = moments.
struct Normal {
    Matrix gram;
    Vector moments;
};

Normal normal_equations(std::span<const Vector> columns, std::span<const double> target) {
    Normal normal;
    for (const Vector& a : columns) {
        BALLAST_CHECK(a.size() == target.size());
        normal.gram.emplace_back();
        for (const Vector& b : columns)
            normal.gram.back().push_back(dot(a, b));
        normal.moments.push_back(dot(a, target));
    }
    return normal;
}

/// Turns `matrix` into its Cholesky factor, below and on the diagonal. False: not positive.
bool factorise(Matrix& matrix) {
    for (std::size_t i = 0; i < matrix.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = matrix[i][j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= matrix[i][k] * matrix[j][k];
            if (i != j)
                matrix[i][j] = sum / matrix[j][j];
            else if (sum <= kTolerance * matrix[i][i])
                return false;
            else
                matrix[i][i] = std::sqrt(sum);
        }
    return true;
}

void substitute(const Matrix& factor, Vector& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k)
            x[i] -= factor[i][k] * x[k];
        x[i] /= factor[i][i];
    }
    for (std::size_t i = x.size(); i-- > 0;) {
        for (std::size_t k = i + 1; k < x.size(); ++k)
            x[i] -= factor[k][i] * x[k];
        x[i] /= factor[i][i];
    }
}

/// The unconstrained solution over the passive columns, 0 elsewhere; nothing where they depend.
std::optional<Vector> solve(const Normal& normal, const std::vector<bool>& passive) {
    std::vector<std::size_t> chosen;
    for (std::size_t j = 0; j < passive.size(); ++j)
        if (passive[j]) chosen.push_back(j);
    Matrix factor;
    Vector x;
    for (const std::size_t i : chosen) {
        factor.emplace_back();
        for (const std::size_t j : chosen)
            factor.back().push_back(normal.gram[i][j]);
        x.push_back(normal.moments[i]);
    }
    if (!factorise(factor)) return std::nullopt;
    substitute(factor, x);
    Vector spread(passive.size(), 0);
    for (std::size_t k = 0; k < chosen.size(); ++k)
        spread[chosen[k]] = x[k];
    return spread;
}

/// The column outside the passive set along which the error falls fastest, if any.
std::optional<std::size_t> steepest(const Normal& normal, const Vector& x,
                                    const std::vector<bool>& passive) {
    std::optional<std::size_t> best;
    double best_slope = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
        const double slope = normal.moments[j] - dot(normal.gram[j], x);
        const double scale = std::fabs(normal.moments[j]) + std::fabs(normal.gram[j][j]);
        if (passive[j] || slope <= kTolerance * scale || slope <= best_slope) continue;
        best = j;
        best_slope = slope;
    }
    return best;
}

/// Goes from x towards z until the first passive coefficient reaches 0, and releases it and what
/// reaches 0 with it. Requires a passive coefficient of z that is not above 0.
void step_back(Vector& x, const Vector& z, std::vector<bool>& passive) {
    std::size_t first = x.size();
    double part = 1;
    for (std::size_t j = 0; j < x.size(); ++j) {
        if (!passive[j] || z[j] > 0) continue;
        const double reaches = x[j] / (x[j] - z[j]);
        if (first < x.size() && reaches >= part) continue;
        first = j;
        part = reaches;
    }
    for (std::size_t j = 0; j < x.size(); ++j) {
        x[j] += part * (z[j] - x[j]);
        if (j != first && x[j] > 0) continue;
        x[j] = 0;
        passive[j] = false;
    }
}

/// Solves over the passive columns, fewer and fewer, until no coefficient is negative.
/// False: the columns depend on each other.
bool settle(const Normal& normal, std::vector<bool>& passive, Vector& x) {
    for (;;) {
        const auto z = solve(normal, passive);
        if (!z) return false;
        bool feasible = true;
        for (std::size_t j = 0; j < x.size(); ++j)
            feasible = feasible && (!passive[j] || (*z)[j] > 0);
        if (feasible) {
            x = *z;
            return true;
        }
        step_back(x, *z, passive);
    }
}

}  // namespace

Result<Vector> nonnegative_least_squares(std::span<const Vector> columns,
                                         std::span<const double> target) {
    BALLAST_CHECK(!columns.empty());
    const Normal normal = normal_equations(columns, target);
    Vector x(columns.size(), 0);
    std::vector<bool> passive(columns.size(), false);
    // The error falls at each turn, so no set comes twice; rounding alone could make it go round.
    for (std::size_t turn = 0; turn < 32 * columns.size(); ++turn) {
        const auto entering = steepest(normal, x, passive);
        if (!entering) return x;
        passive[*entering] = true;
        if (!settle(normal, passive, x)) break;
    }
    return fail(Errc::bad_data, "least squares: the columns depend on each other");
}

}  // namespace ballast::statistics
