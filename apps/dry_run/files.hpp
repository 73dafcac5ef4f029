// SPDX-License-Identifier: MIT
// The files of a dry run, as text. Equal runs give equal bytes.
#pragma once

#include <string>
#include <vector>

#include "apps/dry_run/model.hpp"

namespace ballast::apps {

struct DryRunFile {
    std::string name;
    std::string text;
};

/// Returns all of them; report.json stands first.
[[nodiscard]] std::vector<DryRunFile> dry_run_files(const DryRun& run);

}  // namespace ballast::apps
