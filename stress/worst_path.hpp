// SPDX-License-Identifier: MIT
// The worst that a recorded event did to each price, step by step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policies/scenario.hpp"

namespace ballast::stress {

/// Prices relative to the eve, at 1e-8; never rising, so that the last step is the worst.
struct WorstPath {
    std::string event;
    std::vector<std::string> assets;               ///< as the scenario's markets
    std::vector<std::vector<std::int64_t>> steps;  ///< one a day, then by asset
};

/// One, at 1e-8.
constexpr std::int64_t kRelativeOne = 100'000'000;

/// Returns for each day and asset the lowest close so far over the eve's, rounded down; 1 at most.
/// Assets fall to their lowest each at its own time, and the last step has them all there at once:
/// not later than any of them did, and worse than any single moment.
[[nodiscard]] WorstPath worst_path(const policies::Scenario& scenario);

}  // namespace ballast::stress
