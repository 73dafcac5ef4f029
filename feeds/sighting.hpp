// SPDX-License-Identifier: MIT
// One observation with where it came from: what a board holds and a history file keeps.
#pragma once

#include <compare>
#include <string>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "providers/observation.hpp"

namespace ballast::feeds {

/// How far ahead of us a server or a block may be: clocks of honest ones differ by less.
constexpr Seconds kAheadMax{120};

/// An observation as it was captured.
struct Sighting {
    providers::Observation observation;
    UnixSeconds fetched_at;  ///< when we had it; a history filled in later: its known_at
    Hash32 body;             ///< SHA-256 of the answer it was read from
    bool operator==(const Sighting&) const = default;

    /// Nothing is used before anybody could know it, nor before we had it.
    [[nodiscard]] UnixSeconds usable_at() const {
        return observation.known_at < fetched_at ? fetched_at : observation.known_at;
    }
};

/// Orders by event time; versions of one event time by when anybody could know them, the newest
/// last: an answer that has an old vintage beside the new one brings the old one back each time it
/// is fetched, and it stays the old one. Then by when we had them, then by content, so that the
/// order is total and no order of arrival matters.
[[nodiscard]] std::strong_ordering operator<=>(const Sighting& a, const Sighting& b);

/// Returns the canonical document: body, fetched_at, known_at, observed_at, value_1e8.
[[nodiscard]] Json to_json(const Sighting& sighting);

/// The reverse. Errors: bad_data.
[[nodiscard]] Result<Sighting> sighting_from_json(const Json& document);

/// Tells whether a source's word can be one at all. Errors: bad_data for an event more than two
/// minutes after the fetch (a clock or a unit of time that is wrong), and for one that was known
/// before it happened.
[[nodiscard]] Status check_times(const Sighting& sighting);

}  // namespace ballast::feeds
