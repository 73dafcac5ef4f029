// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "feeds/fetch_rules.hpp"

namespace ballast::feeds {

/// When one source is asked next. Two bounds hold whatever its server does and are tested over a
/// day of faults:
///
/// - at most 1.2 times the requests of one that never fails (from 24 intervals on). Two things cost
///   requests: while it fails it is asked early by two deadlines, a sixteenth of its interval at
///   most (1/15 more), and tries ahead of the schedule, each of which takes ten scheduled requests
///   to earn (1/10 more, and the first is given).
/// - it has answered again within one interval after a failure, or after the wait that the server
///   asked for; this is what being early is for, since a round of requests may begin late by the
///   deadline of the one before, and take as long itself where another server hangs. Where two
///   deadlines are longer than that sixteenth, the rest of them comes on top.
class FetchSchedule {
  public:
    /// Due at once. Requires an interval of one second at least.
    FetchSchedule(Seconds interval, const FetchRules& rules, std::uint64_t seed);

    [[nodiscard]] Milliseconds next() const { return next_; }
    /// Counts a request that goes out at `now`.
    void asked(Milliseconds now);
    void answered();
    /// The last request was understood and refused: no other try before the interval is over.
    void refused() { next_ = latest(); }
    /// The last request failed and `now` is when that was known.
    void failed(Milliseconds now);
    /// The last request was told to wait, for `retry_after` where it was told how long, else for
    /// our own doubling wait, never less than the interval.
    void told_to_wait(Milliseconds now, std::optional<Seconds> retry_after);
    /// It was not asked for a reason of its host's.
    void put_off(Milliseconds until) { next_ = until; }

  private:
    [[nodiscard]] Milliseconds latest() const;
    [[nodiscard]] std::int64_t backed_off();
    [[nodiscard]] std::int64_t chance(std::int64_t bound);
    void retry_at(Milliseconds at);

    Milliseconds interval_;
    FetchRules rules_;
    std::uint64_t random_;
    Milliseconds next_;
    Milliseconds asked_;
    std::uint64_t failures_in_row_ = 0;
    std::int64_t credit_;
    bool ahead_ = false;
};

}  // namespace ballast::feeds
