// SPDX-License-Identifier: MIT
// All that the sources said, and what it amounts to at a moment.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "feeds/memory.hpp"
#include "feeds/verdict.hpp"

namespace ballast::feeds {

/// The observations of every declared feed. A verdict is a function of the set of observations, of
/// the moment, and of what `forget` left in place of older ones: in which order the observations
/// came, and how often, changes nothing. (A repetition is dropped. Where a source said A, B and A
/// again of one event time, each must be added in the order of the fetches, as one fetcher does.)
/// Revisions are kept beside what they revise, so that a moment that is past is judged by what was
/// known then.
class Board {
  public:
    /// Requires calendars that exist, and names that stand once.
    explicit Board(std::vector<FeedDeclaration> feeds);

    /// Adds one observation, unless it is no news. Errors: bad_data as `check_times`; configuration
    /// for a feed or source that is not declared.
    [[nodiscard]] Status add(std::string_view feed, std::string_view source,
                             const Sighting& sighting);

    /// Tells whether the sighting says other than the version of its event time that was known
    /// before it, or says it earlier: what need be stored when whole histories are fetched again
    /// and again. False for what is not declared, and for what is older than `forget` left.
    [[nodiscard]] bool is_news(std::string_view feed, std::string_view source,
                               const Sighting& sighting) const;

    /// Returns what the feed says at `at`. Looks at nothing that was not usable by then. Requires a
    /// declared feed.
    [[nodiscard]] Verdict verdict(std::string_view feed, UnixSeconds at) const;

    /// Returns all verdicts in the order of the declarations.
    [[nodiscard]] std::vector<Verdict> verdicts(UnixSeconds at) const;

    /// Returns every version of every observation of a source, ascending. Empty where it is not
    /// declared.
    [[nodiscard]] std::vector<Sighting> history(std::string_view feed,
                                                std::string_view source) const;

    /// Plays what is older than each feed's `memory_of` into the feed's memory and drops it, as
    /// seen from its newest print or from `now`, whichever is earlier, to bound the memory and the
    /// work of a keeper that runs for months. Verdicts from `now` on are what they would be without
    /// it, last values and waiting moves included. Of a source the newest kEventTimesMax event
    /// times stay. Moments before `now` are not judged again.
    void forget(UnixSeconds now);

    /// What `forget` left of a feed, and a restart's way to go on from it: add the observations
    /// after. Both require a declared feed.
    [[nodiscard]] const Memory& memory(std::string_view feed) const;
    void resume(std::string_view feed, Memory memory);

    [[nodiscard]] const std::vector<FeedDeclaration>& feeds() const noexcept { return feeds_; }

  private:
    using Versions = std::set<Sighting>;

    /// Where a declared source has its place in `seen_`.
    struct Slot {
        std::size_t feed = 0;
        std::size_t source = 0;
    };
    [[nodiscard]] std::optional<Slot> find(std::string_view feed, std::string_view source) const;
    [[nodiscard]] std::size_t index_of(std::string_view feed) const;
    [[nodiscard]] Verdict judge_anew(std::size_t feed, UnixSeconds at) const;

    std::vector<FeedDeclaration> feeds_;
    std::vector<std::vector<Versions>> seen_;  ///< of each feed, of each source
    std::vector<Memory> memories_;             ///< of each feed: what came before `seen_`
    /// Of each feed the verdict asked last; nothing since something was added. No verdict looks at
    /// it but to save the work.
    struct Asked {
        UnixSeconds at;
        Verdict verdict;
    };
    mutable std::vector<std::optional<Asked>> asked_;
};

/// Of one source more event times say nothing new: four hours and a half of a print a second.
constexpr std::size_t kEventTimesMax = 16'384;

/// Returns how far back a feed's verdicts need its observations: well beyond the second age limit
/// (docs/feeds.md).
[[nodiscard]] Seconds memory_of(const FeedDeclaration& feed);

/// Returns the canonical document of a moment's inputs: {"at":..., "feeds":[...]}.
[[nodiscard]] Json decision_inputs(UnixSeconds at, const std::vector<Verdict>& verdicts);

}  // namespace ballast::feeds
