// SPDX-License-Identifier: MIT
// The tile kernel, eight scenarios at a time. Included by stress_leaf_portable.cpp and
// stress_leaf_avx2.cpp, each of which compiles it for its processor; hence everything is local to
// the including file and nothing of the standard library is called.
//
// Floating point only sorts out what is certain (kLeafMargin); where one lane of one position is
// not, the tile is done again in integers. So the sums are exact, whatever the rounding.
#pragma once

#include "base/int128.hpp"
#include "simulation/stress_leaf_task.hpp"

#if defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
#endif

namespace ballast::simulation {
namespace {

using F8 = float __attribute__((vector_size(32), may_alias));
using I8 = std::int32_t __attribute__((vector_size(32), may_alias));
using I4 = std::int32_t __attribute__((vector_size(16), may_alias));
using L4 = std::int64_t __attribute__((vector_size(32), may_alias));

constexpr std::int64_t kOneInBps = 10'000;
constexpr std::size_t kAllLanes = (1U << kLanes) - 1;

inline F8 all(float x) {
    return F8{x, x, x, x, x, x, x, x};
}

inline F8 load(const float* at) {
    return *reinterpret_cast<const F8*>(at);
}

inline F8 least(F8 a, F8 b) {
    return a < b ? a : b;
}

inline F8 most(F8 a, F8 b) {
    return a < b ? b : a;
}

/// a * b + c. The rounding differs between the two, which the margin allows for.
inline F8 madd(F8 a, F8 b, F8 c) {
#if defined(__AVX2__) && defined(__FMA__)
    return _mm256_fmadd_ps(a, b, c);
#else
    return a * b + c;
#endif
}

/// One bit a lane.
inline std::size_t bits(I8 mask) {
#if defined(__AVX2__) && defined(__FMA__)
    return static_cast<std::size_t>(_mm256_movemask_ps(reinterpret_cast<F8>(mask)));
#else
    std::size_t found = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
        found |= static_cast<std::size_t>(mask[lane] & 1) << lane;
    return found;
#endif
}

inline L4 low_half(I8 x) {
    return __builtin_convertvector(__builtin_shufflevector(x, x, 0, 1, 2, 3), L4);
}

inline L4 high_half(I8 x) {
    return __builtin_convertvector(__builtin_shufflevector(x, x, 4, 5, 6, 7), L4);
}

/// Eight sums in 64 bits.
struct Sums {
    L4 low{};
    L4 high{};

    void add(I8 mask, std::int64_t amount) {
        const L4 amounts = {amount, amount, amount, amount};
        low += low_half(mask) & amounts;
        high += high_half(mask) & amounts;
    }

    void add_to(std::int64_t* at) const {
        auto* sums = reinterpret_cast<L4*>(at);
        sums[0] += low;
        sums[1] += high;
    }
};

/// N collaterals and D debts of one tile against eight scenarios.
template <std::size_t N, std::size_t D>
class Tile {
  public:
    Tile(const LeafTask& task, const Leaf& leaf) : task_(task), leaf_(leaf) {}

    /// Spans of the block in which a position might be liquidated.
    [[nodiscard]] std::size_t doubtful_spans() const {
        F8 price[N];
        for (std::size_t k = 0; k < N; ++k)
            price[k] = load(task_.price_low + leaf_.assets[k] * kLanes);
        F8 debt[D];
        for (std::size_t k = 0; k < D; ++k)
            debt[k] = load(task_.price_high + leaf_.assets[N + k] * kLanes);
        return bits(bound(price, leaf_.rest_low, true) < above(debt_bound(debt, true)));
    }

    /// Adds the contribution of scenarios at .. at + 7 of the block.
    void run(std::size_t at) const {
        F8 price[N];
        for (std::size_t k = 0; k < N; ++k)
            price[k] = load(task_.price + leaf_.assets[k] * kBlockScenarios + at);
        F8 debt[D];
        for (std::size_t k = 0; k < D; ++k)
            debt[k] = load(task_.price + leaf_.assets[N + k] * kBlockScenarios + at);
        const F8 debt_high = above(debt_bound(debt, true));
        if (bits(bound(price, leaf_.rest_low, true) < debt_high) == 0) return;
        F8 net[N];
        for (std::size_t k = 0; k < N; ++k)
            net[k] = load(task_.net + leaf_.assets[k] * kBlockScenarios + at);
        const bool bad = bits(bound(net, leaf_.rest_low, true) < debt_high) != 0;
        const F8 debt_low = below(debt_bound(debt, false));
        const bool every = bits(bound(price, leaf_.rest_high, false) < debt_low) == kAllLanes;
        if (every && !bad)
            add_all(at);
        else if (bad)
            add_each<true>(at, price, net, debt);
        else
            add_each<false>(at, price, net, debt);
    }

  private:
    static constexpr std::size_t kLegs = N + D;

    static F8 above(F8 x) { return madd(x, all(1 + kLeafMargin), all(kLeafTiny)); }
    static F8 below(F8 x) { return madd(x, all(1 - kLeafMargin), all(-kLeafTiny)); }

    /// Bound of the value of every position: from below with the least price, from above with the
    /// largest.
    F8 bound(const F8 (&price)[N], float rest, bool low) const {
        F8 value = all(leaf_.common[0]) * price[0];
        F8 extreme = price[0];
        for (std::size_t k = 1; k < N; ++k) {
            value = madd(all(leaf_.common[k]), price[k], value);
            extreme = low ? least(extreme, price[k]) : most(extreme, price[k]);
        }
        return madd(all(rest), extreme, value);
    }

    F8 debt_bound(const F8 (&debt)[D], bool high) const {
        if constexpr (D == 1) {
            return debt[0];
        } else {
            const F8 extreme = high ? most(debt[0], debt[1]) : least(debt[0], debt[1]);
            const F8 common =
                madd(all(leaf_.debt_common[0]), debt[0], all(leaf_.debt_common[1]) * debt[1]);
            return madd(all(leaf_.debt_rest), extreme, common);
        }
    }

    static F8 value(const float* row, const F8 (&price)[N]) {
        F8 sum = all(row[0]) * price[0];
        for (std::size_t k = 1; k < N; ++k)
            sum = madd(all(row[k]), price[k], sum);
        return sum;
    }

    static F8 owed(const float* row, const F8 (&debt)[D]) {
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
    void add_each(std::size_t at, const F8 (&price)[N], const F8 (&net)[N],
                  const F8 (&debt)[D]) const {
        I8 count{};
        I8 doubt{};
        Sums debts[D];
        Sums bad[kLegs];
        const float* row = task_.weights + leaf_.row;
        const std::int64_t* amounts = task_.amounts + leaf_.row;
        for (std::size_t j = 0; j < leaf_.count; ++j, row += kLegs, amounts += kLegs) {
            const F8 owes = owed(row, debt);
            const F8 certain = below(owes);
            const F8 possible = above(owes);
            const F8 held = value(row, price);
            const I8 liquidated = held < certain;
            doubt |= (held < possible) ^ liquidated;
            count -= liquidated;
            for (std::size_t k = 0; k < D; ++k)
                debts[k].add(liquidated, amounts[N + k]);
            if constexpr (Bad) {
                const F8 worth = value(row, net);
                const I8 loses = (worth < certain) & liquidated;
                doubt |= ((worth < possible) & liquidated) ^ loses;
                for (std::size_t k = 0; k < kLegs; ++k)
                    bad[k].add(loses, amounts[k]);
            }
        }
        if (bits(doubt) != 0) return add_exactly(at);
        Sums{low_half(count), high_half(count)}.add_to(task_.count + at);
        for (std::size_t k = 0; k < D; ++k)
            debts[k].add_to(task_.debt + leaf_.assets[N + k] * kBlockScenarios + at);
        if constexpr (Bad) {
            for (std::size_t k = 0; k < N; ++k)
                bad[k].add_to(task_.bad_collateral + leaf_.assets[k] * kBlockScenarios + at);
            for (std::size_t k = N; k < kLegs; ++k)
                bad[k].add_to(task_.bad_debt + leaf_.assets[k] * kBlockScenarios + at);
        }
    }

    void add_exactly(std::size_t at) const {
        for (std::size_t s = at; s < at + kLanes; ++s)
            for (std::size_t j = 0; j < leaf_.count; ++j)
                add_exactly(s, task_.amounts + leaf_.row + j * kLegs);
    }

    Int128 exact(const std::int64_t* amounts, const std::int64_t* table, std::size_t from,
                 std::size_t to, std::size_t s) const {
        Int128 sum = 0;
        for (std::size_t k = from; k < to; ++k)
            sum += Int128{amounts[k]} * table[leaf_.assets[k] * kBlockScenarios + s];
        return sum;
    }

    void add_exactly(std::size_t s, const std::int64_t* amounts) const {
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

template <std::size_t N>
void run_leaf(const LeafTask& task, const Leaf& leaf) {
    if (leaf.debts == 1)
        run_leaf<N, 1>(task, leaf);
    else
        run_leaf<N, 2>(task, leaf);
}

inline void run_leaves(const LeafTask& task) {
    for (std::size_t i = 0; i < task.leaf_count; ++i) {
        const Leaf& leaf = task.leaves[i];
        switch (leaf.collaterals) {
            case 1:
                run_leaf<1>(task, leaf);
                break;
            case 2:
                run_leaf<2>(task, leaf);
                break;
            case 3:
                run_leaf<3>(task, leaf);
                break;
            default:
                run_leaf<4>(task, leaf);
                break;
        }
    }
}

}  // namespace
}  // namespace ballast::simulation
