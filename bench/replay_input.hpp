// SPDX-License-Identifier: MIT
// Five years of hours for the replay benchmark: recorded where market history lies beside the
// project, else invented.
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"

namespace ballast::bench {

/// What both sides fold. Every hour has a confirmed price of every asset.
struct ReplayInput {
    bool is_recorded = false;
    engine::Policy policy;  ///< for BTC and ETH
    std::vector<engine::Snapshot> hours;
};

/// Returns the hours of BALLAST_DATA or ../shared/data under policies/carry_aware.toml, or
/// invented ones of the same length where there is no such folder. Errors: those of both readers.
[[nodiscard]] Result<ReplayInput> read_replay_input();

/// Writes the input for the other side into `folder`: policy.json (canonical), hours.csv (at and,
/// for each asset, price, five depths, debt) and prints.csv (channel, hour, observed_at, level:
/// each print of an indicator once). Errors: cannot_write.
[[nodiscard]] Status write_replay_input(const ReplayInput& input,
                                        const std::filesystem::path& folder);

}  // namespace ballast::bench
