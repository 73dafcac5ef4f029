// SPDX-License-Identifier: MIT
// An event under a policy, without a chain: the oracle's mirror takes every decision.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "engine/current.hpp"
#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"
#include "policies/scenario.hpp"

namespace ballast::apps {

/// One epoch as it was played. The references end with the call.
struct PlayedEpoch {
    std::size_t index = 0;
    const engine::Snapshot& snapshot;
    const engine::State& before;   ///< what the engine remembered
    const engine::Current& held;   ///< what the oracle held before
    const engine::Report& report;  ///< the decision
    const engine::Current& after;  ///< what the oracle holds then; loosenings executed when due
};

/// Returns the liquidation thresholds in force at `at`, market by market.
[[nodiscard]] std::vector<engine::Bps> thresholds_at(const engine::Current& current,
                                                     UnixSeconds at);

/// What a policy is shown, one epoch after another, each with the thresholds in force.
struct EpochSource {
    std::size_t size = 0;
    std::function<UnixSeconds(std::size_t)> at;  ///< ascending
    std::function<engine::Snapshot(std::size_t, std::span<const engine::Bps>)> observe;
};

/// Plays the source's epochs that are not after `until`, in order, from what the engine remembers
/// and the oracle holds, and shows each to `see`. Errors: those of engine::step.
[[nodiscard]] Status play_epochs(const EpochSource& source, const engine::Policy& policy,
                                 engine::State state, engine::Current current, UnixSeconds until,
                                 const std::function<void(const PlayedEpoch&)>& see);

/// Plays the event's epochs that are not after `until`, in order, and shows each to `see`. Errors:
/// configuration where policy and scenario do not belong together; usage where the first epoch is
/// after `until`.
[[nodiscard]] Status play_event(const policies::Scenario& scenario, const engine::Policy& policy,
                                const engine::Current& start, UnixSeconds until,
                                const std::function<void(const PlayedEpoch&)>& see);

/// After every event.
constexpr UnixSeconds kToTheEnd{INT64_MAX};

}  // namespace ballast::apps
