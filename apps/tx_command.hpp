// SPDX-License-Identifier: MIT
// `ballast tx list|show|bump|cancel|clear`
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// Runs one of the five. list and show read beside a running keeper; the others take the journal's
/// lock. Returns the exit code.
[[nodiscard]] int run_tx(const TxOptions& options);

}  // namespace ballast::apps
