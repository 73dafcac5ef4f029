// SPDX-License-Identifier: MIT
// From paths to figures: tails, ratios, and how sure they are.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "simulation/frontier_rows.hpp"

namespace ballast::simulation {

/// A ratio of two ES99s with the 95 % interval of a bootstrap over paths, both on the same paths.
struct RatioEstimate {
    double value = 0;
    double low = 0;
    double high = 0;  ///< infinity where resamples without any bad debt to compare reach that far
};

/// Bad debt of one contender on each path, with its debt.
struct Losses {
    std::vector<double> bad_debt;
    std::vector<double> debt;
};
[[nodiscard]] Losses own_losses(const Cell& cell);
[[nodiscard]] Losses twin_losses(const Cell& cell);     ///< of the twin found before 2024
[[nodiscard]] Losses reached_losses(const Cell& cell);  ///< of the twin of what is reached

/// Returns the mean of the worst 1 % of paths, in bps of the mean debt. Requires a path with debt.
[[nodiscard]] double es99_bps(const Losses& losses);

/// Returns es99(a) / es99(b); nothing where b has none: then a ratio would say nothing. Requires
/// the same paths in both.
[[nodiscard]] std::optional<RatioEstimate> es99_ratio(const Losses& a, const Losses& b);

/// The figures of one cell.
struct TableRow {
    CellKey key;
    std::size_t paths = 0;
    double mean_ltv = 0;  ///< debt-weighted
    double mean_lt = 0;
    double calibrated_ltv = 0;  ///< the same on the calibration set
    double calibrated_lt = 0;
    double debt_share = 0;  ///< mean debt over the uniform static policy's on the same paths
    double es99 = 0;        ///< bps of the mean debt
    double mean_bad_debt = 0;
    double liquidated_year = 0;               ///< bps of the mean debt
    double induced_share = 0;                 ///< of the liquidated
    double updates_year = 0;                  ///< a market
    std::optional<RatioEstimate> to_static;   ///< to the twin that calibration found
    std::optional<RatioEstimate> at_reached;  ///< to the twin of what is reached on this set
    /// To the uniform static policy of the case: the same mean LTV before 2024, LT 300 bps above
    /// it.
    std::optional<RatioEstimate> to_uniform;
};

/// Returns the figures of every cell, in order. `threads` change nothing but the time. Errors:
/// bad_data where a case has no uniform static policy.
[[nodiscard]] Result<std::vector<TableRow>> frontier_table(const FrontierRows& rows,
                                                           unsigned threads);

/// Returns the cell of a key, or nullptr.
[[nodiscard]] const Cell* find_cell(const FrontierRows& rows, const CellKey& key);

}  // namespace ballast::simulation
