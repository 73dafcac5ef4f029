// SPDX-License-Identifier: MIT
// `ballast cosign sign|join`
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// Runs one of the two. Returns the exit code: 2 where the proposal is not what we would decide on
/// what we have seen, or another report of its number was signed; 65 where a file is damaged.
[[nodiscard]] int run_cosign(const CosignOptions& options);

}  // namespace ballast::apps
