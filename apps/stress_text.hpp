// SPDX-License-Identifier: MIT
// What a stress found, for people.
#pragma once

#include <string>
#include <vector>

#include "stress/report.hpp"

namespace ballast::apps {

/// Returns the heading, the thresholds, the summary, and the worst ten scenarios by bad debt, then
/// debt. Requires rows of the plan, at least one.
[[nodiscard]] std::string stress_text(const stress::StressHeading& heading,
                                      const stress::StressPlan& plan,
                                      const std::vector<stress::CascadeRow>& rows);

}  // namespace ballast::apps
