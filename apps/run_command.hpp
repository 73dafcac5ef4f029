// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"
#include "base/result.hpp"
#include "keeper/configuration.hpp"

namespace ballast::apps {

/// Reads the configuration that the options name, flags before the environment before the file.
/// Errors: those of load_configuration.
[[nodiscard]] Result<keeper::LoadedConfiguration> load_with(const KeeperFileOptions& options);

/// `ballast run`: until SIGTERM or SIGINT. SIGHUP reads the configuration anew.
[[nodiscard]] int run_keeper(const RunOptions& options);

/// `ballast once`: what is due now, and nothing else.
[[nodiscard]] int run_once(const OnceOptions& options);

}  // namespace ballast::apps
