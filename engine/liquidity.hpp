// SPDX-License-Identifier: MIT
#pragma once

#include "engine/snapshot.hpp"

namespace ballast::engine {

/// Returns the USD sellable at `slippage`: linear between the points of the curve and from (0, 0)
/// to the first, the last point beyond it. Rounded down. Requires slippage >= 0.
[[nodiscard]] Usd depth_at(const DepthCurve& curve, Bps slippage);

enum class Round { down, up };

/// Returns the debt of positions whose health factor is under `threshold_bps` (M-9): linear between
/// the wall's points, nothing up to the first, everything beyond the last. Without a wall nothing
/// is known of the book's debt: all of it rounded up, none rounded down.
[[nodiscard]] Usd debt_under(const Book& book, Int128 threshold_bps, Round round);

/// Returns the debt that a cut of the liquidation threshold from `now` to `after` makes
/// liquidatable at a price lower by `fall`, beyond what that price alone makes so (M-16). Rounded
/// up; 0 where `after` is not lower. Requires after > 0 and 0 <= fall < 10,000.
[[nodiscard]] Usd induced_liquidation(const Book& book, Bps now, Bps after, Bps fall);

}  // namespace ballast::engine
