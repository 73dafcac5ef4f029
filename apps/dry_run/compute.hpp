// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"
#include "apps/dry_run/model.hpp"
#include "base/result.hpp"

namespace ballast::apps {

/// Plays event or history under the current policy, the proposed one, and the proposed one without
/// its macro channels; then asks the proposed one what it wants of what the current one has in
/// force. The same options and files give the same value: no clock, no chain. Errors: those of
/// reading the documents; usage, configuration and bad_data with the place and the remedy.
[[nodiscard]] Result<DryRun> compute_dry_run(const DryRunOptions& options);

}  // namespace ballast::apps
