// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// Runs the frontier, or one shard of it, or merges shards. The result goes to stdout, as Markdown
/// or JSON, except a shard's, which is its rows alone. Returns the exit code.
[[nodiscard]] int run_frontier_command(const FrontierOptions& options);

}  // namespace ballast::apps
