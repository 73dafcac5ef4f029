// SPDX-License-Identifier: MIT
#include "history/series.hpp"

#include <algorithm>
#include <limits>

#include "base/check.hpp"
#include "history/csv.hpp"

namespace ballast::history {
namespace {

using engine::Level;
using engine::Price;

constexpr int kDecimals = 8;

/// The columns of a bar file; volume may be absent.
struct BarColumns {
    std::size_t open = 0;
    std::size_t high = 0;
    std::size_t low = 0;
    std::size_t close = 0;
    std::size_t volume = std::string_view::npos;
};

Result<BarColumns> bar_columns(const Csv& csv) {
    BarColumns columns;
    for (const auto& [name, place] :
         {std::pair{"open", &columns.open}, std::pair{"high", &columns.high},
          std::pair{"low", &columns.low}, std::pair{"close", &columns.close}}) {
        const auto found = csv.column(name);
        if (!found) return fail(found.error());
        *place = *found;
    }
    if (const auto volume = csv.column("volume")) columns.volume = *volume;
    return columns;
}

Result<Price> parse_price(const Csv& csv, std::string_view text) {
    const auto count = parse_1e8(text);
    if (!count) return csv.fault(count.error().what);
    const auto price = Price::from(*count);
    if (!price) return csv.fault(price.error().what);
    if (price->count() == 0) return csv.fault("expected a positive price, found 0");
    return *price;
}

Result<Ohlcv> parse_bar(const Csv& csv, const BarColumns& columns,
                        const std::vector<std::string_view>& cells) {
    Ohlcv bar;
    for (const auto& [column, place] :
         {std::pair{columns.open, &bar.open}, std::pair{columns.high, &bar.high},
          std::pair{columns.low, &bar.low}, std::pair{columns.close, &bar.close}}) {
        const auto price = parse_price(csv, cells[column]);
        if (!price) return fail(price.error());
        *place = *price;
    }
    if (bar.low > std::min(bar.open, bar.close) || bar.high < std::max(bar.open, bar.close))
        return csv.fault("low and high do not enclose open and close");
    if (columns.volume == std::string_view::npos) return bar;
    const auto volume = parse_1e8(cells[columns.volume]);
    if (!volume) return csv.fault(volume.error().what);
    bar.volume_1e8 = *volume;
    return bar;
}

/// The row's stamp, which must come after `before`.
Result<UnixSeconds> parse_next(const Csv& csv, std::string_view text, UnixSeconds before) {
    const auto at = parse_stamp(text);
    if (!at) return csv.fault(at.error().what);
    if (*at <= before)
        return csv.fault("expected a stamp after " + format_utc(before) + ", found " +
                         format_utc(*at));
    return *at;
}

constexpr UnixSeconds kBeforeAll{std::numeric_limits<std::int64_t>::min()};

/// Applies `of_two` to the prices at every moment that both series have.
template <class Function>
Result<PriceSeries> join(const PriceSeries& a, const PriceSeries& b, const char* sign,
                         Function of_two) {
    PriceSeries joined{.source = a.source + sign + b.source,
                       .spacing = std::max(a.spacing, b.spacing),
                       .points = {},
                       .bars = {}};
    auto of_b = b.points.begin();
    for (const PricePoint& point : a.points) {
        while (of_b != b.points.end() && of_b->at < point.at)
            ++of_b;
        if (of_b == b.points.end()) break;
        if (of_b->at != point.at) continue;
        const auto price = Price::from(of_two(point.price.count(), of_b->price.count()));
        if (!price) return fail_in(joined.source + " at " + format_utc(point.at), price.error());
        joined.points.push_back({point.at, *price});
    }
    return joined;
}

}  // namespace

Result<std::int64_t> parse_1e8(std::string_view text) {
    const auto point = text.find('.');
    const bool longer = point != std::string_view::npos && text.size() > point + 1 + kDecimals;
    const std::string_view exact = longer ? text.substr(0, point + 1 + kDecimals) : text;
    const std::string_view rest = longer ? text.substr(exact.size()) : std::string_view();
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto count = engine::parse_decimal(exact, kDecimals);
    if (!count || !std::all_of(rest.begin(), rest.end(), is_digit))
        return fail(Errc::bad_data,
                    "expected a decimal number, found \"" + std::string(text.substr(0, 40)) + "\"");
    if (!rest.empty() && rest.front() >= '5') *count += text.front() == '-' ? -1 : 1;
    if (*count > std::numeric_limits<std::int64_t>::max() ||
        *count < std::numeric_limits<std::int64_t>::min())
        return fail(Errc::bad_data, "the number is too large: " + std::string(text));
    return static_cast<std::int64_t>(*count);
}

Result<PriceSeries> read_bars(const std::filesystem::path& file, Seconds spacing) {
    BALLAST_CHECK(spacing.count > 0);
    Csv csv;
    if (const Status opened = csv.open(file); !opened) return fail(opened.error());
    const auto columns = bar_columns(csv);
    if (!columns) return fail(columns.error());
    PriceSeries series{.source = csv.name, .spacing = spacing, .points = {}, .bars = {}};
    std::vector<std::string_view> cells;
    UnixSeconds opened_at = kBeforeAll;
    while (true) {
        const auto more = csv.next(cells);
        if (!more) return fail(more.error());
        if (!*more) return series;
        const auto at = parse_next(csv, cells.front(), opened_at);
        if (!at) return fail(at.error());
        if (at->count % spacing.count != 0)
            return csv.fault(format_utc(*at) + " is no multiple of " +
                             std::to_string(spacing.count) + " seconds");
        const auto bar = parse_bar(csv, *columns, cells);
        if (!bar) return fail(bar.error());
        opened_at = *at;
        series.points.push_back({opened_at + spacing, bar->close});
        series.bars.push_back(*bar);
    }
}

Result<PriceSeries> read_mids(const std::filesystem::path& file) {
    Csv csv;
    if (const Status opened = csv.open(file); !opened) return fail(opened.error());
    const auto usd = csv.column("usd");
    if (!usd) return fail(usd.error());
    PriceSeries series{.source = csv.name, .spacing = kHour, .points = {}, .bars = {}};
    std::vector<std::string_view> cells;
    UnixSeconds before = kBeforeAll;
    while (true) {
        const auto more = csv.next(cells);
        if (!more) return fail(more.error());
        if (!*more) return series;
        const auto at = parse_next(csv, cells.front(), before);
        if (!at) return fail(at.error());
        const auto price = parse_price(csv, cells[*usd]);
        if (!price) return fail(price.error());
        before = *at;
        series.points.push_back({*at, *price});
    }
}

PriceSeries on_the_hour(const PriceSeries& mids) {
    PriceSeries grid{.source = mids.source, .spacing = kHour, .points = {}, .bars = {}};
    for (const PricePoint& mid : mids.points) {
        // A mid on the hour itself was known then.
        const UnixSeconds hour{(mid.at.count + kHour.count - 1) / kHour.count * kHour.count};
        if (!grid.points.empty() && grid.points.back().at == hour)
            grid.points.back().price = mid.price;
        else
            grid.points.push_back({hour, mid.price});
    }
    return grid;
}

PriceSeries trailing_median(const PriceSeries& series, Seconds span) {
    BALLAST_CHECK(span.count > 0);
    PriceSeries smooth{
        .source = series.source, .spacing = series.spacing, .points = {}, .bars = {}};
    std::vector<Price> window;
    auto oldest = series.points.begin();
    for (auto newest = series.points.begin(); newest != series.points.end(); ++newest) {
        while (oldest->at <= newest->at - span)
            ++oldest;
        window.clear();
        std::transform(oldest, std::next(newest), std::back_inserter(window),
                       [](const PricePoint& point) { return point.price; });
        const auto middle = window.begin() + static_cast<std::ptrdiff_t>((window.size() - 1) / 2);
        std::nth_element(window.begin(), middle, window.end());
        smooth.points.push_back({newest->at, *middle});
    }
    return smooth;
}

Result<PrintSeries> read_prints(const std::filesystem::path& file, std::string_view column) {
    Csv csv;
    if (const Status opened = csv.open(file); !opened) return fail(opened.error());
    const auto place = csv.column(column);
    if (!place) return fail(place.error());
    PrintSeries series{.source = csv.name, .prints = {}, .sessions = {}};
    std::vector<std::string_view> cells;
    UnixSeconds before = kBeforeAll;
    while (true) {
        const auto more = csv.next(cells);
        if (!more) return fail(more.error());
        if (!*more) return series;
        const auto date = parse_next(csv, cells.front(), before);
        if (!date) return fail(date.error());
        before = *date;
        series.sessions.push_back(*date);
        if (cells[*place].empty()) continue;
        const auto count = parse_1e8(cells[*place]);
        if (!count) return csv.fault(count.error().what);
        const auto level = Level::from(*count);
        if (!level) return csv.fault(level.error().what);
        series.prints.push_back({*date, *level});
    }
}

PriceSeries between(const PriceSeries& series, UnixSeconds from, UnixSeconds until) {
    PriceSeries part{.source = series.source, .spacing = series.spacing, .points = {}, .bars = {}};
    for (std::size_t i = 0; i < series.points.size(); ++i) {
        const UnixSeconds at = series.points[i].at;
        if (at <= from || at > until) continue;
        part.points.push_back(series.points[i]);
        if (!series.bars.empty()) part.bars.push_back(series.bars[i]);
    }
    return part;
}

PrintSeries until(const PrintSeries& series, UnixSeconds last) {
    PrintSeries part{.source = series.source, .prints = {}, .sessions = {}};
    for (const Print& print : series.prints)
        if (print.date <= last) part.prints.push_back(print);
    for (const UnixSeconds date : series.sessions)
        if (date <= last) part.sessions.push_back(date);
    return part;
}

Result<PriceSeries> ratio(const PriceSeries& a, const PriceSeries& b) {
    return join(a, b, " / ",
                [](Int128 x, Int128 y) { return div_down(x * engine::kLevelOne + y / 2, y); });
}

Result<PriceSeries> product(const PriceSeries& a, const PriceSeries& b) {
    return join(a, b, " * ", [](Int128 x, Int128 y) {
        return div_down(x * y + engine::kLevelOne / 2, engine::kLevelOne);
    });
}

}  // namespace ballast::history
