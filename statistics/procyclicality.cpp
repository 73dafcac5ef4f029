// SPDX-License-Identifier: MIT
#include "statistics/procyclicality.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ballast::statistics {

double peak_to_trough(std::span<const double> margins) {
    BALLAST_CHECK(!margins.empty());
    const auto [trough, peak] = std::minmax_element(margins.begin(), margins.end());
    BALLAST_CHECK(*trough > 0);
    return *peak / *trough;
}

double largest_rise(std::span<const double> margins, std::size_t periods) {
    BALLAST_CHECK(periods >= 1);
    double largest = 0;
    for (std::size_t t = periods; t < margins.size(); ++t)
        largest = std::max(largest, margins[t] - margins[t - periods]);
    return largest;
}

}  // namespace ballast::statistics
