// SPDX-License-Identifier: MIT
// Kills a keeper at every act of it, and at every act of its recovery.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "tests/support/sim_keeper.hpp"

namespace ballast::test {

/// Names one run: what the weather is made of, and the acts at which the first and the second life
/// end. 0: that life does not end.
struct KillPoint {
    std::uint64_t seed = 0;
    std::uint64_t first = 0;
    std::uint64_t second = 0;
};

struct SweepPlan {
    MakeOutbox make;
    std::uint64_t first_seed = 1;
    std::uint64_t seeds = 1;
    SimWeather weather;
    SimJob job;
    /// Of the acts of a first life, and of those of a recovery, every so-manieth; an offset that
    /// moves with the seed sees to it that all have their turn.
    std::uint64_t stride = 1;
    std::uint64_t recovery_stride = 1;
    /// Set: dying takes the power away too.
    std::optional<PowerLoss> power_loss;
};

struct SweepResult {
    std::uint64_t points = 0;
    std::uint64_t doubles = 0;
    std::uint64_t lost = 0;
    /// The store in the end says another thing than the chain.
    std::uint64_t wrong = 0;
    /// Lived on and did not finish.
    std::uint64_t stuck = 0;
    std::uint64_t recovery_crashes = 0;
    /// Unsynced changes that went with the power.
    std::uint64_t changes_lost = 0;
    /// Deaths by the act that did not happen any more.
    std::array<std::uint64_t, kActs> deaths{};
    /// What happened to the runs, so that a sweep in calm weather is seen.
    std::uint64_t reorgs_that_hit = 0;
    std::uint64_t evictions = 0;
    std::uint64_t replacements = 0;
    std::uint64_t cancellations = 0;
    /// The first run that went wrong.
    std::optional<KillPoint> first_fault;

    [[nodiscard]] std::uint64_t faults() const { return doubles + lost + wrong + stuck; }
};

/// Runs the whole plan. Where BALLAST_POINT=SEED/FIRST/SECOND is set: that one point of it.
[[nodiscard]] SweepResult sweep(const SweepPlan& plan);

/// Returns what BALLAST_POINT=SEED/FIRST/SECOND names; nothing where it is not set.
[[nodiscard]] std::optional<KillPoint> chosen_point();

/// Adds the figures of one worker to those of all.
void add(SweepResult& sum, const SweepResult& part);

/// Prints every figure, last of all as name=value, and, after a fault, the command that repeats it.
void print(const SweepResult& result);

/// Returns the point as BALLAST_POINT names it.
[[nodiscard]] std::string to_string(const KillPoint& point);

}  // namespace ballast::test
