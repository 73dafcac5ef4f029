// SPDX-License-Identifier: MIT
// The one entry. Keeper, dry-run, backtest, replay and co-signer all call it.
#pragma once

#include "base/result.hpp"
#include "engine/current.hpp"
#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

struct Step {
    State state;    ///< to carry into the next snapshot
    Report report;  ///< what was decided, and why
};

/// Folds one snapshot into the state and decides every market of the policy. Pure: equal arguments
/// give equal bytes on any machine. Never fails on bad market data: that ends in a named reason and
/// no loosening. Errors: bad_data where an argument is outside the model's domain (`validate` names
/// the field) or the arguments do not belong together (time that does not advance by an hour or
/// more, a market of the policy that snapshot or current lacks). Data never ends the process.
[[nodiscard]] Result<Step> step(const Policy& policy, const State& state, const Snapshot& snapshot,
                                const Current& current);

}  // namespace ballast::engine
