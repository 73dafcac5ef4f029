// SPDX-License-Identifier: MIT
#pragma once

#include "simulation/frontier_json.hpp"

namespace ballast::apps {

/// Returns a row of ETH, DRIFT, 1 % a day, on years from 2024 with feedback. `es99` is in bps.
[[nodiscard]] simulation::TableRow frontier_row(const std::string& policy, const std::string& lever,
                                                const std::string& signal, double ltv, double es99);

/// Returns what `ballast frontier --json` would print of these rows.
[[nodiscard]] std::string frontier_text_of(const std::vector<simulation::TableRow>& rows);

/// Returns a document of ETH with carry_aware, sentinel, baselines and two controls; two of its
/// variants are on the frontier. Nobody ran it.
[[nodiscard]] std::string invented_frontier();

}  // namespace ballast::apps
