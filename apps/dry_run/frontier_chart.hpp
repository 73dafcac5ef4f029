// SPDX-License-Identifier: MIT
#pragma once

#include "apps/dry_run/frontier_note.hpp"
#include "apps/report/svg_chart.hpp"

namespace ballast::apps {

/// Returns the chart of case `k`: mean LTV to the right, bad debt upwards, one mark a variant.
/// Requires a spot.
[[nodiscard]] Chart frontier_chart(const FrontierCaseNote& a_case, std::size_t k);

}  // namespace ballast::apps
