// SPDX-License-Identifier: MIT
#pragma once

#include "apps/report/run.hpp"
#include "base/result.hpp"
#include "engine/current.hpp"
#include "engine/policy.hpp"
#include "policies/scenario.hpp"

namespace ballast::apps {

/// Plays the event under another policy, without a chain: the oracle's mirror takes every decision
/// and executes loosenings when they are due. Errors: configuration where policy and scenario do
/// not belong together.
[[nodiscard]] Result<ShadowRun> run_shadow(const policies::Scenario& scenario,
                                           const engine::Policy& policy,
                                           const engine::Current& start);

}  // namespace ballast::apps
