// SPDX-License-Identifier: MIT
#pragma once

#include "engine/policy.hpp"
#include "policies/document_reader.hpp"

namespace ballast::policies {

/// Reads every [asset.NAME] of a policy with its tails. Requires that [liquidity] has been read.
/// Faults are noted.
void read_assets(TableReader& root, engine::Policy& policy);

}  // namespace ballast::policies
