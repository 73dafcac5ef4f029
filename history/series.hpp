// SPDX-License-Identifier: MIT
// One file of market history as plain data. What is missing in the file stays missing here.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::history {

/// A price and the moment it became known: the end of its bar.
struct PricePoint {
    UnixSeconds at;
    engine::Price price;
    bool operator==(const PricePoint&) const = default;
};

/// What a bar file has beside the close.
struct Ohlcv {
    engine::Price open;
    engine::Price high;
    engine::Price low;
    engine::Price close;
    std::int64_t volume_1e8 = 0;  ///< in units of the collateral; 0 where the file has none
    bool operator==(const Ohlcv&) const = default;
};

/// Prices in order of time, at most one for each bar. Gaps of the source are kept.
struct PriceSeries {
    std::string source;  ///< the file's name, for provenance
    Seconds spacing;     ///< the length of a bar
    std::vector<PricePoint> points;
    std::vector<Ohlcv> bars;  ///< one for each point, or empty
    bool operator==(const PriceSeries&) const = default;
};

/// A daily print of an indicator by its market's date (midnight UTC of it).
struct Print {
    UnixSeconds date;
    engine::Level level;
    bool operator==(const Print&) const = default;
};

/// Prints in order of date; a date without a value is absent.
struct PrintSeries {
    std::string source;
    std::vector<Print> prints;
    /// Every date of the file, ascending, also those without a value in this column: the market's
    /// own sessions.
    std::vector<UnixSeconds> sessions;
    bool operator==(const PrintSeries&) const = default;
};

/// Returns decimal text at 1e-8, exact; digits beyond the eighth are rounded, half away from zero.
/// Errors: bad_data for anything but digits, one point and a minus sign, or out of 64 bits.
[[nodiscard]] Result<std::int64_t> parse_1e8(std::string_view text);

/// Reads bars: a stamp (the bar's open, UTC), the columns open, high, low, close and, where there
/// is one, volume. A point's time is the bar's end. Requires spacing > 0. Errors: input_missing;
/// bad_data as "file:line: ..." where stamps do not ascend or are off the grid of `spacing`, where
/// a price is not positive, or where low and high do not enclose open and close.
[[nodiscard]] Result<PriceSeries> read_bars(const std::filesystem::path& file, Seconds spacing);

/// Reads irregular mids (columns ts, usd) at the moments at which they were taken; spacing is an
/// hour. Errors: as read_bars.
[[nodiscard]] Result<PriceSeries> read_mids(const std::filesystem::path& file);

/// Puts mids on the hourly grid, as they were known: each hour's end gets the newest of the hour,
/// and an hour without a mid stays a gap, so that no mid is used twice.
[[nodiscard]] PriceSeries on_the_hour(const PriceSeries& mids);

/// Returns at each point the median of the points of the last `span`, with itself (the lower of the
/// two in the middle): the noise of single quotes out, and nothing of the future in. Requires
/// span > 0.
[[nodiscard]] PriceSeries trailing_median(const PriceSeries& series, Seconds span);

/// Reads the daily prints of one column; the first column is the date. Blank cells have no print.
/// Errors: as read_bars; bad_data where the column is absent.
[[nodiscard]] Result<PrintSeries> read_prints(const std::filesystem::path& file,
                                              std::string_view column);

/// Returns the points after `from` and up to `until`, both as moments of knowledge.
[[nodiscard]] PriceSeries between(const PriceSeries& series, UnixSeconds from, UnixSeconds until);

/// Returns the prints of the dates up to and with `last`.
[[nodiscard]] PrintSeries until(const PrintSeries& series, UnixSeconds last);

/// Returns the price a/b at 1e-8, rounded to nearest, at every moment that both series have: what
/// a collateral is worth in its debt's asset. Errors: bad_data where a ratio has no place in a
/// Price.
[[nodiscard]] Result<PriceSeries> ratio(const PriceSeries& a, const PriceSeries& b);

/// Returns the price a*b likewise.
[[nodiscard]] Result<PriceSeries> product(const PriceSeries& a, const PriceSeries& b);

}  // namespace ballast::history
