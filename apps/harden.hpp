// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"

namespace ballast::apps {

/// To be called before a secret is read: this process leaves no core dump, other processes of the
/// same user can neither trace it nor read its memory, and what it writes is for its owner alone.
/// Errors: failed.
[[nodiscard]] Status harden_process();

}  // namespace ballast::apps
