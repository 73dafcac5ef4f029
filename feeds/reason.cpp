// SPDX-License-Identifier: MIT
#include "feeds/reason.hpp"

#include <array>

namespace ballast::feeds {
namespace {

struct Words {
    std::string_view name;
    std::string_view sentence;
};

/// In the order of the list.
constexpr std::array<Words, 25> kWords = {{
    {"outside_band", "the reading lies outside the feed's plausible range"},
    {"slip_hundredfold", "the reading is a hundred times the last one: a slip of units"},
    {"slip_hundredth", "the reading is a hundredth of the last one: a slip of units"},
    {"slip_inverse", "the reading is one over the last one: the pair is turned round"},
    {"older_than_hold", "the source's own time is older than the first limit"},
    {"outvoted", "the other groups agree on another value"},
    {"other_day", "the print is of another day than those that the quorum counts"},
    {"no_observation", "no source has ever said anything that was known by then"},
    {"too_few_groups", "fewer groups than the quorum have a fresh and plausible reading"},
    {"groups_disagree", "the groups differ by more than the jump limit, and none has a majority"},
    {"jump_unconfirmed",
     "a first value, or a move beyond the jump limit, that no second group and no later print "
     "says"},
    {"jump_refused", "a move so large that no number of sources is believed"},
    {"stale", "no newer print through more sessions than the first limit"},
    {"stale_beyond_preset", "no newer print through more sessions than the second limit"},
    {"market_closed", "its market has no session today: the last print is the newest there is"},
    {"beyond_calendar", "the calendar's table does not reach this day"},
    {"fallback_used", "the feed itself has nothing fresh: its fallback speaks"},
    {"disputed_for_worse", "its quorum is lost, and a fit reading says worse than the last value"},
    {"depth_unknown", "nobody says what can be sold now"},
    {"volume_unknown", "no venue tells how much is traded in a day: contracts do not"},
    {"depth_history_short", "the depth has not been watched for thirty days"},
    {"book_unknown", "the borrowers were never read"},
    {"book_stale", "the borrowers were last read too long ago"},
    {"events_unknown", "the document of announcements does not reach this day"},
    {"not_sound", "what was seen breaks the engine's rules for a snapshot: it is not used"},
}};
static_assert(kWords.size() == static_cast<std::size_t>(FeedReason::not_sound) + 1);

const Words& words(FeedReason reason) {
    return kWords[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string_view name(FeedReason reason) noexcept {
    return words(reason).name;
}

std::string_view sentence(FeedReason reason) noexcept {
    return words(reason).sentence;
}

}  // namespace ballast::feeds
