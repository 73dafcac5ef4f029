// SPDX-License-Identifier: MIT
// Ratios in one run: the machine's speed changes from minute to minute, so peers take turns and
// each round gives one ratio.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

namespace ballast::bench {

/// Returns the seconds that call() takes, on a clock that only moves forward.
template <class Call>
double seconds(Call call) {
    const auto start = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Returns the middle value, the upper one of two. Requires at least one value.
inline double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace ballast::bench
