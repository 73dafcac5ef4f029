// SPDX-License-Identifier: MIT
// Which tiles a cascade reaches, sixteen scenarios at a time. Only for the kernels, see
// leaf_kernel.hpp.
#pragma once

#include "stress/leaf_bounds.hpp"

namespace ballast::stress {
namespace {

template <std::size_t N, std::size_t D>
void scan_leaf(LeafScan& scan, std::size_t number) {
    const Leaf& leaf = scan.leaves[number];
    Lanes price[N];
    for (std::size_t k = 0; k < N; ++k)
        price[k] = load(scan.collateral + leaf.assets[k] * kLanes);
    Lanes debt[D];
    for (std::size_t k = 0; k < D; ++k)
        debt[k] = load(scan.debt + leaf.assets[N + k] * kLanes);
    const Lanes value = value_bound<N>(leaf, price, true);
    const Lanes owed = above(debt_bound<D>(leaf, debt, true));
    const std::size_t lanes = bits(value < owed) & scan.lanes & ~std::size_t{scan.closed[number]};
    // Written every time, kept where there is something: no branch to be mispredicted.
    scan.found[scan.found_count] = {static_cast<std::uint32_t>(number),
                                    static_cast<std::uint32_t>(lanes)};
    scan.found_count += lanes != 0 ? 1 : 0;
}

inline void scan_leaves(LeafScan& scan) {
    scan.found_count = 0;
    for (std::size_t i = 0; i < scan.leaf_count; ++i)
        with_shape(scan.leaves[i], [&](auto collaterals, auto debts) {
            scan_leaf<collaterals.kCount, debts.kCount>(scan, i);
        });
}

}  // namespace
}  // namespace ballast::stress
