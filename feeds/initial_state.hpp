// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "engine/state.hpp"
#include "policies/scenario.hpp"

namespace ballast::feeds {

/// Returns the market of `asset`, or nullptr.
[[nodiscard]] const policies::ScenarioMarket* find_market(const policies::Scenario& scenario,
                                                          const std::string& asset);

/// Returns the squares of the eve's volatilities, rounded up.
[[nodiscard]] engine::Variances eve_variances(const policies::ScenarioMarket& market);

}  // namespace ballast::feeds
