// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast dry-run`: compares a proposed policy with the current one over an event, and writes
/// what a vote needs into --out. A summary, or with json the canonical document, goes to stdout.
/// Returns the exit code.
[[nodiscard]] int run_dry_run(const DryRunOptions& options);

}  // namespace ballast::apps
