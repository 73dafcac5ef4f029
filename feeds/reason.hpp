// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace ballast::feeds {

/// Why a reading, or a feed's number, was not simply taken. Closed list: each has a name that is
/// journaled and a sentence for people (docs/feeds.md).
enum class FeedReason {
    // Of one source's reading: it has no vote.
    outside_band,
    slip_hundredfold,
    slip_hundredth,
    slip_inverse,
    older_than_hold,
    outvoted,
    other_day,
    // Of the feed.
    no_observation,
    too_few_groups,
    groups_disagree,
    jump_unconfirmed,
    jump_refused,
    stale,
    stale_beyond_preset,
    market_closed,
    beyond_calendar,
    fallback_used,
    disputed_for_worse,
    // Of a market or of the moment.
    depth_unknown,
    volume_unknown,
    depth_history_short,
    book_unknown,
    book_stale,
    events_unknown,
    not_sound,
};

/// Returns the name that is journaled: "slip_inverse".
[[nodiscard]] std::string_view name(FeedReason reason) noexcept;

/// Returns one sentence for people, without a full stop.
[[nodiscard]] std::string_view sentence(FeedReason reason) noexcept;

}  // namespace ballast::feeds
