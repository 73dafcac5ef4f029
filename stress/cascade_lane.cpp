// SPDX-License-Identifier: MIT
#include "stress/cascade_lane.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace ballast::stress {
namespace {

/// A level that is never reached, and one that always is.
constexpr float kNever = -1;
constexpr float kAlways = std::numeric_limits<float>::max();

/// Bounds of a tile's positions at the prices reached, as leaf_task.hpp has them.
struct TileBound {
    double common = 0;
    double lowest = std::numeric_limits<double>::max();
    double owed = 0;

    TileBound(const Leaf& leaf, const CascadePrices& prices) {
        for (std::size_t k = 0; k < leaf.collaterals; ++k) {
            const double price = prices.relative[leaf.assets[k]];
            common += static_cast<double>(leaf.common[k]) * price;
            lowest = std::min(lowest, price);
        }
        double dearest = 0;
        for (std::size_t k = 0; k < leaf.debts; ++k) {
            const double price = prices.relative_debt[leaf.assets[leaf.collaterals + k]];
            owed += static_cast<double>(leaf.debt_common[k]) * price;
            dearest = std::max(dearest, price);
        }
        if (leaf.debts > 1) owed += static_cast<double>(leaf.debt_rest_high) * dearest;
        owed *= 1 + static_cast<double>(kLeafMargin);
    }

    /// The least value of a position of that health.
    [[nodiscard]] double value(const Leaf& leaf, float health) const {
        const double sum = static_cast<double>(health) * (1 - 0x1p-20);
        return common + std::max(0.0, sum - static_cast<double>(leaf.common_sum)) * lowest;
    }
};

}  // namespace

CascadeLane::CascadeLane(const StressIndex& index, std::span<const ImpactCurve> curves)
    : index_(index),
      curves_(curves),
      prices_(index.assets()),
      flow_(index.assets().size()),
      moved_(index.assets().size()),
      pair_places_(index.pairs().size()) {}

void CascadeLane::begin(std::span<const std::int64_t> prices) {
    prices_.begin(prices);
    flow_.clear();
    std::fill(moved_.begin(), moved_.end(), 1);
    std::fill(pair_places_.begin(), pair_places_.end(), PairPlace{});
    tiles_.clear();
    seen_ = 0;
    row_ = {};
}

void CascadeLane::add_pair(std::int64_t sign, const PairList& pair, const PairPlace& place) {
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

void CascadeLane::move_pair(std::size_t number) {
    const PairList& pair = index_.pairs()[number];
    PairPlace place;
    place.liquidated = pair.under(prices_.collateral[pair.collateral()], prices_.debt[pair.debt()]);
    if (place.liquidated > 0)
        place.exhausted = std::min(place.liquidated, pair.under(prices_.net[pair.collateral()],
                                                                prices_.scenario[pair.debt()]));
    PairPlace& now = pair_places_[number];
    if (place.liquidated == now.liquidated && place.exhausted == now.exhausted) return;
    add_pair(-1, pair, now);
    add_pair(1, pair, place);
    now = place;
}

Int128 CascadeLane::debt_of(const OpenTile& tile, const std::int64_t* amounts) const {
    Int128 debt = 0;
    for (std::size_t k = 0; k < tile.debts; ++k)
        debt += Int128{amounts[tile.collaterals + k]} *
                prices_.scenario[tile.assets[tile.collaterals + k]];
    return debt;
}

CascadeLane::Border CascadeLane::border_of(const OpenTile& tile, const std::int64_t* amounts,
                                           Int128 debt) const {
    Int128 value = 0;
    for (std::size_t k = 0; k < tile.collaterals; ++k)
        value += Int128{amounts[k]} * prices_.collateral[tile.assets[k]];
    // Without debt nothing is below it.
    if (value >= debt * engine::kBpsOne) return {0, value, debt * engine::kBpsOne};
    Int128 net = 0;
    for (std::size_t k = 0; k < tile.collaterals; ++k) {
        net += Int128{amounts[k]} * prices_.net[tile.assets[k]];
        if (net >= debt) return {k + 1, net, debt};
    }
    return {std::size_t{tile.collaterals} + 1, 0, 0};
}

/// The level at which a value could fall below a debt, and a little above it: prices are rounded
/// down twice, and the quotient is taken in floating point.
float CascadeLane::level_of(const OpenTile& tile, double quotient) const {
    double rounding = 0;
    for (std::size_t k = 0; k < tile.collaterals; ++k)
        rounding = std::max(rounding, prices_.rounding[tile.assets[k]]);
    return static_cast<float>(quotient * (1 + static_cast<double>(kLeafMargin)) + rounding);
}

void CascadeLane::remember_prices(OpenTile& tile) const {
    for (std::size_t k = 0; k < tile.collaterals; ++k) {
        const double price = prices_.relative[tile.assets[k]];
        // What is worth nothing loses nothing.
        tile.then[k] = price > 0 ? static_cast<float>(1 / price) : 0;
    }
}

/// Brings a position to its stage. Returns the level of the next.
float CascadeLane::look_at(OpenTile& tile, std::size_t j) {
    const std::size_t legs = std::size_t{tile.collaterals} + tile.debts;
    const std::int64_t* amounts = &index_.leaves().amounts[tile.row + j * legs];
    const Int128 debt = debt_of(tile, amounts);
    const Border border = border_of(tile, amounts, debt);
    if (border.stage != tile.stages[j]) {
        const std::span<const std::uint8_t> collaterals(tile.assets, tile.collaterals);
        if (tile.stages[j] > 0) flow_.add(-1, 1, tile.stages[j], collaterals, amounts, debt);
        flow_.add(1, 1, border.stage, collaterals, amounts, debt);
        tile.stages[j] = static_cast<std::uint8_t>(border.stage);
    }
    if (border.value == 0) return kNever;
    return level_of(tile, static_cast<double>(border.debt) / static_cast<double>(border.value));
}

void CascadeLane::open_tile(const Leaf& leaf) {
    const float* health = &index_.leaves().health[leaf.first];
    OpenTile& tile = tiles_.emplace_back();
    tile.row = leaf.row;
    tile.collaterals = leaf.collaterals;
    tile.debts = leaf.debts;
    std::copy(std::begin(leaf.assets), std::end(leaf.assets), std::begin(tile.assets));
    tile.stages.fill(0);
    tile.levels.fill(kNever);
    remember_prices(tile);
    const TileBound bound(leaf, prices_);
    for (std::size_t j = 0; j < leaf.count; ++j) {
        const double value = bound.value(leaf, health[j]);
        tile.levels[j] = value > bound.owed ? level_of(tile, bound.owed / value) : look_at(tile, j);
    }
    tile.highest = *std::max_element(tile.levels.begin(), tile.levels.end());
}

CascadeLane::Reached CascadeLane::reached(std::size_t number) const {
    const OpenTile& tile = tiles_[number];
    Reached reached{number, 0, 1};
    for (std::size_t k = 0; k < tile.collaterals; ++k) {
        const float now = static_cast<float>(prices_.relative[tile.assets[k]]);
        if (tile.then[k] > 0) reached.kept = std::min(reached.kept, now * tile.then[k]);
    }
    if (tile.highest < reached.kept) return reached;
    for (std::size_t j = 0; j < kLeafPositionsMax; ++j)
        reached.positions |= static_cast<std::uint32_t>(tile.levels[j] >= reached.kept ? 1 : 0)
                             << j;
    return reached;
}

void CascadeLane::look_again() {
    reached_.clear();
    for (std::size_t i = 0; i < seen_; ++i) {
        const Reached found = reached(i);
        if (found.positions == 0) continue;
        reached_.push_back(found);
        const std::size_t legs = std::size_t{tiles_[i].collaterals} + tiles_[i].debts;
        for (std::uint32_t bits = found.positions; bits != 0; bits &= bits - 1)
            __builtin_prefetch(index_.leaves().amounts.data() + tiles_[i].row +
                               static_cast<std::size_t>(__builtin_ctz(bits)) * legs);
    }
    for (const Reached& found : reached_)
        look_again(found);
    seen_ = tiles_.size();
}

void CascadeLane::look_again(const Reached& reached) {
    OpenTile& tile = tiles_[reached.tile];
    remember_prices(tile);
    // The others have lost at most as much as prices have.
    for (float& level : tile.levels)
        if (level >= 0) level = reached.kept > 0 ? level / reached.kept : kAlways;
    for (std::uint32_t bits = reached.positions; bits != 0; bits &= bits - 1) {
        const auto j = static_cast<std::size_t>(__builtin_ctz(bits));
        tile.levels[j] = look_at(tile, j);
    }
    tile.highest = *std::max_element(tile.levels.begin(), tile.levels.end());
}

bool CascadeLane::sell() {
    row_.sold = 0;
    row_.impacts = prices_.impacts;
    bool any = false;
    for (std::size_t a = 0; a < row_.impacts.size(); ++a) {
        const Int128 value = flow_.sold(a, prices_) * prices_.scenario[a];
        row_.sold += value;
        row_.impacts[a] = curves_[a].impact(value);
        moved_[a] = row_.impacts[a] != prices_.impacts[a] ? 1 : 0;
        any = any || moved_[a] != 0;
    }
    if (++row_.rounds == 1) row_.first_sold = row_.sold;
    // After all sales: each was counted at the round's prices.
    for (std::size_t a = 0; a < row_.impacts.size(); ++a)
        if (moved_[a] != 0) prices_.set_impact(a, row_.impacts[a]);
    return any;
}

CascadeRow CascadeLane::row() const {
    CascadeRow row = row_;
    row.stress = flow_.row(prices_);
    return row;
}

}  // namespace ballast::stress
