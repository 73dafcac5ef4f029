// SPDX-License-Identifier: MIT
// Time is a number that somebody hands in. Only apps/ knows a clock.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ballast {

/// A span of whole seconds.
struct Seconds {
    std::int64_t count = 0;
    auto operator<=>(const Seconds&) const = default;
};

constexpr Seconds kHour{3600};
constexpr Seconds kDay{86400};

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds, as block timestamps are.
struct UnixSeconds {
    std::int64_t count = 0;
    auto operator<=>(const UnixSeconds&) const = default;
};

[[nodiscard]] constexpr UnixSeconds operator+(UnixSeconds at, Seconds span) noexcept {
    return {at.count + span.count};
}
[[nodiscard]] constexpr UnixSeconds operator-(UnixSeconds at, Seconds span) noexcept {
    return {at.count - span.count};
}
[[nodiscard]] constexpr Seconds operator-(UnixSeconds to, UnixSeconds from) noexcept {
    return {to.count - from.count};
}

/// Days since 1970-01-01 of the UTC day that holds `at`.
[[nodiscard]] std::int64_t day_number(UnixSeconds at) noexcept;

/// 0 for Monday to 6 for Sunday, in UTC.
[[nodiscard]] int weekday(UnixSeconds at) noexcept;

/// Returns "2024-08-05T04:00:00Z".
[[nodiscard]] std::string format_utc(UnixSeconds at);

/// Returns "2024-08-05".
[[nodiscard]] std::string format_date(UnixSeconds at);

/// Returns midnight UTC of "2024-08-05". Errors: bad_data.
[[nodiscard]] Result<UnixSeconds> parse_date(std::string_view text);

/// Reads "2024-08-05T04:00:00Z". Errors: bad_data.
[[nodiscard]] Result<UnixSeconds> parse_utc(std::string_view text);

/// A span of milliseconds, for time-outs and waits.
struct Milliseconds {
    std::int64_t count = 0;
    auto operator<=>(const Milliseconds&) const = default;
};

/// Where "now" comes from. The real one is apps/system_clock.cpp; tests and replays hand in others.
class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    /// The wall clock: for deadlines that the chain knows too. It may jump.
    [[nodiscard]] virtual UnixSeconds now() const = 0;
    /// Since some moment before the program began; never goes back. For intervals.
    [[nodiscard]] virtual Milliseconds monotonic() const = 0;
    /// Lets `span` pass, or less where the program is asked to stop.
    virtual void wait(Milliseconds span) = 0;
};

}  // namespace ballast
