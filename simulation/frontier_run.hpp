// SPDX-License-Identifier: MIT
// The whole comparison, or one shard of it.
#pragma once

#include <functional>

#include "simulation/frontier_calibrate.hpp"
#include "simulation/frontier_rows.hpp"

namespace ballast::simulation {

/// Called with what is done, 0 to 100, from the calling thread's work; never falling.
using Progress = std::function<void(int percent)>;

/// Calibrates every case before 2024, then plays every variant and its twins on this shard's paths
/// of every set that is judged, with and without feedback. A path belongs to the shard
/// `number % shards`. The rows depend on neither shards nor threads.
///
/// Requires 1 <= paths, calibration_paths, probe_paths, threads, shards and shard < shards, and a
/// source for each case. Errors: the engine's.
[[nodiscard]] Result<FrontierRows> run_frontier(const FrontierInputs& inputs,
                                                const FrontierSettings& settings,
                                                const Progress& progress);

}  // namespace ballast::simulation
