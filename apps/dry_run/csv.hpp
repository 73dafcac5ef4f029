// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "apps/dry_run/model.hpp"

namespace ballast::apps {

/// Returns a text field: quoted, deceptive characters written out, and an apostrophe before what a
/// spreadsheet would take for a formula (OWASP, CSV injection).
[[nodiscard]] std::string csv_text(std::string_view text);

/// Returns a line an asset and one of all together; bps, whole USD, dates. Lines end as RFC 4180
/// says.
[[nodiscard]] std::string dry_run_csv(const DryRun& run);

}  // namespace ballast::apps
