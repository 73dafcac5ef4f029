// SPDX-License-Identifier: MIT
// The Federal Reserve's H.10 through its Data Download Program: noon buying rates in New York, one
// row a business day, "ND" for none. Published on Mondays at 16:15 for the week before, or on
// Tuesdays where Monday is a federal holiday.
#include "providers/csv.hpp"
#include "providers/daily_series.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://www.federalreserve.gov";
/// The Board's own package of all currencies, business days, series in columns.
constexpr std::string_view kPackage =
    "/datadownload/Output.aspx?rel=H10&series=60f32914ab61dfab590e0e470153e3ae"
    "&filetype=csv&label=include&layout=seriescolumn";
constexpr std::string_view kZone = "America/New_York";
constexpr WallTime kNoon{kZone, of_day(12, 0)};
constexpr WallTime kPublication{kZone, of_day(16, 15)};
constexpr std::string_view kNoData = "ND";
constexpr std::int64_t kJuneteenthSince = 2021;

/// Whether a federal holiday falls on this Monday, or on the Sunday before and is kept on it.
bool is_holiday(calendar::Day monday) {
    const calendar::Civil today = calendar::civil(monday);
    const calendar::Civil eve = calendar::civil(monday - 1);
    const auto is = [&](int month, int day) {
        return (today.month == month && today.day == day) || (eve.month == month && eve.day == day);
    };
    if (is(1, 1) || is(7, 4) || is(11, 11) || is(12, 25)) return true;
    if (is(6, 19) && today.year >= kJuneteenthSince) return true;
    const int nth = (today.day - 1) / 7 + 1;
    if (today.month == 5) return today.day > 24;  // the last Monday of May
    return (today.month == 1 && nth == 3) || (today.month == 2 && nth == 3) ||
           (today.month == 9 && nth == 1) || (today.month == 10 && nth == 2);
}

Result<EventTimes> times_of(calendar::Day day) {
    const calendar::Day monday = day + (7 - calendar::weekday(day));
    return fixed_and_published(kNoon, kPublication, day, is_holiday(monday) ? monday + 1 : monday);
}

std::string us_date(UnixSeconds at) {
    const std::string iso = format_date(at);
    return iso.substr(5, 2) + "/" + iso.substr(8, 2) + "/" + iso.substr(0, 4);
}

/// The rows above the data, each with its label in the first field.
struct Heading {
    std::size_t rows = 0;
    std::size_t column = 0;
    std::size_t width = 0;
};

/// Returns the place of the row with that label; the number of rows where there is none.
std::size_t labelled(const CsvTable& rows, std::string_view label) {
    std::size_t row = 0;
    while (row < rows.size() && rows[row].front() != label)
        ++row;
    return row;
}

Result<Heading> heading_of(const CsvTable& rows, const std::string& series) {
    const std::size_t names = labelled(rows, "Time Period");
    const std::size_t multipliers = labelled(rows, "Multiplier:");
    if (names == rows.size() || multipliers == rows.size() ||
        rows[multipliers].size() != rows[names].size())
        return fail(Errc::bad_data, "expected the rows Multiplier: and Time Period");
    const auto column = column_of(rows[names], series);
    if (!column) return fail(column.error());
    const std::string_view multiplier = rows[multipliers][*column];
    if (multiplier != "1")
        return fail(Errc::bad_data,
                    "the multiplier of " + series + " is " + excerpt(multiplier) + ", not 1");
    return Heading{names + 1, *column, rows[names].size()};
}

class FrbH10 final : public PublishedFormat {
  public:
    FrbH10() : PublishedFormat("frb_h10") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        return package(source, "&lastobs=15&from=&to=");
    }

    [[nodiscard]] Result<net::HttpRequest> history(const Source& source, UnixSeconds since,
                                                   UnixSeconds now) const override {
        return package(source, "&lastobs=&from=" + us_date(since) + "&to=" + us_date(now));
    }

  private:
    static Result<net::HttpRequest> package(const Source& source, const std::string& span) {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        return net::HttpRequest{*base + std::string(kPackage) + span, {"Accept: text/csv"}};
    }

    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto series = series_of(source, "RXI_N.B.JA");
        if (!series) return fail(series.error());
        const auto rows = read_csv(answer);
        if (!rows) return fail(rows.error());
        const auto heading = heading_of(*rows, *series);
        if (!heading) return fail(heading.error());
        DailySeries days(source, answer, kZone, Sign::positive);
        for (std::size_t i = heading->rows; i < rows->size(); ++i) {
            const auto added = add_row((*rows)[i], *heading, days);
            if (!added) return fail_in("line " + std::to_string(i + 1), added.error());
        }
        return days.take();
    }

    static Status add_row(CsvRow row, const Heading& heading, DailySeries& days) {
        if (is_blank(row)) return {};
        if (row.size() != heading.width)
            return fail(Errc::bad_data, "another number of fields than the header's");
        const auto day = calendar::parse_day(row.front());
        if (!day) return fail(day.error());
        if (row[heading.column] == kNoData) return {};
        const auto times = times_of(*day);
        if (!times) return fail(times.error());
        return days.add(*day, row[heading.column], *times);
    }
};

}  // namespace

const Provider& frb_h10() {
    static const FrbH10 provider;
    return provider;
}

}  // namespace ballast::providers
