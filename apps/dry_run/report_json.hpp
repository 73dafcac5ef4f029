// SPDX-License-Identifier: MIT
#pragma once

#include "apps/dry_run/model.hpp"
#include "base/json.hpp"

namespace ballast::apps {

/// Returns the dry run as a canonical document: integers as strings, in bps, whole USD and seconds
/// UTC. docs/governance.md describes it.
[[nodiscard]] Json dry_run_json(const DryRun& run);

/// Returns the batch that Safe's Transaction Builder imports, with its checksum.
[[nodiscard]] Json safe_json(const DryRun& run);

}  // namespace ballast::apps
