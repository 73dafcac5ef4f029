// SPDX-License-Identifier: MIT
// The frontier in sentences and cells, for the page and for Markdown. Plain text; the writers
// escape it.
#pragma once

#include <array>
#include <string_view>

#include "apps/dry_run/frontier_note.hpp"

namespace ballast::apps {

/// Returns what is compared, and what that does not say.
[[nodiscard]] std::vector<std::string> frontier_sentences(const FrontierNote& note);

/// Returns how one case knows the policies, and how many of its variants are the frontier.
[[nodiscard]] std::vector<std::string> frontier_case_sentences(const FrontierCaseNote& a_case);

/// The columns of frontier_cells; figures begin with the fourth.
constexpr std::array<std::string_view, 8> kFrontierColumns = {
    "Variant", "No.", "Is", "Mean LTV", "Mean LT", "Debt", "ES99, bps", "To its static twin"};

/// Returns the cells of a named spot.
[[nodiscard]] std::array<std::string, kFrontierColumns.size()> frontier_cells(
    const FrontierSpot& spot);

/// Returns "1,442.0" from 144,200 hundredths of bps.
[[nodiscard]] std::string es99_text(std::int64_t hundredths);

}  // namespace ballast::apps
