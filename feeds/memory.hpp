// SPDX-License-Identifier: MIT
// What the prints of the past left behind: what a feed needs of what it has forgotten.
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "feeds/acceptance.hpp"
#include "feeds/recent.hpp"

namespace ballast::feeds {

/// The outcome of all prints of a feed before `until`. From it the later ones are played as they
/// would be from the first print of all.
struct Memory {
    explicit Memory(const FeedDeclaration& feed) : recent(feed) {}

    UnixSeconds until;  ///< event time
    Acceptance acceptance;
    Recent recent;
};

/// Returns the canonical document: {"feed","heard_at","last","recent","until","waiting"}. Sources
/// stand in it by name.
[[nodiscard]] Json to_json(const FeedDeclaration& feed, const Memory& memory);

/// The reverse. What sources said that are no longer declared is passed over. Errors: bad_data.
[[nodiscard]] Result<Memory> memory_from_json(const FeedDeclaration& feed, const Json& document);

}  // namespace ballast::feeds
