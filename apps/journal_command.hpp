// SPDX-License-Identifier: MIT
#pragma once

#include "apps/command_line.hpp"
#include "audit/check_journal.hpp"

namespace ballast::apps {

/// Reads "RECORDS:HASH", as `ballast journal check` prints it. Errors: usage.
[[nodiscard]] Result<audit::KnownHead> read_known_head(std::string_view text);

/// `ballast journal check|backup|restore|export|import`: exit 0 where it is done and whole, 2 where
/// a journal is not whole, or ahead of what would take its place; else as of the error.
[[nodiscard]] int run_journal(const JournalOptions& options);

}  // namespace ballast::apps
