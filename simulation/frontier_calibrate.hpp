// SPDX-License-Identifier: MIT
// One constant for each policy, found on paths from before 2024 alone.
#pragma once

#include <vector>

#include "simulation/frontier_world.hpp"

namespace ballast::simulation {

/// How much work to do. Neither shards nor threads change a result.
struct FrontierSettings {
    std::uint64_t paths = 100;             ///< of each set that is judged
    std::uint64_t calibration_paths = 32;  ///< of the calibration set
    std::uint64_t probe_paths = 48;        ///< the first of each set, for what a policy reaches
    unsigned threads = 1;
    std::uint64_t shard = 0;  ///< this run's paths: number % shards == shard
    std::uint64_t shards = 1;
    std::vector<FrontierCase> cases = frontier_cases();
};

/// Debt that the levers may cost, in parts of what it is without them: calibrated for the cap and
/// for the largest position (research/model.md 7).
constexpr double kCapGivesUp = 0.12;
constexpr double kPositionGivesUp = 0.07;

/// A variant of a case, calibrated.
struct Calibrated {
    Contender contender;
    Reached reached;  ///< on the calibration set
    Twin twin;        ///< static, with the same mean LTV, LT and debt there
};

/// Calibrates every variant of a case, in order, on the calibration set with feedback: the engine's
/// c (or its fixed LT, or the common static level) by bracketing so that the debt-weighted mean LTV
/// is the book's; the levers' multiples so that they give up their part of the debt.
/// Errors: the engine's.
[[nodiscard]] Result<std::vector<Calibrated>> calibrate(const FrontierInputs& inputs,
                                                        const FrontierCase& a_case,
                                                        const FrontierSettings& settings);

/// Returns the first `count` paths of a set, made on all threads.
[[nodiscard]] Result<std::vector<PathBundle>> first_bundles(const FrontierInputs& inputs,
                                                            const FrontierCase& a_case, PathSet set,
                                                            std::uint64_t count, unsigned threads);

/// Returns the static twin of what was reached on these paths. Errors: none of its own.
[[nodiscard]] Result<Twin> twin_of(const FrontierCase& a_case, const Reached& reached,
                                   const std::vector<PathBundle>& bundles, bool feedback,
                                   unsigned threads);

/// Returns what becomes of a contender on each of these paths. Errors: the engine's.
[[nodiscard]] Result<std::vector<MarketResult>> run_all(const FrontierInputs& inputs,
                                                        const FrontierCase& a_case,
                                                        const Contender& contender,
                                                        const std::vector<PathBundle>& bundles,
                                                        bool feedback, unsigned threads);

/// Returns what a contender reaches on these paths: their sum. Errors: the engine's.
[[nodiscard]] Result<Reached> reach(const FrontierInputs& inputs, const FrontierCase& a_case,
                                    const Contender& contender,
                                    const std::vector<PathBundle>& bundles, bool feedback,
                                    unsigned threads);

}  // namespace ballast::simulation
