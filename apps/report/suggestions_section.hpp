// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "apps/report/run.hpp"

namespace ballast::apps {

/// Returns the section on caps, largest position and cascade, a row for each market; empty where no
/// market has any of them.
[[nodiscard]] std::string suggestions_section(const Run& run);

}  // namespace ballast::apps
