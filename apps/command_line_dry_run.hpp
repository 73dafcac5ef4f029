// SPDX-License-Identifier: MIT
// The options of `ballast dry-run`, apart from the others for their number.
#pragma once

#include "apps/command_line.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}  // namespace CLI

namespace ballast::apps {

/// Adds dry-run. The options outlive the parsing.
[[nodiscard]] const CLI::App* add_dry_run(CLI::App& app, DryRunOptions& options);

}  // namespace ballast::apps
