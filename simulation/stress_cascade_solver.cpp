// SPDX-License-Identifier: MIT
#include "simulation/stress_cascade_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/check.hpp"

namespace ballast::simulation {
namespace {

/// Owners of entries: tiles count from here, open positions from 0.
constexpr std::uint32_t kTileOwner = std::uint32_t{1} << 31U;

/// More than double precision can have lost in a quotient of two sums of a few products.
constexpr double kMargin = 1e-12;

std::size_t legs_of(const Leaf& leaf) {
    return std::size_t{leaf.collaterals} + leaf.debts;
}

Int128 debt_of(const Leaf& leaf, const std::int64_t* amounts, const CascadePrices& prices) {
    Int128 debt = 0;
    for (std::size_t k = leaf.collaterals; k < legs_of(leaf); ++k)
        debt += Int128{amounts[k]} * prices.scenario[leaf.assets[k]];
    return debt;
}

/// What decides the next stage of a position: the value (10,000 times in `scale` of the debt) of
/// its first `collaterals` collaterals, which must fall below the debt.
struct Border {
    std::size_t stage = 0;
    std::size_t collaterals = 0;
    Int128 value = 0;
    Int128 debt = 0;  ///< in the value's unit
};

Border border_of(const Leaf& leaf, const std::int64_t* amounts, Int128 debt,
                 const CascadePrices& prices) {
    Int128 value = 0;
    for (std::size_t k = 0; k < leaf.collaterals; ++k)
        value += Int128{amounts[k]} * prices.collateral[leaf.assets[k]];
    if (value >= debt * engine::kBpsOne)
        return {0, leaf.collaterals, value, debt * engine::kBpsOne};
    Int128 net = 0;
    for (std::size_t k = 0; k < leaf.collaterals; ++k) {
        net += Int128{amounts[k]} * prices.net[leaf.assets[k]];
        if (net >= debt) return {k + 1, k + 1, net, debt};
    }
    return {std::size_t{leaf.collaterals} + 1, 0, 0, 0};
}

}  // namespace

CascadeSolver::CascadeSolver(const StressIndex& index, std::span<const ImpactCurve> curves)
    : index_(index),
      curves_(curves),
      prices_(index.assets()),
      flow_(index.assets().size()),
      queue_(index.assets().size()),
      pairs_of_(index.assets().size()),
      pair_places_(index.pairs().size()),
      tiles_(index.leaves().leaves.size()),
      positions_(tiles_.size() * kLeafPositionsMax),
      all_tiles_(tiles_.size()),
      all_levels_(tiles_.size(), std::numeric_limits<float>::infinity()) {
    BALLAST_CHECK(positions_.size() < kTileOwner);
    for (std::size_t i = 0; i < index.pairs().size(); ++i)
        pairs_of_[index.pairs()[i].collateral()].push_back(i);
    std::iota(all_tiles_.begin(), all_tiles_.end(), 0U);
}

void CascadeSolver::begin(std::span<const std::int64_t> prices, std::int32_t reach) {
    prices_.begin(prices);
    flow_.clear();
    queue_.begin(reach);
    std::fill(pair_places_.begin(), pair_places_.end(), PairPlace{});
    // Stamps go on, so that nothing else has to be reset.
    for (const std::uint32_t tile : touched_) {
        for (std::size_t j = 0; j < tiles_[tile].open; ++j)
            positions_[tile * kLeafPositionsMax + j].stage = 0;
        tiles_[tile].open = 0;
    }
    touched_.clear();
}

std::optional<CascadeRow> CascadeSolver::solve(std::span<const std::int64_t> prices,
                                               std::span<const std::uint32_t> tiles,
                                               std::span<const float> levels, std::int32_t reach) {
    begin(prices, reach);
    for (std::size_t a = 0; a < pairs_of_.size(); ++a)
        move_pairs(a);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        touched_.push_back(tiles[i]);
        if (levels[i] < 1)
            wait_tile(tiles[i], static_cast<double>(levels[i]));
        else
            open_tile(tiles[i]);
    }
    CascadeRow row;
    if (!finish_rounds(row)) return std::nullopt;
    return row;
}

CascadeRow CascadeSolver::solve(std::span<const std::int64_t> prices) {
    auto row = solve(prices, all_tiles_, all_levels_, kImpactMaxBps);
    BALLAST_CHECK(row);
    return std::move(*row);
}

bool CascadeSolver::finish_rounds(CascadeRow& row) {
    while (true) {
        const std::vector<std::int32_t> before = prices_.impacts;
        sell(row);
        if (++row.rounds == 1) row.first_sold = row.sold;
        if (row.impacts == before) break;
        if (*std::max_element(row.impacts.begin(), row.impacts.end()) > queue_.reach())
            return false;
        // All prices move before anything is looked at, so that a look sees the round's prices.
        for (std::size_t a = 0; a < before.size(); ++a)
            prices_.set_impact(a, row.impacts[a]);
        for (std::size_t a = 0; a < before.size(); ++a) {
            if (row.impacts[a] == before[a]) continue;
            move_pairs(a);
            wake(a, before[a] + 1, row.impacts[a]);
        }
    }
    row.stress = flow_.row(prices_);
    return true;
}

void CascadeSolver::sell(CascadeRow& row) {
    row.sold = 0;
    row.impacts = prices_.impacts;
    for (std::size_t a = 0; a < row.impacts.size(); ++a) {
        const Int128 value = flow_.sold(a, prices_) * prices_.scenario[a];
        row.sold += value;
        row.impacts[a] = curves_[a].impact(value);
    }
}

void CascadeSolver::add_pair(std::int64_t sign, const PairList& pair, const PairPlace& place) {
    const auto asset = static_cast<std::uint8_t>(pair.collateral());
    const PairSums& all = pair.sums(place.liquidated);
    const PairSums& lost = pair.sums(place.exhausted);
    const auto add = [&](std::size_t stage, std::size_t positions, std::int64_t collateral,
                         std::int64_t debt) {
        flow_.add(sign, static_cast<std::int64_t>(positions), stage, {&asset, 1}, &collateral,
                  Int128{debt} * prices_.scenario[pair.debt()]);
    };
    add(1, place.liquidated - place.exhausted, all.collateral - lost.collateral,
        all.debt - lost.debt);
    add(2, place.exhausted, lost.collateral, lost.debt);
}

void CascadeSolver::move_pairs(std::size_t asset) {
    for (const std::size_t i : pairs_of_[asset]) {
        const PairList& pair = index_.pairs()[i];
        PairPlace place;
        place.liquidated = pair.under(prices_.collateral[asset], prices_.debt[pair.debt()]);
        if (place.liquidated > 0)
            place.exhausted = std::min(
                place.liquidated, pair.under(prices_.net[asset], prices_.scenario[pair.debt()]));
        PairPlace& now = pair_places_[i];
        if (place.liquidated == now.liquidated && place.exhausted == now.exhausted) continue;
        add_pair(-1, pair, now);
        add_pair(1, pair, place);
        now = place;
    }
}

void CascadeSolver::wake(std::size_t asset, std::int32_t from, std::int32_t to) {
    for (std::int32_t bps = from; bps <= to; ++bps)
        for (std::int32_t i = queue_.first(asset, bps); i != CascadeQueue::kNone;) {
            const CascadeQueue::Entry entry = queue_[i];
            i = entry.next;
            if (entry.owner >= kTileOwner) {
                const std::uint32_t tile = entry.owner - kTileOwner;
                if (tiles_[tile].stamp == entry.stamp) open_tile(tile);
            } else if (positions_[entry.owner].stamp == entry.stamp) {
                look_at(entry.owner / kLeafPositionsMax, entry.owner);
            }
        }
}

/// Opens positions of the tile until the bound of the rest says that it is healthy.
void CascadeSolver::open_tile(std::uint32_t tile) {
    const Leaf& leaf = index_.leaves().leaves[tile];
    double common = 0;
    double lowest = std::numeric_limits<double>::max();
    for (std::size_t k = 0; k < leaf.collaterals; ++k) {
        const double price = prices_.relative[leaf.assets[k]];
        common += static_cast<double>(leaf.common[k]) * price;
        lowest = std::min(lowest, price);
    }
    double owed = 0;
    double dearest = 0;
    for (std::size_t k = 0; k < leaf.debts; ++k) {
        const std::size_t asset = leaf.assets[leaf.collaterals + k];
        const double price = static_cast<double>(prices_.scenario[asset]) /
                             static_cast<double>(index_.assets()[asset].price.count());
        owed += static_cast<double>(leaf.debt_common[k]) * price;
        dearest = std::max(dearest, price);
    }
    owed += static_cast<double>(leaf.debt_rest_high) * dearest;
    owed *= 1 + static_cast<double>(kLeafMargin);
    const auto value = [&](std::size_t j) {
        const double health = static_cast<double>(index_.leaves().health[leaf.first + j]);
        const double rest = health - static_cast<double>(leaf.common_sum);
        return common + std::max(0.0, rest - health * 0x1p-20) * lowest;
    };
    TileState& state = tiles_[tile];
    while (state.open < leaf.count && value(state.open) <= owed) {
        const auto j = static_cast<std::uint32_t>(state.open++);
        look_at(tile, tile * static_cast<std::uint32_t>(kLeafPositionsMax) + j);
    }
    if (state.open < leaf.count) wait_tile(tile, owed / value(state.open));
}

void CascadeSolver::wait_tile(std::uint32_t tile, double level) {
    const Leaf& leaf = index_.leaves().leaves[tile];
    wait(leaf, leaf.collaterals, level, kTileOwner + tile, ++tiles_[tile].stamp);
}

/// Brings a position to its stage, and lets it wait for the next.
void CascadeSolver::look_at(std::uint32_t tile, std::uint32_t position) {
    const Leaf& leaf = index_.leaves().leaves[tile];
    const std::int64_t* amounts =
        &index_.leaves().amounts[leaf.row + position % kLeafPositionsMax * legs_of(leaf)];
    const Int128 debt = debt_of(leaf, amounts, prices_);
    const Border border = border_of(leaf, amounts, debt, prices_);
    PositionState& state = positions_[position];
    if (border.stage != state.stage) {
        const std::span collaterals(leaf.assets, leaf.collaterals);
        if (state.stage > 0) flow_.add(-1, 1, state.stage, collaterals, amounts, debt);
        flow_.add(1, 1, border.stage, collaterals, amounts, debt);
        state.stage = static_cast<std::uint8_t>(border.stage);
    }
    ++state.stamp;
    // With everything sold, or without a debt, there is nothing more to come.
    if (border.value == 0) return;
    const double level = static_cast<double>(border.debt) / static_cast<double>(border.value);
    wait(leaf, border.collaterals, level, position, state.stamp);
}

/// Puts the owner where the first of its collaterals has lost so much that the level could be
/// reached: their value keeps at least the least part that one of them keeps.
void CascadeSolver::wait(const Leaf& leaf, std::size_t collaterals, double level,
                         std::uint32_t owner, std::uint32_t stamp) {
    for (std::size_t k = 0; k < collaterals; ++k) {
        const std::size_t asset = leaf.assets[k];
        const std::int32_t now = prices_.impacts[asset];
        // Prices are rounded down twice: to be safe, as if to four units of the net price.
        const double rounding =
            4 / static_cast<double>(std::max<std::int64_t>(1, prices_.net[asset]));
        const double kept = (engine::kBpsOne - now) * (level * (1 + kMargin) + rounding);
        const double bps = std::floor(engine::kBpsOne - std::min(kept, 1.0 * engine::kBpsOne));
        queue_.push(asset, std::max(now + 1, static_cast<std::int32_t>(bps)), owner, stamp);
    }
}

}  // namespace ballast::simulation
