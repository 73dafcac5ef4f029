// SPDX-License-Identifier: MIT
// The engine's side of the replay benchmark.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/replay_input.hpp"

namespace ballast::bench {

/// LT and LTV targets in bps, asset by asset within each hour: lt, ltv, lt, ltv, ...
using ReplayTargets = std::vector<std::int32_t>;

/// Folds every hour through the engine's functions: regime (M-4 to M-8), variances at three speeds
/// (M-1, M-2), stress mix and floor (M-3), structural LT (M-10, M-11) and tactical LTV (M-12)
/// under the LT target. What a report adds (documents, cascade, caps, publication) is outside: the
/// published values depend on what the contract holds, hour by hour, and no vectorised program has
/// them.
[[nodiscard]] ReplayTargets replay_targets(const ReplayInput& input);

/// Folds every hour through `engine::step`, publishing to nobody. Returns how many markets were
/// decided. Requires an input that step accepts.
[[nodiscard]] std::size_t replay_steps(const ReplayInput& input);

}  // namespace ballast::bench
