// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/report/run.hpp"

namespace ballast::apps {

/// Returns the table of the moves that were sent, each with its reason and its transaction, and the
/// heartbeats that confirmed unchanged values folded away under it.
[[nodiscard]] std::string updates_table(const Run& run);

/// Returns a table cell with its column's name for phones, where rows become cards. `text` is
/// escaped already.
[[nodiscard]] std::string cell(std::string_view column, const std::string& text);

/// Returns the same for a number or a short word, which is not broken across lines.
[[nodiscard]] std::string whole_cell(std::string_view column, const std::string& text);

/// Returns a row of column headings.
[[nodiscard]] std::string head(const std::vector<std::string_view>& columns);

}  // namespace ballast::apps
