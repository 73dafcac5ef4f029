// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "simulation/frontier_json.hpp"

namespace ballast::simulation {

/// Returns the table of the goals, with feedback and without on one line, and how many are met.
[[nodiscard]] std::string evidence_goals(const FrontierResult& result);

/// Returns how often macro is better than a random signal beyond chance, by what it moves, and
/// every macro variant beside a random signal on the two books that most goals speak of.
[[nodiscard]] std::string evidence_macro(const FrontierResult& result);

}  // namespace ballast::simulation
