// SPDX-License-Identifier: MIT
// The part of replay and verify that begins with the bytes of the sources.
#pragma once

#include <map>
#include <span>
#include <string>

#include "apps/command_line.hpp"
#include "audit/bundle.hpp"
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

/// Moves what a bundle explains into `records`, by index, and its genesis: not what stands before
/// its range, which other bundles explain.
void take_explained(audit::Bundle& bundle, std::map<std::uint64_t, audit::StoredRecord>& records);

/// Reads captured answers again and compares what the feeds then say with the epochs of `records`,
/// the genesis first. Requires records that were replayed. Errors: usage without feeds' document;
/// input_missing where there are no captures; those of load_feeds and recount.
[[nodiscard]] Result<Recounted> recount_captured(std::span<const audit::StoredRecord> records,
                                                 const CapturedOptions& options);

}  // namespace ballast::apps
