// SPDX-License-Identifier: MIT
// One scenario on its way to the fixed point. It looks again only at what can have changed:
// a list of pairs moves two places in its order; of the tiles, those that the scan says might hold
// a liquidation are opened, and of an opened one each position knows how much its collaterals can
// lose before its next stage, relative to the prices at which the tile was looked at last.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "stress/cascade_state.hpp"
#include "stress/leaf_task.hpp"
#include "stress/leaves.hpp"

namespace ballast::stress {

class CascadeLane {
  public:
    /// Requires that both outlive it.
    CascadeLane(const StressIndex& index, std::span<const ImpactCurve> curves);

    /// Begins a scenario.
    void begin(std::span<const std::int64_t> prices);

    /// Brings a list of pairs to the prices reached.
    void move_pair(std::size_t pair);
    /// Opens a tile that was not opened before.
    void open_tile(const Leaf& leaf);
    /// Brings the opened tiles to the prices reached.
    void look_again();
    /// Ends a round: sells, and moves prices by what is sold. Returns false where nothing changed.
    [[nodiscard]] bool sell();

    /// Whether the last round moved the price of an asset; all of them before the first round.
    [[nodiscard]] bool moved(std::size_t asset) const { return moved_[asset]; }
    [[nodiscard]] const CascadePrices& prices() const { return prices_; }
    /// Returns the row, after sell() returned false.
    [[nodiscard]] CascadeRow row() const;

  private:
    /// What brings a position to its next stage: that `value` of collaterals falls below `debt`.
    struct Border {
        std::size_t stage = 0;  ///< as CascadeFlow has them
        Int128 value = 0;       ///< 0: there is no next stage
        Int128 debt = 0;
    };
    struct PairPlace {
        std::size_t liquidated = 0;
        std::size_t exhausted = 0;
    };
    /// What is needed of a Leaf, at hand: looking into the table would be a miss of the cache.
    struct OpenTile {
        std::uint32_t row;
        std::uint8_t collaterals;
        std::uint8_t debts;
        std::uint8_t assets[kLegsMax];
        std::array<float, kCollateralsMax> then;  ///< 1 / price at which it was looked at
        std::array<std::uint8_t, kLeafPositionsMax> stages;
        /// No position moves on while its collaterals keep more than this part of their prices.
        std::array<float, kLeafPositionsMax> levels;
        float highest;  ///< of the levels
    };

    void add_pair(std::int64_t sign, const PairList& pair, const PairPlace& place);
    /// A tile of whose positions (bits) some may have reached their level, where its collaterals
    /// have kept at least `kept` of their value.
    struct Reached {
        std::size_t tile;
        std::uint32_t positions;
        float kept;
    };

    [[nodiscard]] Int128 debt_of(const OpenTile& tile, const std::int64_t* amounts) const;
    [[nodiscard]] Border border_of(const OpenTile& tile, const std::int64_t* amounts,
                                   Int128 debt) const;
    [[nodiscard]] float level_of(const OpenTile& tile, double quotient) const;
    [[nodiscard]] Reached reached(std::size_t number) const;
    void look_again(const Reached& reached);
    void remember_prices(OpenTile& tile) const;
    [[nodiscard]] float look_at(OpenTile& tile, std::size_t j);

    const StressIndex& index_;
    std::span<const ImpactCurve> curves_;
    CascadePrices prices_;
    CascadeFlow flow_;
    std::vector<char> moved_;
    std::vector<PairPlace> pair_places_;
    std::vector<OpenTile> tiles_;
    std::size_t seen_ = 0;  ///< of tiles_: opened before this round
    std::vector<Reached> reached_;
    CascadeRow row_;
};

}  // namespace ballast::stress
