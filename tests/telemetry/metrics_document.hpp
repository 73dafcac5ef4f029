// SPDX-License-Identifier: MIT
// docs/metrics.md against the registry.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "telemetry/metric_catalogue.hpp"

namespace ballast::test {

/// Returns a sentence for each metric that the document lacks, has too much, or tells otherwise:
/// type, unit or labels. Rows are "| `name` | type | unit | `label` `label` | meaning |".
[[nodiscard]] std::vector<std::string> differences(std::string_view document,
                                                   std::span<const telemetry::MetricRow> catalogue);

}  // namespace ballast::test
