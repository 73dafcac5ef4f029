// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"

namespace ballast::apps {

/// `ballast demo`: plays the event against a local chain, audits the journal, writes summary.json,
/// journal.db and report.html into the folder `out`. Returns the exit code.
[[nodiscard]] int run_demo(const DemoOptions& options);

}  // namespace ballast::apps
