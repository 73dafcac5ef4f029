// SPDX-License-Identifier: MIT
// The rules by which a recorded event gets the liquidity and the book that nobody recorded.
#pragma once

#include "engine/snapshot.hpp"
#include "policies/scenario.hpp"

namespace ballast::feeds {

/// Returns the depth at a 1-day volatility whose square is `variance_fast`, a day: the calm curve
/// times min(1, max(.15, median volatility / volatility)), rounded down. Order books thin out as
/// volatility rises, but some of them stays.
[[nodiscard]] engine::DepthCurve synthetic_depth(const policies::ScenarioMarket& market,
                                                 engine::Wad variance_fast);

/// Returns the smaller of the two at each slippage.
[[nodiscard]] engine::DepthCurve shallower(const engine::DepthCurve& a,
                                           const engine::DepthCurve& b);

/// Returns `part` of the depth, rounded down: what a scenario says was left of it.
[[nodiscard]] engine::DepthCurve part_of(const engine::DepthCurve& depth, engine::Bps part);

/// Where the book stands at a bar.
struct BookMoment {
    engine::Price start;   ///< the last close of the eve
    engine::Price now;     ///< the bar's close
    engine::Price lowest;  ///< the lowest close from the eve to this bar; at most `now` and `start`
    engine::Bps lt_now;
};

/// Returns the book of the eve with every health factor moved by now/start and lt_now/lt_start,
/// rounded down to the basis point. Positions that fell under 1 are liquidated and gone, and the
/// wall starts where they stood, with a debt of 0: those that the lowest close took at the starting
/// threshold, and those that today's price and threshold take. Total debt stays as it was.
/// Requires positive prices and lt_now > 0.
[[nodiscard]] engine::Book synthetic_book(const policies::ScenarioMarket& market,
                                          const BookMoment& moment);

}  // namespace ballast::feeds
