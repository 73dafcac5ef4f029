// SPDX-License-Identifier: MIT
// The ablation: what is different without the macro channels.
#pragma once

#include "apps/dry_run/model.hpp"
#include "engine/policy.hpp"

namespace ballast::apps {

/// Returns the policy without channels and carry flag: its score is always 0.
[[nodiscard]] engine::Policy without_macro(engine::Policy policy);

/// Returns what the channels did to market `k`: to the target of one decision, and to the values in
/// force over the runs. Requires runs of the same epochs, and at least one.
[[nodiscard]] MacroPart macro_part(std::size_t k, const engine::MarketDecision& with,
                                   const engine::MarketDecision& without, const PolicyRun& run_with,
                                   const PolicyRun& run_without);

}  // namespace ballast::apps
