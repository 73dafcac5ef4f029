// SPDX-License-Identifier: MIT
// The frontier's inputs from files: a policy and market history.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "history/indicator_history.hpp"
#include "simulation/frontier_world.hpp"

namespace ballast::simulation {

/// Returns S at `epochs` times, kEpochHours apart from `first` on, as the policy's channels have it
/// by what was known then. The fold begins 120 days before, so that nothing starts empty.
[[nodiscard]] std::vector<engine::Wad> score_history(
    const engine::RegimePolicy& policy, const std::vector<history::IndicatorHistory>& indicators,
    UnixSeconds first, std::size_t epochs);

/// Reads the policy, and from the data folder the prices of the
/// assets of `cases` and the indicators of the policy's channels. Errors: input_missing, bad_data;
/// configuration where the policy lacks an asset.
[[nodiscard]] Result<FrontierInputs> read_frontier_inputs(const std::filesystem::path& policy,
                                                          const std::filesystem::path& data,
                                                          const std::vector<FrontierCase>& cases);

}  // namespace ballast::simulation
