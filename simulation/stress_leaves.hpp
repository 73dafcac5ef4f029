// SPDX-License-Identifier: MIT
// Positions of several collaterals or debts, in small tiles that are bounded as one.
#pragma once

#include <cstdint>
#include <vector>

#include "simulation/book.hpp"
#include "simulation/stress_leaf_task.hpp"

namespace ballast::simulation {

constexpr std::size_t kLeafPositionsMax = 16;

/// All tiles of a book. A position is a row of as many members as it has legs, collaterals first;
/// after a tile's last position there is one row of its sums.
struct LeafTable {
    std::vector<Leaf> leaves;
    std::vector<float> weights;         ///< of collaterals u, of debts their share today
    std::vector<std::int64_t> amounts;  ///< 1e-8 token
    std::size_t positions = 0;
};

/// Returns the tiles of a book's positions with more than one collateral or debt. Requires
/// book.check_terms().
[[nodiscard]] LeafTable leaf_table(const Book& book);

}  // namespace ballast::simulation
