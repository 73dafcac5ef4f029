// SPDX-License-Identifier: MIT
#include "statistics/order.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"

namespace ballast::statistics {

std::vector<double> ascending(std::span<const double> values) {
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

double mean(std::span<const double> values) {
    BALLAST_CHECK(!values.empty());
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

double variance(std::span<const double> values) {
    BALLAST_CHECK(values.size() >= 2);
    const double centre = mean(values);
    double sum = 0;
    for (const double value : values)
        sum += (value - centre) * (value - centre);
    return sum / static_cast<double>(values.size() - 1);
}

double quantile(std::span<const double> sorted, double p) {
    BALLAST_CHECK(!sorted.empty() && p >= 0 && p <= 1);
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = place - std::floor(place);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

double expected_shortfall(std::span<const double> sorted, double level) {
    BALLAST_CHECK(!sorted.empty() && level >= 0 && level < 1);
    const double share = (1 - level) * static_cast<double>(sorted.size());
    double left = share;
    double sum = 0;
    for (auto at = sorted.rbegin(); at != sorted.rend() && left > 0; ++at) {
        sum += std::min(left, 1.0) * *at;
        left -= 1;
    }
    return sum / share;
}

}  // namespace ballast::statistics
