// SPDX-License-Identifier: MIT
// A book made ready for many scenarios: the rows of stress_simple, bit for bit, much faster.
//
// Positions of one collateral and one debt are a search in a sorted list (stress_pairs.hpp); the
// others stand in tiles of which most are skipped whole (stress_leaf_task.hpp), the more so as
// scenarios are taken in the order of their severity.
#pragma once

#include <vector>

#include "simulation/stress.hpp"
#include "simulation/stress_leaves.hpp"
#include "simulation/stress_pairs.hpp"

namespace ballast::simulation {

/// How the tiles are done. The rows are the same.
enum class LeafWay {
    fastest,   ///< as the processor can
    portable,  ///< without AVX2
};

class StressIndex {
  public:
    /// Makes the index of a book with its terms. Errors: as Book::check_terms.
    [[nodiscard]] static Result<StressIndex> from(const Book& book);

    /// Returns what stress_simple returns. Requires prices of the book's assets and threads >= 1;
    /// neither threads nor `way` change a bit.
    [[nodiscard]] std::vector<StressRow> run(const PriceTable& prices, unsigned threads,
                                             LeafWay way = LeafWay::fastest) const;

    [[nodiscard]] const std::vector<BookAsset>& assets() const { return assets_; }
    [[nodiscard]] const std::vector<PairList>& pairs() const { return pairs_; }
    [[nodiscard]] const LeafTable& leaves() const { return leaves_; }

  private:
    std::vector<BookAsset> assets_;
    std::vector<PairList> pairs_;
    LeafTable leaves_;
    std::vector<double> severity_weights_;  ///< of each asset's relative price
};

}  // namespace ballast::simulation
