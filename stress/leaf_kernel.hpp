// SPDX-License-Identifier: MIT
// The tile kernel, sixteen scenarios at a time. Included by leaf_portable.cpp, _avx2.cpp and
// _avx512.cpp, each of which compiles it for its processor; hence everything is local to the
// including file and nothing of the standard library is called.
//
// Floating point only sorts out what is certain (kLeafMargin); where one lane of one position is
// not, the tile is done again in integers. So the sums are exact, whatever the rounding.
#pragma once

#include "base/int128.hpp"
#include "stress/leaf_bounds.hpp"
#include "stress/leaf_task.hpp"

namespace ballast::stress {
namespace {

constexpr std::int64_t kOneInBps = 10'000;

/// N collaterals and D debts of one tile against sixteen scenarios.
template <std::size_t N, std::size_t D>
class Tile {
  public:
    Tile(const LeafTask& task, const Leaf& leaf) : task_(task), leaf_(leaf) {}

    /// Spans of the block in which a position might be liquidated.
    [[nodiscard]] std::size_t doubtful_spans() const {
        Lanes price[N];
        for (std::size_t k = 0; k < N; ++k)
            price[k] = load(task_.price_low + leaf_.assets[k] * kLanes);
        Lanes debt[D];
        for (std::size_t k = 0; k < D; ++k)
            debt[k] = load(task_.price_high + leaf_.assets[N + k] * kLanes);
        return bits(value_bound<N>(leaf_, price, true) < above(debt_bound<D>(leaf_, debt, true)));
    }

    /// Adds the contribution of scenarios at .. at + 15 of the block.
    void run(std::size_t at) const {
        Lanes price[N];
        for (std::size_t k = 0; k < N; ++k)
            price[k] = load(task_.price + leaf_.assets[k] * kBlockScenarios + at);
        Lanes debt[D];
        for (std::size_t k = 0; k < D; ++k)
            debt[k] = load(task_.price + leaf_.assets[N + k] * kBlockScenarios + at);
        const Lanes debt_high = above(debt_bound<D>(leaf_, debt, true));
        if (bits(value_bound<N>(leaf_, price, true) < debt_high) == 0) return;
        Lanes net[N];
        for (std::size_t k = 0; k < N; ++k)
            net[k] = load(task_.net + leaf_.assets[k] * kBlockScenarios + at);
        const bool bad = bits(value_bound<N>(leaf_, net, true) < debt_high) != 0;
        const Lanes debt_low = below(debt_bound<D>(leaf_, debt, false));
        const bool every = bits(value_bound<N>(leaf_, price, false) < debt_low) == kAllLanes;
        if (every && !bad)
            add_all(at);
        else if (bad)
            add_each<true>(at, price, net, debt);
        else
            add_each<false>(at, price, net, debt);
    }

  private:
    static constexpr std::size_t kLegs = N + D;

    /// How many of the first positions might be liquidated in one of the scenarios: those whose
    /// health is under what the bound asks for, common m + (health - common) min m < debt.
    std::size_t frail_positions(const Lanes (&price)[N], const Lanes (&debt)[D]) const {
        Lanes common = all(0);
        Lanes lowest = price[0];
        for (std::size_t k = 0; k < N; ++k) {
            common = madd(all(leaf_.common[k]), price[k], common);
            lowest = least(lowest, price[k]);
        }
        // A worthless collateral may be all that they have in excess.
        if (bits(lowest < all(kLeafTiny)) != 0) return leaf_.count;
        const Lanes missing = above(debt_bound<D>(leaf_, debt, true)) - common;
        const Lanes needed = above(all(leaf_.common_sum) + missing / lowest);
        const float highest = top(needed);
        const float* health = task_.health + leaf_.first;
        std::size_t frail = 0;
        for (std::size_t j = 0; j < leaf_.count; j += kLanes)
            frail += static_cast<std::size_t>(
                __builtin_popcountll(bits(load(health + j) < all(highest))));
        return frail;
    }

    static Lanes value(const float* row, const Lanes (&price)[N]) {
        Lanes sum = all(row[0]) * price[0];
        for (std::size_t k = 1; k < N; ++k)
            sum = madd(all(row[k]), price[k], sum);
        return sum;
    }

    static Lanes owed(const float* row, const Lanes (&debt)[D]) {
        if constexpr (D == 1)
            return debt[0];
        else
            return madd(all(row[N]), debt[0], all(row[N + 1]) * debt[1]);
    }

    void add_all(std::size_t at) const {
        const std::int64_t* sums = task_.amounts + leaf_.row + leaf_.count * kLegs;
        for (std::size_t s = at; s < at + kLanes; ++s) {
            task_.count[s] += leaf_.count;
            for (std::size_t k = 0; k < D; ++k)
                task_.debt[leaf_.assets[N + k] * kBlockScenarios + s] += sums[N + k];
        }
    }

    template <bool Bad>
    void add_each(std::size_t at, const Lanes (&price)[N], const Lanes (&net)[N],
                  const Lanes (&debt)[D]) const {
        Count count;
        Mask doubt{};
        Sums debts[D];
        Sums bad[kLegs];
        const std::size_t frail = frail_positions(price, debt);
        const float* row = task_.weights + leaf_.row;
        const std::int64_t* amounts = task_.amounts + leaf_.row;
        for (std::size_t j = 0; j < frail; ++j, row += kLegs, amounts += kLegs) {
            const Lanes owes = owed(row, debt);
            const Lanes certain = below(owes);
            const Lanes possible = above(owes);
            const Lanes held = value(row, price);
            const Mask liquidated = held < certain;
            doubt = doubt | ((held < possible) ^ liquidated);
            count.add(liquidated);
            for (std::size_t k = 0; k < D; ++k)
                debts[k].add(liquidated, amounts[N + k]);
            if constexpr (Bad) {
                const Lanes worth = value(row, net);
                const Mask loses = (worth < certain) & liquidated;
                doubt = doubt | (((worth < possible) & liquidated) ^ loses);
                for (std::size_t k = 0; k < kLegs; ++k)
                    bad[k].add(loses, amounts[k]);
            }
        }
        const std::size_t doubtful = bits(doubt);
        if (doubtful != 0) {
            for (Sums& sums : debts)
                sums.drop(doubt);
            for (Sums& sums : bad)
                sums.drop(doubt);
            count.drop(doubt);
            add_exactly(at, doubtful);
        }
        count.add_to(task_.count + at);
        for (std::size_t k = 0; k < D; ++k)
            debts[k].add_to(task_.debt + leaf_.assets[N + k] * kBlockScenarios + at);
        if constexpr (Bad) {
            for (std::size_t k = 0; k < N; ++k)
                bad[k].add_to(task_.bad_collateral + leaf_.assets[k] * kBlockScenarios + at);
            for (std::size_t k = N; k < kLegs; ++k)
                bad[k].add_to(task_.bad_debt + leaf_.assets[k] * kBlockScenarios + at);
        }
    }

    void add_exactly(std::size_t at, std::size_t lanes) const {
        for (; lanes != 0; lanes &= lanes - 1)
            for (std::size_t j = 0; j < leaf_.count; ++j)
                add_row_exactly(at + static_cast<std::size_t>(__builtin_ctzll(lanes)),
                                task_.amounts + leaf_.row + j * kLegs);
    }

    Int128 exact(const std::int64_t* amounts, const std::int64_t* table, std::size_t from,
                 std::size_t to, std::size_t place) const {
        Int128 sum = 0;
        for (std::size_t k = from; k < to; ++k)
            sum += Int128{amounts[k]} *
                   table[leaf_.assets[k] * task_.scenarios + task_.numbers[place]];
        return sum;
    }

    void add_row_exactly(std::size_t s, const std::int64_t* amounts) const {
        const Int128 owes = exact(amounts, task_.exact_price, N, kLegs, s);
        if (exact(amounts, task_.exact_collateral, 0, N, s) >= owes * kOneInBps) return;
        ++task_.count[s];
        for (std::size_t k = N; k < kLegs; ++k)
            task_.debt[leaf_.assets[k] * kBlockScenarios + s] += amounts[k];
        if (exact(amounts, task_.exact_net, 0, N, s) >= owes) return;
        for (std::size_t k = 0; k < N; ++k)
            task_.bad_collateral[leaf_.assets[k] * kBlockScenarios + s] += amounts[k];
        for (std::size_t k = N; k < kLegs; ++k)
            task_.bad_debt[leaf_.assets[k] * kBlockScenarios + s] += amounts[k];
    }

    const LeafTask& task_;
    const Leaf& leaf_;
};

template <std::size_t N, std::size_t D>
void run_leaf(const LeafTask& task, const Leaf& leaf) {
    const Tile<N, D> tile(task, leaf);
    for (std::size_t spans = tile.doubtful_spans(); spans != 0; spans &= spans - 1) {
        const auto span = static_cast<std::size_t>(__builtin_ctzll(spans));
        const std::size_t from = span * kSpanScenarios;
        for (std::size_t at = from; at < from + kSpanScenarios; at += kLanes)
            tile.run(at);
    }
}

/// Rows of a family's tiles do not follow each other in memory.
inline void prefetch(const LeafTask& task, const Leaf& leaf) {
    __builtin_prefetch(task.health + leaf.first);
    __builtin_prefetch(task.weights + leaf.row);
    __builtin_prefetch(task.weights + leaf.row + 16);
    __builtin_prefetch(task.amounts + leaf.row);
    __builtin_prefetch(task.amounts + leaf.row + 8);
    __builtin_prefetch(task.amounts + leaf.row + 16);
}

inline void run_leaves(const LeafTask& task) {
    for (std::size_t i = 0; i < task.leaf_count; ++i) {
        const Leaf& leaf = task.leaves[i];
        prefetch(task, task.leaves[i + 1 < task.leaf_count ? i + 1 : i]);
        with_shape(leaf, [&](auto collaterals, auto debts) {
            run_leaf<collaterals.kCount, debts.kCount>(task, leaf);
        });
    }
}

}  // namespace
}  // namespace ballast::stress
