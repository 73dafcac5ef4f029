// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "apps/dry_run/model.hpp"
#include "apps/dry_run/words.hpp"

namespace ballast::apps {

/// Returns the report as one page: charts, tables, assumptions, and a footer with every digest,
/// those of the `other_files` among them. It has no script and loads nothing; text that others
/// chose is escaped.
[[nodiscard]] std::string dry_run_html(const DryRun& run,
                                       const std::vector<DigestLine>& other_files);

}  // namespace ballast::apps
