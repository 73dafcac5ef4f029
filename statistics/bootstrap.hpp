// SPDX-License-Identifier: MIT
// How sure a figure from one stretch of history is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "statistics/random.hpp"

namespace ballast::statistics {

/// A figure with its confidence interval.
struct Interval {
    double estimate = 0;
    double low = 0;
    double high = 0;
};

/// How to resample. One seed always gives one result.
struct Resampling {
    std::size_t block = 1;  ///< length of the blocks, so that what hangs together stays together
    std::size_t resamples = 2'000;
    double level = 0.95;
    std::uint64_t seed = 1;
};

/// Returns `count` places of a circular series of that length, in blocks from random starts; the
/// last block is cut. Requires count >= 1 and block >= 1.
/// Source: Politis and Romano, "A circular block-resampling procedure", 1992.
[[nodiscard]] std::vector<std::size_t> block_indices(std::size_t count, std::size_t block,
                                                     Random random);

/// A figure of the observations at these places. Places and not values, so that one resampling may
/// serve two series at once: a ratio of two policies over the same paths.
using Statistic = std::function<double(std::span<const std::size_t>)>;

/// Returns the statistic of 0 ... count-1 in order, and the percentile interval of its resamples
/// (Efron 1979). Resample i draws from stream i. Requires count, block, resamples >= 1 and
/// 0 < level < 1.
[[nodiscard]] Interval bootstrap_interval(std::size_t count, const Statistic& statistic,
                                          const Resampling& how);

/// Returns the share of circular shifts by which `statistic(shift)` is at least statistic(0),
/// counting the unshifted one too: the p of the hypothesis that two series which keep their own
/// memory have nothing to do with each other. Shifts nearer than `margin` to 0 on either side say
/// nothing and are left out. Deterministic: every shift is taken.
/// Requires 1 <= margin and 2 margin <= count.
[[nodiscard]] double circular_shift_p(std::size_t count, std::size_t margin,
                                      const std::function<double(std::size_t)>& statistic);

}  // namespace ballast::statistics
