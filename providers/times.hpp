// SPDX-License-Identifier: MIT
// Times as sources print them. No unit and no zone is ever guessed.
#pragma once

#include <optional>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "calendar/day.hpp"
#include "providers/provider.hpp"

namespace ballast::providers {

/// How far ahead of the answer a time may be: clocks differ.
constexpr Seconds kAheadMax{120};

/// Reads whole seconds since 1970, from 1973 to 5138 (9 to 11 digits). Errors: bad_data, also for
/// 12 digits or more: those are milliseconds, and the declaration is wrong.
[[nodiscard]] Result<UnixSeconds> read_unix_s(std::string_view text);

/// Reads whole milliseconds (12 to 14 digits), rounded down to the second. Errors: bad_data.
[[nodiscard]] Result<UnixSeconds> read_unix_ms(std::string_view text);

/// Reads "2024-08-05T13:00:00.25+09:00" or the same with Z, rounded down to the second. Errors:
/// bad_data; also without an offset, or with "-00:00", which RFC 3339 gives to unknown offsets.
[[nodiscard]] Result<UnixSeconds> read_rfc3339(std::string_view text);

/// Reads "08/05/2024": month, day, year. Errors: bad_data.
[[nodiscard]] Result<calendar::Day> read_us_date(std::string_view text);

/// Reads "2024/8/5". Errors: bad_data.
[[nodiscard]] Result<calendar::Day> read_slashed_date(std::string_view text);

/// Reads a time in the source's declared format; a bare date means the end of the session of the
/// source's calendar. Errors: bad_data; configuration for an unknown format or calendar.
[[nodiscard]] Result<UnixSeconds> read_time(std::string_view text, const Source& source);

/// Returns the day of numbers, or nothing where there is no such day.
[[nodiscard]] std::optional<calendar::Day> day_if_real(std::int64_t year, int month, int day);

}  // namespace ballast::providers
