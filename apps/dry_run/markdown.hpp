// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "apps/dry_run/model.hpp"

namespace ballast::apps {

/// Returns `text` safe inside a line or a table's cell of Markdown: nothing in it is markup, a
/// link, a mention or HTML; deceptive characters are written out.
[[nodiscard]] std::string escape_markdown(std::string_view text);

/// Returns the post for a governance forum.
[[nodiscard]] std::string dry_run_markdown(const DryRun& run);

}  // namespace ballast::apps
