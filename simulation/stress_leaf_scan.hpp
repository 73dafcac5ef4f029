// SPDX-License-Identifier: MIT
// Which tiles a cascade could reach, sixteen scenarios at a time. Only for the kernels, see
// stress_leaf_kernel.hpp.
#pragma once

#include "simulation/stress_leaf_bounds.hpp"

namespace ballast::simulation {
namespace {

template <std::size_t N, std::size_t D>
void scan_leaf(LeafScan& scan, std::size_t number) {
    const Leaf& leaf = scan.leaves[number];
    Lanes price[N];
    for (std::size_t k = 0; k < N; ++k)
        price[k] = load(scan.price + leaf.assets[k] * kLanes);
    Lanes debt[D];
    for (std::size_t k = 0; k < D; ++k)
        debt[k] = load(scan.price + leaf.assets[N + k] * kLanes);
    const Lanes value = value_bound<N>(leaf, price, true);
    const Lanes owed = above(debt_bound<D>(leaf, debt, true));
    std::size_t lanes = bits(value * all(scan.least_level) < owed);
    if (lanes == 0) return;
    float levels[kLanes];
    store(above(owed / value), levels);
    for (; lanes != 0; lanes &= lanes - 1) {
        const auto lane = static_cast<std::size_t>(__builtin_ctzll(lanes));
        const std::size_t place = scan.counts[lane]++;
        scan.found[lane][place] = static_cast<std::uint32_t>(number);
        scan.levels[lane][place] = levels[lane];
    }
}

inline void scan_leaves(LeafScan& scan) {
    for (std::size_t i = 0; i < scan.leaf_count; ++i)
        with_shape(scan.leaves[i], [&](auto collaterals, auto debts) {
            scan_leaf<collaterals.kCount, debts.kCount>(scan, i);
        });
}

}  // namespace
}  // namespace ballast::simulation
