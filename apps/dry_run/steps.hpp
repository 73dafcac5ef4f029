// SPDX-License-Identifier: MIT
// How a recommendation gets into force, and when.
#pragma once

#include "apps/dry_run/model.hpp"

namespace ballast::apps {

/// What stands against a recommendation.
struct VerdictInput {
    engine::HeldParameters held;
    engine::PlanGoal goal;
    const engine::OracleLimits& limits;  ///< of the oracle, under the current policy
    UnixSeconds at;                      ///< of the first call
};

struct VerdictFinding {
    Verdict verdict = Verdict::no_change;
    std::string reason;  ///< one sentence
    engine::Plan plan;   ///< of Aave v3's risk steward: 50 bps of each value, three days between
};

/// Returns the way of a recommendation. It needs a proposal where the oracle's bands do not hold it
/// or the steward can never reach it.
[[nodiscard]] VerdictFinding judge_way(const VerdictInput& input);

/// Writes the way of the row's recommendation into it, under these limits and the policy's gap.
void judge_row(AssetRow& row, const engine::OracleLimits& limits, engine::Bps gap, UnixSeconds at);

}  // namespace ballast::apps
