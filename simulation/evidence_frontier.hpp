// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "simulation/frontier_json.hpp"

namespace ballast::simulation {

/// Returns the frontier as Markdown in two parts that begin with "## ": what a reader wants first
/// (goals, what macro adds, the books and the main policies on them), and every variant. Ends with
/// a newline.
[[nodiscard]] std::string evidence_frontier(const FrontierResult& result);

}  // namespace ballast::simulation
