// SPDX-License-Identifier: MIT
// `ballast verify`
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// Recomputes bundles, and compares them with a chain where nodes are given. Returns the exit code:
/// 0 where everything holds, 2 at the first difference, 65 where a file is no bundle.
[[nodiscard]] int run_verify(const VerifyOptions& options);

}  // namespace ballast::apps
