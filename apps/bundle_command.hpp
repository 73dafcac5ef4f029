// SPDX-License-Identifier: MIT
// `ballast bundle make|show|prove`
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// Runs one of the three. Returns the exit code: 2 where a record to be bundled differs from its
/// replay, 65 where a file is no bundle, 66 where records or a file are missing.
[[nodiscard]] int run_bundle(const BundleOptions& options);

}  // namespace ballast::apps
