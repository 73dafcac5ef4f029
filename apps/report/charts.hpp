// SPDX-License-Identifier: MIT
// Which series of a run stand in which chart.
#pragma once

#include <vector>

#include "apps/report/run.hpp"
#include "apps/report/svg_chart.hpp"

namespace ballast::apps {

/// Returns market `index`'s price. Requires at least two epochs, here and below.
[[nodiscard]] Chart price_chart(const Run& run, std::size_t index);

/// Returns a market's LTV in force, the model's target, and what each other policy would have had.
[[nodiscard]] Chart ltv_chart(const Run& run, std::size_t index);

/// Returns the same for its liquidation threshold on its ramp.
[[nodiscard]] Chart lt_chart(const Run& run, std::size_t index);

/// Returns the regime score S.
[[nodiscard]] Chart regime_chart(const Run& run);

/// Returns the score of the policy's channel `index`.
[[nodiscard]] Chart channel_chart(const Run& run, std::size_t index);

}  // namespace ballast::apps
