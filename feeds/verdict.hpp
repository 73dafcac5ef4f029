// SPDX-License-Identifier: MIT
// What a board says of one feed at one moment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "feeds/declaration.hpp"
#include "feeds/reason.hpp"
#include "feeds/sighting.hpp"

namespace ballast::feeds {

/// Whether a feed's number may be used, from best to worst.
enum class FeedStatus {
    live,              ///< fresh, and the quorum agrees
    closed,            ///< the same, and its market has no session today
    jump_unconfirmed,  ///< the last accepted value; a move awaits a second word, or is refused
    below_quorum,      ///< the last accepted value; too few groups can say more
    stale,             ///< the last accepted value, older than the first limit: hold
    preset,            ///< older than the second limit: there is no value
    missing,           ///< there never was one
};

/// Returns "live", "below_quorum" and so on.
[[nodiscard]] std::string_view name(FeedStatus status) noexcept;

/// What became of one source's newest reading.
struct SourceVerdict {
    std::string source;
    std::string group;
    std::optional<Sighting> sighting;  ///< nothing: none is known yet
    bool used = false;                 ///< it is among those whose median the value is
    std::optional<FeedReason> reason;  ///< why it is not
};

/// Whether fit readings lie further than the jump limit from the last accepted value.
struct Dispute {
    bool below = false;
    bool above = false;
    bool operator==(const Dispute&) const = default;
};

/// What a feed believed before.
struct Believed {
    providers::Reading value;
    UnixSeconds observed_at;
};

/// What a feed says.
struct Verdict {
    std::string feed;
    FeedStatus status = FeedStatus::missing;
    std::optional<providers::Reading> value;  ///< absent where preset or missing
    UnixSeconds observed_at;                  ///< the oldest of the quorum
    UnixSeconds known_at;                     ///< the latest of the quorum
    std::optional<Believed> last;  ///< accepted last, also where there is no value any more
    std::optional<providers::Reading> waiting;  ///< a move that waits for its second word
    Dispute dispute;                            ///< none where the newest count was accepted
    std::vector<FeedReason> reasons;            ///< ascending, each once
    std::vector<SourceVerdict> sources;         ///< as declared
};

/// Returns the canonical document of all that a verdict rests on, for the journal: each source's
/// reading with the digest of the body that it was read from.
[[nodiscard]] Json to_json(const Verdict& verdict);

}  // namespace ballast::feeds
