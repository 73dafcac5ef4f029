// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// Plays a scenario up to a moment without a chain and says what the policy then holds every market
/// to: targets, what binds them, caps, cascade, and the plan under each protocol's own limiter. The
/// oracle's side is its mirror. Text or, with json, the canonical decisions go to stdout. Returns
/// the exit code.
[[nodiscard]] int run_params(const ParamsOptions& options);

}  // namespace ballast::apps
