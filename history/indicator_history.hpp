// SPDX-License-Identifier: MIT
// When a print was made, when it was known, and whether it may be used: no look-ahead.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/snapshot.hpp"
#include "history/series.hpp"

namespace ballast::history {

/// Returns the UTC hour at which it is midnight in New York on `date`: 4 in summer, 5 in winter,
/// by the rules of 2007 (second Sunday of March to first of November) and of 1987 before them.
/// Requires midnight UTC of a date from 1987 on.
[[nodiscard]] int new_york_midnight_hour(UnixSeconds date);

/// All prints of one indicator with their times:
///
/// | indicator | observed | known |
/// |---|---|---|
/// | vix, move | 16:00 New York | 16:15 New York |
/// | usdjpy | noon New York | at once: a live rate, though H.10 itself is published weekly |
/// | jgb10, jgb40 | 15:00 Tokyo | the market's next session, 09:30 Tokyo |
///
/// The file's usdjpy is labelled H.10 at noon New York, but its prints fit the hourly rates at
/// 08:00 UTC of their day (mean distance 2 bp in 2024 and 2025; 10 bp an hour off). Noon New York
/// is when it counts as observed and known: later than it was, so nothing is known too early.
class IndicatorHistory {
  public:
    /// Reads the prints of `indicator`. Errors: as read_indicator.
    [[nodiscard]] static Result<IndicatorHistory> read(const std::filesystem::path& folder,
                                                       const std::string& indicator);

    /// Takes prints as they are. Requires dates that ascend.
    [[nodiscard]] static IndicatorHistory of(const std::string& indicator, PrintSeries series);

    /// Returns the newest print known at `at`, and whether it may be used: `missing` before the
    /// first; `stale` where more of the market's own days than `stale_after` holds (one a 24 h)
    /// should have printed since; `closed` on a day without a session; `live` otherwise. A weekday
    /// without a row counts as a holiday, for calendars are known in advance; only in a gap of more
    /// than 14 days, or after the last row, it counts as a print that did not come.
    [[nodiscard]] engine::IndicatorObservation observe(UnixSeconds at, Seconds stale_after) const;

    [[nodiscard]] const PrintSeries& series() const noexcept { return series_; }

    /// Returns when the print of midnight `date` is known.
    [[nodiscard]] UnixSeconds known_at(UnixSeconds date) const;

  private:
    [[nodiscard]] UnixSeconds observed_at(UnixSeconds date) const;
    [[nodiscard]] bool is_session(UnixSeconds date) const;
    [[nodiscard]] UnixSeconds next_session(UnixSeconds date) const;

    std::string name_;
    PrintSeries series_;
    std::vector<UnixSeconds> known_at_;  ///< of each print, ascending
};

}  // namespace ballast::history
