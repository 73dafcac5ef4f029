// SPDX-License-Identifier: MIT
#pragma once

#include "engine/policy.hpp"
#include "policies/document_reader.hpp"

namespace ballast::policies {

/// Reads [regime], [channel.NAME] and the optional [carry] of a policy. Faults are noted.
void read_regime(TableReader& root, engine::RegimePolicy& regime);

}  // namespace ballast::policies
