// SPDX-License-Identifier: MIT
// Cboe's daily index histories: DATE,OPEN,HIGH,LOW,CLOSE, or DATE and one column of the index's
// name (VVIX). The close is known when Cboe's session ends: at 16:15 in New York, earlier on half
// days and holidays.
#include "calendar/calendar.hpp"
#include "providers/csv.hpp"
#include "providers/daily_series.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://cdn.cboe.com";
constexpr std::string_view kFolder = "/api/global/us_indices/daily_prices/";
constexpr std::string_view kZone = "America/New_York";
constexpr WallTime kClose{kZone, of_day(16, 15)};

Result<UnixSeconds> close_of(calendar::Day day) {
    if (const calendar::Calendar* cboe = calendar::find_calendar("cboe"))
        if (const auto close = cboe->close_of(day)) return *close;
    return moment(kClose, day);  // before the calendar's table begins
}

/// Refuses open, high, low, close that no market makes: columns that changed places.
Status check_bar(CsvRow row, const Source& source) {
    Reading prices[4];
    for (std::size_t i = 0; i < 4; ++i) {
        Source plain;
        plain.scale = source.scale;
        const auto price = read_reading(row[i + 1], plain, Sign::positive);
        if (!price) return fail(price.error());
        prices[i] = *price;
    }
    const auto [open, high, low, close] = prices;
    if (low <= open && low <= close && open <= high && close <= high) return {};
    return fail(Errc::bad_data, "low, high, open and close contradict each other");
}

class CboeVix final : public PublishedFormat {
  public:
    CboeVix() : PublishedFormat("cboe_vix") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        const auto series = series_of(source, "VIX");
        if (!series) return fail(series.error());
        return net::HttpRequest{*base + std::string(kFolder) + url_part(*series) + "_History.csv",
                                {"Accept: text/csv"}};
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto series = series_of(source, "VIX");
        if (!series) return fail(series.error());
        const auto rows = read_csv(answer);
        if (!rows) return fail(rows.error());
        const CsvRow header = rows->front();
        const bool has_bars = is_row(header, {"DATE", "OPEN", "HIGH", "LOW", "CLOSE"});
        if (!has_bars && !is_row(header, {"DATE", *series}))
            return fail(Errc::bad_data, "expected the header DATE,OPEN,HIGH,LOW,CLOSE");
        DailySeries days(source, answer, kZone, Sign::positive);
        for (std::size_t i = 1; i < rows->size(); ++i) {
            const auto added = add_row((*rows)[i], source, has_bars, days);
            if (!added) return fail_in("row " + std::to_string(i), added.error());
        }
        return days.take();
    }

    static Status add_row(CsvRow row, const Source& source, bool has_bars, DailySeries& days) {
        if (is_blank(row)) return {};
        if (row.size() != (has_bars ? 5U : 2U))
            return fail(Errc::bad_data, "another number of fields than the header's");
        const auto day = read_us_date(row.front());
        if (!day) return fail(day.error());
        if (has_bars) {
            const auto sound = check_bar(row, source);
            if (!sound) return sound;
        }
        const auto close = close_of(*day);
        if (!close) return fail(close.error());
        return days.add(*day, row.back(), {*close, *close});
    }
};

}  // namespace

const Provider& cboe_vix() {
    static const CboeVix provider;
    return provider;
}

}  // namespace ballast::providers
