// SPDX-License-Identifier: MIT
// FRED's series/observations with vintages: each row says on which day its value was first known
// (realtime_start), so a revision is a further row. FRED prints days, not hours: an observation is
// taken as of the end of that day's session in the source's calendar, or of 16:00 in New York, its
// vintage as of the end of that day in St. Louis.
#include <algorithm>

#include "calendar/calendar.hpp"
#include "providers/daily_series.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://api.stlouisfed.org";
constexpr std::string_view kZone = "America/New_York";
constexpr WallTime kObservation{kZone, of_day(16, 0)};
constexpr WallTime kVintage{"America/Chicago", of_day(23, 59)};
constexpr Seconds kRecent{60 * kDay.count};
constexpr std::string_view kNoValue = ".";

/// Returns the end of that day's session, where the source's calendar has one.
Result<UnixSeconds> end_of(calendar::Day day, const Source& source) {
    if (const calendar::Calendar* market = calendar::find_calendar(source.calendar))
        if (const auto close = market->close_of(day)) return *close;
    return moment(kObservation, day);
}

/// FRED writes errors as {"error_code": 400, "error_message": "..."}.
Status check_error(const Json& body) {
    const Json* message = body.find("error_message");
    if (message == nullptr) return {};
    const std::string* words = message->as_string();
    return fail(Errc::bad_data, "FRED refuses: " + excerpt(words != nullptr ? *words : "?"));
}

class Fred final : public PublishedFormat {
  public:
    Fred() : PublishedFormat("fred") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds now) const override {
        return history(source, now - kRecent, now);
    }

    /// Two years at most: FRED refuses more than 2,000 vintages at once.
    [[nodiscard]] Result<net::HttpRequest> history(const Source& source, UnixSeconds since,
                                                   UnixSeconds now) const override {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        const auto series = series_of(source);
        if (!series) return fail(series.error());
        const auto key = key_header("api_key", source);
        if (!key) return fail(key.error());
        const UnixSeconds from = std::max(since, now - Seconds{730 * kDay.count});
        const std::string date = format_date(from);
        return net::HttpRequest{
            *base + "/fred/series/observations?series_id=" + url_part(*series) +
                "&observation_start=" + date + "&realtime_start=" + date +
                "&realtime_end=9999-12-31&file_type=json&api_key=" + url_part(source.api_key),
            {"Accept: application/json"}};
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto body = read_json(answer);
        if (!body) return fail(body.error());
        const auto refused = check_error(*body);
        if (!refused) return fail(refused.error());
        const auto rows = array_of(body->find("observations"), "\"observations\"");
        if (!rows) return fail(rows.error());
        DailySeries days(source, answer, kZone, Sign::any);
        for (const Json& row : **rows) {
            const auto added = add_row(row, source, days);
            if (!added) return fail_in("observations", added.error());
        }
        return days.take();
    }

    static Status add_row(const Json& row, const Source& source, DailySeries& days) {
        const auto date = string_member(row, "date");
        const auto value = string_member(row, "value");
        const auto vintage = string_member(row, "realtime_start");
        if (!date || !value || !vintage)
            return fail(Errc::bad_data, "a row without date, value or realtime_start");
        const auto day = calendar::parse_day(*date);
        if (!day) return fail(day.error());
        const auto known = calendar::parse_day(*vintage);
        if (!known) return fail(known.error());
        if (*value == kNoValue) return {};
        const auto observed = end_of(*day, source);
        if (!observed) return fail(observed.error());
        const auto published = moment(kVintage, *known);
        if (!published) return fail(published.error());
        return days.add(*day, *value, {*observed, *published});
    }
};

}  // namespace

const Provider& fred() {
    static const Fred provider;
    return provider;
}

}  // namespace ballast::providers
