// SPDX-License-Identifier: MIT
// Who becomes liquidatable when thresholds change: exact integers over a borrower book.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "apps/dry_run/model.hpp"
#include "stress/book.hpp"

namespace ballast::apps {

/// The book under two sets of thresholds. Both as Book::assets; LT 0 is a debt alone.
struct ThresholdChange {
    const stress::Book& book;
    std::vector<engine::Bps> now;
    std::vector<engine::Bps> recommended;
};

/// Returns the impact where the price of `asset` (of every asset with an LT where none is named) is
/// lower by `fall`, rounded down, and with `asset` only its own threshold changes. Counted are
/// positions that hold it; a debt in it falls with it. A position is liquidatable where collateral
/// times LT is less than the debt, without rounding. Requires 0 <= fall <= 10,000.
[[nodiscard]] ThresholdImpact impact_of(const ThresholdChange& change,
                                        std::optional<std::size_t> asset, engine::Bps fall);

/// Returns the wall of `asset` from a fall of 0 to one of 50 %, a point a percent.
[[nodiscard]] std::vector<WallAt> wall_of(const ThresholdChange& change, std::size_t asset);

/// Returns all debt of the book in whole USD, rounded down.
[[nodiscard]] engine::Usd debt_of(const stress::Book& book);

}  // namespace ballast::apps
