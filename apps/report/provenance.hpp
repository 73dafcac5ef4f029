// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "apps/report/run.hpp"

namespace ballast::apps {

/// Returns the section on where prices and indicators come from, what was invented, and the
/// event's other published figures.
[[nodiscard]] std::string sources_section(const Run& run);

/// Returns the footer: what the run is identified by, and the command that recomputes it.
[[nodiscard]] std::string page_footer(const Run& run);

}  // namespace ballast::apps
