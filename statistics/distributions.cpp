// SPDX-License-Identifier: MIT
#include "statistics/distributions.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"
#include "statistics/elementary.hpp"
#include "statistics/normal.hpp"

namespace ballast::statistics {

double chi_square_tail(double x, int degrees) {
    BALLAST_CHECK(x >= 0 && degrees >= 1);
    // Q(x; d + 2) = Q(x; d) + (x/2)^(d/2) e^(-x/2) / gamma(d/2 + 1), from d = 1 or 2 up.
    const bool odd = degrees % 2 == 1;
    const double root = std::sqrt(x);
    double tail = odd ? 2 * normal_cdf(-root) : portable_exp(-x / 2);
    double term = odd ? 2 * normal_density(root) * root : portable_exp(-x / 2) * x / 2;
    for (int d = odd ? 1 : 2; d < degrees; d += 2) {
        tail += term;
        term *= x / (d + 2);
    }
    return tail;
}

double binomial_cdf(std::int64_t hits, std::int64_t trials, double p) {
    BALLAST_CHECK(hits >= 0 && hits <= trials && p > 0 && p < 1);
    if (hits == trials) return 1;
    // In logarithms: (1 - p)^trials is below the smallest double for long series.
    const double odds = portable_log(p) - portable_log(1 - p);
    double log_term = static_cast<double>(trials) * portable_log(1 - p);
    double sum = portable_exp(log_term);
    for (std::int64_t k = 0; k < hits; ++k) {
        log_term += odds + portable_log(static_cast<double>(trials - k)) -
                    portable_log(static_cast<double>(k + 1));
        sum += portable_exp(log_term);
    }
    return std::min(sum, 1.0);
}

}  // namespace ballast::statistics
