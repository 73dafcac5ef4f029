// SPDX-License-Identifier: MIT
#pragma once

#include "apps/doctor_checks.hpp"
#include "engine/policy.hpp"

namespace ballast::apps {

/// Looks at one chain: nodes, oracle, what it approves, keys, gas, journal.
void examine_chain(const keeper::ChainConfiguration& chain, keeper::Mode mode,
                   const engine::Policy& policy, const Clock& clock, const Tell& tell);

}  // namespace ballast::apps
