// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "engine/snapshot.hpp"
#include "policies/scenario.hpp"

namespace ballast::feeds {

/// Returns the newest print of the indicator that was known at `at`, and whether it may be used:
/// `missing` where the scenario has no such indicator; `stale` where more of its own trading days
/// than `stale_after` holds (one a 24 h) should have printed since; `closed` on a day without a
/// session; `live` otherwise. The print of the eve counts as known when the event starts, even
/// where it was published later on that day.
[[nodiscard]] engine::IndicatorObservation observe_indicator(const policies::Scenario& scenario,
                                                             const std::string& name,
                                                             Seconds stale_after, UnixSeconds at);

}  // namespace ballast::feeds
