// SPDX-License-Identifier: MIT
// The part of replay and verify that begins with the bytes of the sources.
#pragma once

#include <span>
#include <string>

#include "apps/command_line.hpp"
#include "audit/journal.hpp"
#include "base/json.hpp"

namespace ballast::apps {

/// What captured bytes gave, for both ways of printing.
struct Recounted {
    Json json;
    std::string text;  ///< lines
    /// Every answer was read, and every epoch since the first, one at least where there are any, is
    /// what the answers say.
    bool whole = false;
};

/// Reads captured answers again and compares what the feeds then say with the epochs of `records`,
/// the genesis first. Requires records that were replayed. Errors: usage without feeds' document;
/// input_missing where there are no captures; those of load_feeds and recount.
[[nodiscard]] Result<Recounted> recount_captured(std::span<const audit::StoredRecord> records,
                                                 const CapturedOptions& options);

}  // namespace ballast::apps
