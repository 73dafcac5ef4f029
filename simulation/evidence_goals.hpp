// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "simulation/frontier_json.hpp"

namespace ballast::simulation {

/// Returns the table of the goals, with feedback and without on one line, and how many are met.
[[nodiscard]] std::string evidence_goals(const FrontierResult& result);

/// Returns the table of every macro variant beside a random signal on the books of the goals, and
/// how often one is better than the other beyond chance.
[[nodiscard]] std::string evidence_macro(const FrontierResult& result);

}  // namespace ballast::simulation
