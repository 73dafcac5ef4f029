// SPDX-License-Identifier: MIT
// A book made ready for many scenarios: the rows of stress_simple, bit for bit, much faster.
//
// Positions of one collateral and one debt are a search in a sorted list (pairs.hpp). The
// others stand in tiles of which most are skipped whole (leaf_task.hpp), the more so as each
// family of tiles takes the scenarios in the order of what they do to it.
#pragma once

#include <vector>

#include "stress/kernels.hpp"
#include "stress/leaves.hpp"
#include "stress/pairs.hpp"
#include "stress/stress.hpp"

namespace ballast::stress {

class StressIndex {
  public:
    /// Makes the index of a book with its terms. Errors: as Book::check_terms.
    [[nodiscard]] static Result<StressIndex> from(const Book& book);

    /// Returns what stress_simple returns. Requires prices of the book's assets and threads >= 1;
    /// neither threads nor `way` change a bit. `way` must be one of leaf_ways().
    [[nodiscard]] std::vector<StressRow> run(const PriceTable& prices, unsigned threads,
                                             LeafWay way = leaf_ways().back()) const;

    [[nodiscard]] const std::vector<BookAsset>& assets() const { return assets_; }
    [[nodiscard]] const std::vector<PairList>& pairs() const { return pairs_; }
    [[nodiscard]] const LeafTable& leaves() const { return leaves_; }
    /// All collateral of each asset, at 1e-8 token.
    [[nodiscard]] const std::vector<std::int64_t>& collateral() const { return collateral_; }

  private:
    std::vector<BookAsset> assets_;
    std::vector<PairList> pairs_;
    LeafTable leaves_;
    std::vector<std::int64_t> collateral_;
};

}  // namespace ballast::stress
