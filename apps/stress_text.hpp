// SPDX-License-Identifier: MIT
// What a stress found, for people.
#pragma once

#include <string>
#include <vector>

#include "simulation/stress_report.hpp"

namespace ballast::apps {

/// Returns the heading, the thresholds, the summary, and the worst ten scenarios by bad debt, then
/// debt. Requires rows of the plan, at least one.
[[nodiscard]] std::string stress_text(const simulation::StressHeading& heading,
                                      const simulation::StressPlan& plan,
                                      const std::vector<simulation::CascadeRow>& rows);

}  // namespace ballast::apps
