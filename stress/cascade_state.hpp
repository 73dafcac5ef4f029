// SPDX-License-Identifier: MIT
// One scenario of a cascade: its prices, and what is sold at them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stress/cascade.hpp"

namespace ballast::stress {

/// What a unit of each asset counts at the impacts reached.
class CascadePrices {
  public:
    explicit CascadePrices(const std::vector<BookAsset>& assets);

    /// Begins a scenario without impacts. Requires prices of the assets.
    void begin(std::span<const std::int64_t> prices);
    void set_impact(std::size_t asset, std::int32_t bps);

    std::vector<std::int64_t> scenario;    ///< the scenario's prices, at which debts stand
    std::vector<std::int64_t> debt;        ///< the same times 10,000
    std::vector<std::int64_t> collateral;  ///< price times LT in bps
    std::vector<std::int64_t> net;
    std::vector<double> relative;       ///< price as collateral, to today's
    std::vector<double> relative_debt;  ///< the scenario's price, to today's
    std::vector<double> rounding;       ///< four units of the net price, relative to it
    std::vector<std::int32_t> impacts;

  private:
    const std::vector<BookAsset>& assets_;
};

/// Sums over the positions that are liquidated. A position is at a stage: 0 healthy, k its k-th
/// collateral sold in part and those before it whole, collaterals + 1 all sold and debt left over.
class CascadeFlow {
  public:
    explicit CascadeFlow(std::size_t assets);
    void clear();

    /// Adds (sign 1) or takes away (-1) positions at a stage above 0, by their sums: `assets` of
    /// the collaterals and their amounts, debt at the scenario's prices.
    void add(std::int64_t sign, std::int64_t positions, std::size_t stage,
             std::span<const std::uint8_t> assets, const std::int64_t* amounts, Int128 debt);

    /// Returns the tokens sold of an asset, rounded up.
    [[nodiscard]] Int128 sold(std::size_t asset, const CascadePrices& prices) const;
    [[nodiscard]] StressRow row(const CascadePrices& prices) const;

  private:
    std::size_t assets_;
    std::int64_t count_ = 0;
    Int128 debt_ = 0;
    Int128 lost_debt_ = 0;            ///< of positions with everything sold
    std::vector<std::int64_t> lost_;  ///< their collaterals
    std::vector<std::int64_t> whole_;
    /// Of positions whose collateral a is sold in part: their debt, and [a][l] the collaterals
    /// that are sold before it.
    std::vector<Int128> part_debt_;
    std::vector<std::int64_t> part_before_;
};

}  // namespace ballast::stress
