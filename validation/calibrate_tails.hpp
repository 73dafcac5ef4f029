// SPDX-License-Identifier: MIT
// Tail multipliers by filtered historical simulation: what was lost over a horizon, in sigmas of
// what the model had published at its start.
// Source: Barone-Adesi, Giannopoulos and Vosper 1999; McNeil and Frey 2000 for the tail.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "validation/calibrate_speeds.hpp"

namespace ballast::validation {

/// The published volatility a day after each close.
using SigmaPath = std::vector<double>;

/// Returns the losses 1 - P(t+h)/P(t) of every overlapping block from `first` on, in sigmas of
/// sigma(t) sqrt(h / 24 h), ascending. A block that lacks its end is left out. With `reverse` the
/// other asset of the pair falls: 1 - P(t)/P(t+h).
[[nodiscard]] std::vector<double> block_losses(std::span<const Close> closes,
                                               const SigmaPath& sigmas, std::size_t first,
                                               Seconds horizon, bool reverse);

/// A tail of losses in sigmas.
struct TailFit {
    double threshold = 0;  ///< the 90 % quantile
    double shape = 0;      ///< xi of the generalised Pareto distribution, limited to 0 to .5
    double scale = 0;
    double worst = 0;
    std::size_t blocks = 0;
    std::size_t exceedances = 0;
};

/// Fits the losses above their 90 % quantile by probability-weighted moments; where the shape is
/// limited the scale keeps the mean excess. Requires ascending losses.
/// Errors: bad_data where too few exceed the threshold.
[[nodiscard]] Result<TailFit> fit_tail(std::span<const double> losses);

/// Returns the loss that the fitted tail exceeds with probability 1 - level. Requires level >= .9.
[[nodiscard]] double quantile_of(const TailFit& tail, double level);

/// Returns the larger of the fitted tail's mean loss beyond that quantile and the sample's own.
[[nodiscard]] double shortfall_of(const TailFit& tail, std::span<const double> losses,
                                  double level);

}  // namespace ballast::validation
