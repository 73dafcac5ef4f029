// SPDX-License-Identifier: MIT
#include "calendar/events.hpp"

#include <algorithm>
#include <optional>

#include "calendar/time_zone.hpp"
#include "policies/document_reader.hpp"
#include "policies/toml_extends.hpp"

namespace ballast::calendar {
namespace {

using policies::TableReader;

/// Eight meetings a year for a century.
constexpr policies::Length kDates = {1, 1000};

/// Reads "14:00" as seconds after midnight.
std::optional<Seconds> read_clock(const std::string& text) {
    if (text.size() != 5) return std::nullopt;
    const auto at = parse_utc("1970-01-01T" + text + ":00Z");
    if (!at) return std::nullopt;
    return Seconds{at->count};
}

/// Turns the dates of a series into moments; a date out of order or out of reach is a fault.
void read_times(TableReader& reader, EventSeries& series) {
    const std::string zone = reader.text("zone");
    const std::string clock = reader.text("at");
    const auto of_day = read_clock(clock);
    if (!clock.empty() && !of_day)
        reader.fault("at", "expected a time of day such as 14:00, found \"" + clock + "\"");
    const std::vector<UnixSeconds> dates = reader.dates("dates", kDates);
    if (!reader.sound()) return;
    for (std::size_t i = 0; i < dates.size(); ++i) {
        const auto at = to_utc(zone, Day{day_number(dates[i])}, *of_day);
        if (!at) return reader.fault_at("dates", i, at.error().what);
        if (i > 0 && dates[i] <= dates[i - 1])
            reader.fault_at("dates", i, "expected a date after the one before it");
        if (*at < series.from || *at >= series.until)
            reader.fault_at("dates", i, "expected a date from `from` to `until`");
        series.times.push_back(*at);
    }
}

EventSeries read_series(TableReader& reader) {
    EventSeries series;
    series.name = reader.name();
    series.title = reader.text("title");
    series.source = reader.text("source");
    series.read = reader.date("read");
    series.from = reader.date("from");
    // The day named is the last that is known, whole.
    series.until = reader.date("until") + kDay;
    read_times(reader, series);
    reader.finish();
    return series;
}

Result<std::vector<EventSeries>> read_document(const policies::TomlNode& document) {
    policies::Faults faults;
    TableReader root(document, "", faults);
    std::vector<EventSeries> all;
    for (const policies::TomlMember& member : document.members) {
        TableReader reader = root.table(member.key);
        all.push_back(read_series(reader));
    }
    root.finish();
    if (faults.count() > 0) return fail(faults.error());
    if (all.empty()) return fail(Errc::bad_data, "events: the document has no series");
    return all;
}

}  // namespace

Result<EventCalendar> EventCalendar::parse(std::string_view text, const std::string& file_name) {
    const auto document = policies::parse_toml(text, file_name);
    if (!document) return fail(document.error());
    auto series = read_document(*document);
    if (!series) return fail(series.error());
    EventCalendar calendar;
    calendar.series_ = std::move(*series);
    return calendar;
}

Result<EventCalendar> EventCalendar::load(const std::filesystem::path& path) {
    const auto document = policies::load_toml(path);
    if (!document) return fail(document.error());
    auto series = read_document(*document);
    if (!series) return fail(series.error());
    EventCalendar calendar;
    calendar.series_ = std::move(*series);
    return calendar;
}

EventsNear EventCalendar::near(UnixSeconds at, Seconds window) const {
    const UnixSeconds first = at - window;
    const UnixSeconds last = at + window;
    EventsNear found;
    for (const EventSeries& series : series_) {
        if (first < series.from || last >= series.until) found.unknown.push_back(series.name);
        const auto from = std::lower_bound(series.times.begin(), series.times.end(), first);
        const auto to = std::upper_bound(series.times.begin(), series.times.end(), last);
        found.times.insert(found.times.end(), from, to);
    }
    // Two institutions of one hour are one window.
    std::sort(found.times.begin(), found.times.end());
    found.times.erase(std::unique(found.times.begin(), found.times.end()), found.times.end());
    return found;
}

}  // namespace ballast::calendar
