// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast stress`: a borrower book under scenarios, on stdout as text or as the JSON of
/// docs/stress-format.md. Returns the exit code.
[[nodiscard]] int run_stress_command(const StressOptions& options);

}  // namespace ballast::apps
