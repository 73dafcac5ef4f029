// SPDX-License-Identifier: MIT
// `ballast keys new|import|list|address`
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// Runs one of the four. Returns the exit code.
[[nodiscard]] int run_keys(const KeysOptions& options);

}  // namespace ballast::apps
