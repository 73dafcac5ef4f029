// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "apps/report/run.hpp"

namespace ballast::apps {

/// Returns report.html: one page that needs no network and runs no script, equal bytes for equal
/// runs. Every text that others chose is escaped. A run of fewer than two epochs has no charts.
[[nodiscard]] std::string html(const Run& run);

}  // namespace ballast::apps
