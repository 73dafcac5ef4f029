// SPDX-License-Identifier: MIT
// Bounds over the positions of a tile (leaf_task.hpp), sixteen scenarios at a time. Only for
// the kernels, see leaf_kernel.hpp.
#pragma once

#include "stress/leaf_task.hpp"
#if defined(__AVX512F__)
#include "stress/lanes_avx512.hpp"
#else
#include "stress/lanes.hpp"
#endif

namespace ballast::stress {
namespace {

constexpr std::size_t kAllLanes = (std::size_t{1} << kLanes) - 1;

/// A number of legs that is known when compiling.
template <std::size_t N>
struct Legs {
    static constexpr std::size_t kCount = N;
};

/// Calls call(Legs<collaterals>, Legs<debts>) of the tile.
template <class Call>
void with_shape(const Leaf& leaf, Call call) {
    const auto with_debts = [&](auto collaterals) {
        if (leaf.debts == 1)
            call(collaterals, Legs<1>{});
        else
            call(collaterals, Legs<2>{});
    };
    switch (leaf.collaterals) {
        case 1:
            return with_debts(Legs<1>{});
        case 2:
            return with_debts(Legs<2>{});
        case 3:
            return with_debts(Legs<3>{});
        default:
            return with_debts(Legs<4>{});
    }
}

/// Returns more (less) than x by what single precision may have lost.
inline Lanes above(Lanes x) {
    return madd(x, all(1 + kLeafMargin), all(kLeafTiny));
}
inline Lanes below(Lanes x) {
    return madd(x, all(1 - kLeafMargin), all(-kLeafTiny));
}

/// Returns a bound of the value of every position: from below with the least price, from above
/// with the largest.
template <std::size_t N>
Lanes value_bound(const Leaf& leaf, const Lanes (&price)[N], bool low) {
    Lanes value = all(leaf.common[0]) * price[0];
    Lanes extreme = price[0];
    for (std::size_t k = 1; k < N; ++k) {
        value = madd(all(leaf.common[k]), price[k], value);
        extreme = low ? least(extreme, price[k]) : most(extreme, price[k]);
    }
    return madd(all(low ? leaf.rest_low : leaf.rest_high), extreme, value);
}

/// Returns a bound of what every position owes.
template <std::size_t D>
Lanes debt_bound(const Leaf& leaf, const Lanes (&debt)[D], bool high) {
    if constexpr (D == 1) {
        return debt[0];
    } else {
        const Lanes extreme = high ? most(debt[0], debt[1]) : least(debt[0], debt[1]);
        const Lanes common =
            madd(all(leaf.debt_common[0]), debt[0], all(leaf.debt_common[1]) * debt[1]);
        return madd(all(high ? leaf.debt_rest_high : leaf.debt_rest_low), extreme, common);
    }
}

}  // namespace
}  // namespace ballast::stress
