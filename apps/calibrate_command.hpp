// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast calibrate`: writes a document that extends the policy with constants from history. Exit
/// 66 without data or policy, 65 where a file of it is wrong, 78 where history is too short.
[[nodiscard]] int run_calibrate(const CalibrateOptions& options);

}  // namespace ballast::apps
