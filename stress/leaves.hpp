// SPDX-License-Identifier: MIT
// Positions of several collaterals or debts, in small tiles that are bounded as one.
#pragma once

#include <cstdint>
#include <vector>

#include "stress/book.hpp"
#include "stress/leaf_task.hpp"

namespace ballast::stress {

/// Tiles whose positions lean on one collateral: in the order of their average position's health,
/// neighbouring scenarios are alike to all of them.
struct LeafFamily {
    std::size_t first = 0;  ///< of LeafTable::leaves
    std::size_t count = 0;
    /// How the value of the average position is split today, by asset; up to a factor.
    std::vector<double> collateral_shares;
    std::vector<double> debt_shares;
};

/// All tiles of a book. A position is a row of as many members as it has legs, collaterals first;
/// after a tile's last position there is one row of its sums.
struct LeafTable {
    std::vector<Leaf> leaves;
    std::vector<LeafFamily> families;
    std::vector<float> weights;         ///< of collaterals u, of debts their share today
    std::vector<float> health;          ///< the least sum of u of a position and those after it
    std::vector<std::int64_t> amounts;  ///< 1e-8 token
};

/// Returns the tiles of a book's positions with more than one collateral or debt. Requires
/// book.check_terms().
[[nodiscard]] LeafTable leaf_table(const Book& book);

}  // namespace ballast::stress
