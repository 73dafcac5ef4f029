// SPDX-License-Identifier: MIT
// `ballast calibrate`: history to a policy's constants, with where each comes from and what speaks
// against it. Floating point is allowed here: what leaves is decimal text of few digits.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "validation/calibrate_alarms.hpp"
#include "validation/calibrate_asset.hpp"
#include "validation/calibrate_gate.hpp"
#include "validation/calibrate_impact.hpp"
#include "validation/calibrate_volatility.hpp"

namespace ballast::validation {

/// The alarm budget as it came out.
struct AlarmRecord {
    double share = 0;
    double share_at_90 = 0;  ///< what a threshold of .9 would alarm on
    std::size_t days = 0;
};

/// What history says.
struct Calibration {
    engine::Policy policy;  ///< the policy, with calibrated constants in place of its own
    UnixSeconds until;      ///< the last day that was used
    std::vector<AssetCalibration> assets;  ///< as the policy's
    std::vector<Provenance> channels;      ///< as the policy's: the reference's prints
    AlarmRecord alarms;                    ///< zeros where there is no channel
    std::vector<GateVerdict> gate;         ///< as the policy's channels
    std::vector<BestHalfLife> half_lives;  ///< of BTC and ETH
    std::vector<RuleScore> asymmetries;    ///< the same
    HarFit har;                            ///< the same
    std::vector<ImpactFit> impact;
};

/// Hears how many of all steps are done.
using CalibrationProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Calibrates reference quantiles (of the last 1,260 changes), the rank threshold (the least that
/// keeps the alarm budget) and the assets' constants (calibrate_asset.hpp). Weights, decays,
/// asymmetry, HAR and impact stay as the policy has them: they come with evidence, and people
/// decide. Deterministic. Requires `last_day` at a midnight.
/// Errors: input_missing, bad_data; configuration where `last_day` is before 2022, for the hourly
/// history would be too short.
[[nodiscard]] Result<Calibration> calibrate(const std::filesystem::path& folder,
                                            const engine::Policy& policy, UnixSeconds last_day,
                                            const CalibrationProgress& progress);

/// Reads the policy's channels up to `last_day` and ranks them from kAlarmsFrom on, each January in
/// the quantiles of the years before. Errors: as with_references.
[[nodiscard]] Result<std::vector<RankedChannel>> rank_channels(const std::filesystem::path& folder,
                                                               const engine::RegimePolicy& regime,
                                                               UnixSeconds last_day);

}  // namespace ballast::validation
