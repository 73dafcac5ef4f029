// SPDX-License-Identifier: MIT
// The fixed point of one scenario after the other, in rounds that look only at what can change.
//
// A list of pairs moves two places in its order. Of a tile a first part is open, looked at one by
// one; the rest is closed: its bound says up to which impacts all of it stays healthy. So does, of
// an open position, the quotient of debt and value for its next stage. Each waits in the buckets of
// its collaterals at those impacts (stress_cascade_queue.hpp), and is woken by the first.
#pragma once

#include <optional>

#include "simulation/stress_cascade_queue.hpp"
#include "simulation/stress_cascade_state.hpp"
#include "simulation/stress_leaf_task.hpp"

namespace ballast::simulation {

class CascadeSolver {
  public:
    /// Requires that `index` and `curves` outlive it.
    CascadeSolver(const StressIndex& index, std::span<const ImpactCurve> curves);

    /// Returns the row of a scenario, or nothing where an impact exceeds `reach`. `tiles` are the
    /// numbers of the tiles that impacts up to `reach` can touch, `levels` as LeafScan has them.
    [[nodiscard]] std::optional<CascadeRow> solve(std::span<const std::int64_t> prices,
                                                  std::span<const std::uint32_t> tiles,
                                                  std::span<const float> levels,
                                                  std::int32_t reach);

    /// Returns the row of a scenario, whatever its impacts.
    [[nodiscard]] CascadeRow solve(std::span<const std::int64_t> prices);

  private:
    struct PairPlace {
        std::size_t liquidated = 0;
        std::size_t exhausted = 0;
    };
    struct TileState {
        std::uint32_t stamp = 0;
        std::uint8_t open = 0;
    };
    struct PositionState {
        std::uint32_t stamp = 0;
        std::uint8_t stage = 0;
    };

    void begin(std::span<const std::int64_t> prices, std::int32_t reach);
    [[nodiscard]] bool finish_rounds(CascadeRow& row);
    void sell(CascadeRow& row);
    void move_pairs(std::size_t asset);
    void add_pair(std::int64_t sign, const PairList& pair, const PairPlace& place);
    void wake(std::size_t asset, std::int32_t from, std::int32_t to);
    void open_tile(std::uint32_t tile);
    void wait_tile(std::uint32_t tile, double level);
    void look_at(std::uint32_t tile, std::uint32_t position);
    void wait(const Leaf& leaf, std::size_t collaterals, double level, std::uint32_t owner,
              std::uint32_t stamp);

    const StressIndex& index_;
    std::span<const ImpactCurve> curves_;
    CascadePrices prices_;
    CascadeFlow flow_;
    CascadeQueue queue_;
    std::vector<std::vector<std::size_t>> pairs_of_;  ///< by collateral
    std::vector<PairPlace> pair_places_;
    std::vector<TileState> tiles_;
    std::vector<PositionState> positions_;  ///< kLeafPositionsMax of each tile
    std::vector<std::uint32_t> touched_;    ///< tiles to be reset
    std::vector<std::uint32_t> all_tiles_;
    std::vector<float> all_levels_;
};

}  // namespace ballast::simulation
