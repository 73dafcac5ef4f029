// SPDX-License-Identifier: MIT
// Forecasts and what came of them, over stretches that do not overlap.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "engine/policy.hpp"
#include "statistics/forecast.hpp"
#include "validation/volatility_path.hpp"

namespace ballast::validation {

/// A part of history, by its moments: a window counts if it begins and ends in it.
struct Span {
    std::string_view name;
    UnixSeconds from;
    UnixSeconds until;
};

/// Whose fall is the loss. Of a two-sided pair either asset may be the collateral.
enum class Falling { collateral, debt };

/// Returns "collateral" or "debt".
[[nodiscard]] std::string_view name_of(Falling falling) noexcept;

/// One stretch of time: what was known at its start, and the fall until its end.
struct Window {
    const VolatilityPoint* start = nullptr;
    /// (P - P') / P: .03 is a fall of 3 %, -.03 a rise; of the debt's own price where that falls.
    double loss = 0;
};

/// Returns the windows of `horizon` that begin at whole multiples of it since 1970, plus `offset`:
/// none overlaps another, so that their losses may be tested for independence. A window that lacks
/// a price at either end is left out. The windows point into `path`, which must outlive them.
/// Requires horizon >= 1 h and 0 <= offset < horizon.
[[nodiscard]] std::vector<Window> windows(std::span<const VolatilityPoint> path, Seconds horizon,
                                          Seconds offset, const Span& span, Falling falling);

/// Returns the volatility of `horizon` that one of a day implies: sigma sqrt(horizon / day).
[[nodiscard]] double sigma_of(double daily, Seconds horizon);

/// Returns what the tail said of each window, and its loss. Quantile and shortfall end at 95 %, as
/// the model's own tail does. The benchmark has its own: the normal's, in place of `tail`.
[[nodiscard]] std::vector<statistics::Outcome> outcomes(std::span<const Window> windows,
                                                        const engine::TailPoint& tail,
                                                        SigmaKind kind);

}  // namespace ballast::validation
