// SPDX-License-Identifier: MIT
// A scenario, and what comes after it if nothing more happens.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "policies/scenario.hpp"
#include "tests/validation/closed_fold.hpp"

namespace ballast::validation::test {

/// Returns the names of the scenarios that ship, ascending.
[[nodiscard]] std::vector<std::string> shipped_scenarios();

/// Returns the names of the policies that ship, ascending; not of documents that only others
/// extend.
[[nodiscard]] std::vector<std::string> shipped_policies();

/// Returns the scenario. A fault fails the test.
[[nodiscard]] policies::Scenario shipped_scenario(const std::string& name);

/// Returns the policy with the scenario's assets alone. A fault fails the test.
[[nodiscard]] engine::Policy shipped_policy(const std::string& name,
                                            const policies::Scenario& scenario);

/// Returns the scenario followed by `days` in which every price stands at its last close, every
/// indicator prints its last level on its own trading days, nothing is left of depth_bps, and no
/// event is scheduled.
[[nodiscard]] policies::Scenario followed_by_calm(policies::Scenario scenario, std::int64_t days);

/// What one epoch of a fold showed.
struct Epoch {
    UnixSeconds at;
    bool calm = false;  ///< after the scenario's own days
    const engine::Report& report;
    const engine::Current& before;
    const engine::Current& after;
};

/// Folds the scenario's first `own_days` bar by bar, and what follows every eight hours or less
/// often, under the policy, from what is on the chain on the eve, and shows each epoch. A refusal
/// of engine::step fails the test.
void fold_scenario(const policies::Scenario& scenario, std::size_t own_days,
                   const engine::Policy& policy, const std::function<void(const Epoch&)>& show);

}  // namespace ballast::validation::test
