// SPDX-License-Identifier: MIT
// Words and table lines that the evidence's pages share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation/frontier_json.hpp"

namespace ballast::simulation {

/// Returns a share in per cent with one decimal: "12.5".
[[nodiscard]] std::string percent_text(double share);

/// Returns "0.62 (0.41 to 0.88)", with "∞" for a bound beyond all numbers; "-" for no ratio.
[[nodiscard]] std::string ratio_text(const std::optional<RatioEstimate>& ratio);

/// Returns who a cell is about: "carry_aware, cap+concentration, macro".
[[nodiscard]] std::string who_text(const CellKey& key);

/// Returns the same, with the LTV that was reached before 2024 where calibration missed the book's:
/// an LT bound may hold it lower.
[[nodiscard]] std::string who_text(const TableRow& row);

/// Returns a set in words: "years from 2024", "-35 % in 10 days".
[[nodiscard]] std::string set_text(const std::string& set);

/// Returns "ETH DRIFT, 1 % a day".
[[nodiscard]] std::string case_text(const CellKey& key);

/// Returns whether two cells are of one book, collateral and turnover.
[[nodiscard]] bool same_case(const CellKey& a, const CellKey& b);

/// Returns the row of the same variant on another set, or nullptr.
[[nodiscard]] const TableRow* find_row(const FrontierResult& result, CellKey key, PathSet set,
                                       bool feedback);

/// Appends one line of a table, and its first two lines.
void add_line(std::string& out, const std::vector<std::string>& cells);
void add_head(std::string& out, const std::vector<std::string>& cells);

}  // namespace ballast::simulation
