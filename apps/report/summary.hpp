// SPDX-License-Identifier: MIT
#pragma once

#include "apps/report/run.hpp"
#include "base/json.hpp"

namespace ballast::apps {

/// Returns out/summary.json of a run; each key and its unit: docs/summary-format.md. A run without
/// an epoch lists no market.
[[nodiscard]] Json summary(const Run& run);

}  // namespace ballast::apps
