// SPDX-License-Identifier: MIT
// The price of a collateral in units of what is owed against it, and how far it may be trusted.
#pragma once

#include "engine/snapshot.hpp"

namespace ballast::engine {

/// A price as decisions use it.
struct SeenPrice {
    PriceStatus status = PriceStatus::missing;
    Price price;              ///< 0 unless the status is confirmed or both sides have one
    UnixSeconds observed_at;  ///< of the older side
};

/// Returns the market's own price in USD; a confirmed price of 0 is a missing one.
[[nodiscard]] SeenPrice own_price(const MarketObservation& market);

/// Returns the collateral's price in units of the debt asset at 1e-8, rounded down and limited to a
/// price's bounds. Its status is the worse of the two (docs/model.md, "Price of a pair").
[[nodiscard]] SeenPrice pair_price(const MarketObservation& collateral,
                                   const MarketObservation& debt);

/// Returns `seen`; not confirmed where it is more than ten times `last` or less than a tenth: that
/// is a slip of units, and a market that did it is for people to look at. Without a last price (0)
/// nothing is a slip.
[[nodiscard]] SeenPrice without_unit_slip(SeenPrice seen, Price last);

/// Returns what one market's decision takes for its price: the pair's, or the collateral's own
/// where `debt` is nullptr; a slip of units against `last` is not confirmed.
[[nodiscard]] SeenPrice see_price(const MarketObservation& collateral,
                                  const MarketObservation* debt, Price last);

/// Returns the last price in USD after `market`: its own where that is confirmed and no unit slip,
/// else `last`.
[[nodiscard]] Price next_usd_price(const MarketObservation& market, Price last);

}  // namespace ballast::engine
