// SPDX-License-Identifier: MIT
// Announcements whose times are known beforehand, as a dated document with its sources.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace ballast::calendar {

/// One institution's announcements.
struct EventSeries {
    std::string name;  ///< "boj"
    std::string title;
    std::string source;
    UnixSeconds read;                ///< midnight UTC of the day on which the source was read
    UnixSeconds from;                ///< the series is whole from here
    UnixSeconds until;               ///< to here; beyond, nothing is known
    std::vector<UnixSeconds> times;  ///< ascending
};

/// What is scheduled near a moment.
struct EventsNear {
    std::vector<UnixSeconds> times;    ///< ascending, each once
    std::vector<std::string> unknown;  ///< the series that do not reach so far, ascending
};

class EventCalendar {
  public:
    /// Reads a document. Errors: bad_data with every fault, one a line, with its place;
    /// configuration for a time zone that this machine lacks.
    [[nodiscard]] static Result<EventCalendar> parse(std::string_view text,
                                                     const std::string& file_name);
    /// Errors: also input_missing.
    [[nodiscard]] static Result<EventCalendar> load(const std::filesystem::path& path);

    /// Returns what is scheduled within `window` before and after `at`, and which series cannot
    /// say. Where one cannot, nobody may loosen. Requires window.count >= 0.
    [[nodiscard]] EventsNear near(UnixSeconds at, Seconds window) const;

    /// Ascending by name.
    [[nodiscard]] const std::vector<EventSeries>& series() const noexcept { return series_; }

  private:
    std::vector<EventSeries> series_;
};

}  // namespace ballast::calendar
