// SPDX-License-Identifier: MIT
// One count of the groups at one moment: who may speak, and what the median of those is.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "feeds/recent.hpp"
#include "feeds/verdict.hpp"

namespace ballast::feeds {

/// How old a print is in its feed's own measure.
enum class Age { fresh, beyond_hold, beyond_preset, unknown };

/// Returns the age at `at` of something observed at `since`; `unknown` where the calendar does not
/// reach.
[[nodiscard]] Age age_of(const FeedDeclaration& feed, UnixSeconds since, UnixSeconds at);

/// What the groups agree on.
struct Agreement {
    providers::Reading value;
    UnixSeconds oldest;  ///< event time
    UnixSeconds newest;  ///< event time
    UnixSeconds known_at;
    std::size_t groups = 0;
    std::map<std::size_t, UnixSeconds> prints;  ///< of each source that voted: its event time
    bool operator==(const Agreement&) const = default;
};

/// The outcome of a count. Without an agreement there is one reason or more.
struct Ballot {
    std::vector<SourceVerdict> sources;
    std::optional<Agreement> agreement;
    std::vector<FeedReason> reasons;
};

/// Counts the newest prints: of a market that closes those of the newest day on which as many fit
/// groups as the quorum have printed. `last` is the last accepted value, against which slips of
/// units are seen. A group's word is its newest reading.
[[nodiscard]] Ballot count_votes(const FeedDeclaration& feed, const Recent& recent,
                                 std::optional<providers::Reading> last, UnixSeconds at);

/// Tells on which sides of `last`, further from it than the jump limit, a group's newest fit
/// reading lies.
[[nodiscard]] Dispute find_dispute(const FeedDeclaration& feed, const Recent& recent,
                                   providers::Reading last, UnixSeconds at);

}  // namespace ballast::feeds
