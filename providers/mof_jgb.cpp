// SPDX-License-Identifier: MIT
// The Ministry of Finance's yields of Japanese government bonds, in percent: Shift-JIS with era
// dates, or ASCII with Gregorian ones. Yields are those of 15:00 in Tokyo, and come out on the next
// business day at 09:30.
#include "calendar/calendar.hpp"
#include "providers/csv.hpp"
#include "providers/daily_series.hpp"
#include "providers/era_date.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"
#include "providers/shift_jis.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://www.mof.go.jp";
constexpr std::string_view kFolder = "/jgbs/reference/interest_rate/";
constexpr std::string_view kZone = "Asia/Tokyo";
constexpr WallTime kFixing{kZone, of_day(15, 0)};
constexpr WallTime kPublication{kZone, of_day(9, 30)};
constexpr std::string_view kNoValue = "-";

/// What tells the two languages apart.
struct Language {
    std::string_view title;
    std::string_view date;
    std::string_view year;
    Result<calendar::Day> (*read_date)(std::string_view);
};
constexpr Language kJapanese{"国債金利情報", "基準日", "年", read_era_date};
constexpr Language kEnglish{"Interest Rate", "Date", "Y", read_slashed_date};

bool is_open(const calendar::Calendar* tokyo, calendar::Day day) {
    if (tokyo != nullptr)
        if (const auto open = tokyo->is_session(day)) return *open;
    // The table does not reach back to 1974: there, holidays count as business days.
    return calendar::weekday(day) < calendar::kSaturday;
}

Result<EventTimes> times_of(calendar::Day day) {
    const calendar::Calendar* tokyo = calendar::find_calendar("tokyo");
    calendar::Day next = day + 1;
    while (!is_open(tokyo, next))
        next = next + 1;
    return fixed_and_published(kFixing, kPublication, day, next);
}

/// Returns the maturity as a header writes it without its unit: "10" of "10Y".
Result<std::string> years_of(const Source& source) {
    auto series = series_of(source);
    if (!series) return series;
    if (!series->ends_with('Y'))
        return fail(Errc::configuration,
                    "series: expected a maturity such as 10Y, found " + excerpt(*series));
    series->pop_back();
    return series;
}

/// Notes and blank lines stand below the rows, alone in their first field.
bool is_note(CsvRow row) {
    const std::string_view first = row.front();
    const bool looks_dated =
        !first.empty() && (first.find_first_of("0123456789") < 2) && first.size() < 16;
    return !looks_dated && is_blank(row.subspan(1));
}

/// One file, once its language is known.
class Table {
  public:
    Table(const Source& source, const Answer& answer, const Language& language)
        : language_(&language), days_(source, answer, kZone, Sign::any) {}

    Status read(const CsvTable& rows, const std::string& years) {
        const CsvRow header = rows[1];
        if (header.front() != language_->date)
            return fail(Errc::bad_data, "no header of maturities below the title");
        const auto column = column_of(header, years + std::string(language_->year));
        if (!column) return fail(column.error());
        for (std::size_t i = 2; i < rows.size(); ++i) {
            const auto added = add(rows[i], header.size(), *column);
            if (!added) return fail_in("line " + std::to_string(i + 1), added.error());
        }
        return {};
    }

    std::vector<Observation> take() { return days_.take(); }

  private:
    Status add(CsvRow row, std::size_t width, std::size_t column) {
        if (is_note(row)) return {};
        if (row.size() != width)
            return fail(Errc::bad_data, "another number of fields than the header's");
        const auto day = language_->read_date(row.front());
        if (!day) return fail(day.error());
        if (row[column] == kNoValue) return {};
        const auto times = times_of(*day);
        if (!times) return fail(times.error());
        return days_.add(*day, row[column], *times);
    }

    const Language* language_;
    DailySeries days_;
};

Result<const Language*> language_of(const CsvTable& rows) {
    const bool is_percent = rows.size() > 1 && rows[0].back().find('%') != std::string::npos;
    if (is_percent && rows[0].front() == kJapanese.title) return &kJapanese;
    if (is_percent && rows[0].front() == kEnglish.title) return &kEnglish;
    return fail(Errc::bad_data, "no title of the Ministry's yields in percent");
}

class MofJgb final : public PublishedFormat {
  public:
    MofJgb() : PublishedFormat("mof_jgb") {}

    /// The current month alone: on its first morning it has no row yet, and `read` says so.
    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        return file(source, "jgbcm.csv");
    }

    /// All days since 1974 up to the end of the last month.
    [[nodiscard]] Result<net::HttpRequest> history(const Source& source, UnixSeconds /*since*/,
                                                   UnixSeconds /*now*/) const override {
        return file(source, "data/jgbcm_all.csv");
    }

  private:
    static Result<net::HttpRequest> file(const Source& source, std::string_view name) {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        const auto years = years_of(source);
        if (!years) return fail(years.error());
        return net::HttpRequest{*base + std::string(kFolder) + std::string(name),
                                {"Accept: text/csv"}};
    }

    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto years = years_of(source);
        if (!years) return fail(years.error());
        const auto plausible = check_answer(answer, Format::csv);
        if (!plausible) return fail(plausible.error());
        const auto text = utf8_from_shift_jis(answer.body);
        if (!text) return fail(text.error());
        const auto rows = read_csv(*text);
        if (!rows) return fail(rows.error());
        const auto language = language_of(*rows);
        if (!language) return fail(language.error());
        Table table(source, answer, **language);
        const auto read = table.read(*rows, *years);
        if (!read) return fail(read.error());
        return table.take();
    }
};

}  // namespace

const Provider& mof_jgb() {
    static const MofJgb provider;
    return provider;
}

}  // namespace ballast::providers
