// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "simulation/frontier_json.hpp"

namespace ballast::simulation {

/// Returns the frontier's part of docs/evidence.md: goals, one table a case, what macro adds, and
/// what the model is. Ends with a newline.
[[nodiscard]] std::string evidence_frontier(const FrontierResult& result);

}  // namespace ballast::simulation
