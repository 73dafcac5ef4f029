// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "apps/dry_run/model.hpp"

namespace ballast::apps {

/// Returns the table of current and recommended values with their verdicts.
[[nodiscard]] std::string parameters_html(const DryRun& run);

/// Returns the table of what becomes liquidatable.
[[nodiscard]] std::string impact_html(const DryRun& run);

/// Returns the table of all steps; nothing where there is none.
[[nodiscard]] std::string steps_html(const DryRun& run);

/// Returns the named variants of a case of the frontier.
[[nodiscard]] std::string frontier_html(const FrontierCaseNote& a_case);

}  // namespace ballast::apps
