// SPDX-License-Identifier: MIT
// Liquidations sell collateral, sales lower prices, lower prices liquidate: the least fixed point.
//
// In a scenario with prices P and impacts x (bps, one an asset, all 0 at first)
//   collateral is worth   P' = floor(P (1 - x))   and its net price follows (stress.hpp),
//   debt stays at P: who repays it buys it, which does not make it cheaper,
//   a position that can be liquidated is, whole: its collaterals are sold in their order until
//   their net prices have repaid the debt, the last of them in part; what is not repaid is bad
//   debt, x of each asset becomes the impact of all that is sold of it, counted in tokens, rounded
//   up once.
// Lower prices never shrink a sale, so x only rises, on a finite grid: the rounds end in the least
// fixed point, and every order of work ends there.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stress/impact.hpp"
#include "stress/index.hpp"
#include "stress/stress.hpp"

namespace ballast::stress {

/// What a scenario and its cascade do to a book.
struct CascadeRow {
    StressRow stress;                   ///< at the fixed point
    Int128 first_sold = 0;              ///< in the first round, at the scenario's prices, 1e-16 USD
    Int128 sold = 0;                    ///< at the fixed point, at the same prices
    std::int32_t rounds = 0;            ///< until nothing changed
    std::vector<std::int32_t> impacts;  ///< of each asset, bps
    bool operator==(const CascadeRow&) const = default;
};

/// Returns floor(price (1 - impact)). Requires 0 <= impact <= 10,000.
[[nodiscard]] std::int64_t impacted_price(std::int64_t price, std::int32_t impact_bps);

/// Returns the gain g = 1 - first flow / whole flow (docs/model.md: F = 1/(1-g)), rounded up; 0
/// where nothing is sold.
[[nodiscard]] engine::Bps cascade_gain(const CascadeRow& row);

/// Returns a row a scenario, each round by one loop over all positions: the definition, against
/// which cascade() is tested. Requires prices and impacts of the book's assets, and
/// book.check_terms().
[[nodiscard]] std::vector<CascadeRow> cascade_simple(const Book& book,
                                                     std::span<const ImpactCurve> impacts,
                                                     const PriceTable& prices);

/// Returns what cascade_simple returns. Requires the same, threads >= 1 and one of leaf_ways();
/// neither changes a bit.
[[nodiscard]] std::vector<CascadeRow> cascade(const StressIndex& index,
                                              std::span<const ImpactCurve> impacts,
                                              const PriceTable& prices, unsigned threads,
                                              LeafWay way = leaf_ways().back());

}  // namespace ballast::stress
