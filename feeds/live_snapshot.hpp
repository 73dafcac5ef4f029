// SPDX-License-Identifier: MIT
// What the feeds, the venues and the borrowers say, as the one thing that a decision may look at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/events.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "feeds/depth_memory.hpp"
#include "feeds/verdict.hpp"

namespace ballast::feeds {

/// What can be sold of one collateral, as somebody asked the venues.
struct SeenLiquidity {
    engine::DepthCurve depth{};
    engine::Usd daily_volume;
    UnixSeconds observed_at;
};

/// Who has borrowed against it, as somebody read the market.
struct SeenBook {
    engine::Book book;
    UnixSeconds observed_at;
    bool doubted = false;  ///< something speaks against it: it tightens, and nothing loosens on it
};

/// What is known of one collateral beside its price.
struct LiveMarket {
    std::string asset;
    std::optional<SeenLiquidity> liquidity;
    std::optional<SeenBook> book;
    const DepthMemory* depth = nullptr;  ///< nullptr: never watched
};

/// How old what is read may be before nothing loosens on it.
struct LiveRules {
    Seconds liquidity_hold{kHour};
    Seconds book_hold{2 * kHour.count};
    std::int64_t depth_hours = 7 * 24;  ///< watched of the last 30 days
    /// The regime score is at least this while a feed's quorum is lost and a fit reading says worse
    /// than what was believed last. Half: one voice is not a crisis, and no reason to wait either.
    engine::Wad dispute_score = engine::Wad::of(engine::kWadOne / 2);
};

struct LiveInputs {
    UnixSeconds at;
    std::vector<Verdict> verdicts;  ///< Board::verdicts(at)
    std::vector<LiveMarket> markets;
    calendar::EventsNear events;  ///< EventCalendar::near(at, event_window(policy))
    engine::Wad guardian_score;
};

/// Why something of the snapshot forbids loosening, or is not what its feed said at first.
struct SnapshotNote {
    std::string subject;  ///< a feed, an asset, or a series of events
    FeedReason reason = FeedReason::no_observation;
    bool operator==(const SnapshotNote&) const = default;
};

struct LiveSnapshot {
    engine::Snapshot snapshot;        ///< passes engine::validate
    std::vector<SnapshotNote> notes;  ///< in the order of the snapshot
};

/// Returns how far from a moment announcements matter to the policy.
[[nodiscard]] Seconds event_window(const engine::Policy& policy);

/// Joins everything for the policy. What is not known is told so that the engine does not loosen
/// (docs/decisions/0025-what-is-not-known-does-not-loosen.md): a price or an indicator by its
/// status, a book or a depth that is missing or old by a daily volume of 0, announcements beyond
/// their document by an event at `at`. What is disputed for the worse where no quorum can say more
/// raises the guardian's score (docs/decisions/0027-what-a-feed-believes.md). A market or a list of
/// events that engine::validate would refuse is told as unknown, and holds that market alone.
/// `feeds` are the declarations of the verdicts. Errors:
/// bad_data where the result would not pass engine::validate.
[[nodiscard]] Result<LiveSnapshot> live_snapshot(const engine::Policy& policy,
                                                 const std::vector<FeedDeclaration>& feeds,
                                                 const LiveInputs& inputs, const LiveRules& rules);

}  // namespace ballast::feeds
