// SPDX-License-Identifier: MIT
// The European Central Bank's reference rates: units of a currency for one euro, agreed on at 14:15
// in Frankfurt and published around 16:00. USD/JPY is JPY over USD: two sources, declared as a
// cross. Asked for as CSV; the portal's JSON is read too.
#include "providers/csv.hpp"
#include "providers/daily_series.hpp"
#include "providers/ecb_json.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://data-api.ecb.europa.eu";
constexpr std::string_view kUsual = "D.JPY.EUR.SP00.A";
constexpr std::string_view kZone = "Europe/Berlin";
constexpr WallTime kFixing{kZone, of_day(14, 15)};
constexpr WallTime kPublication{kZone, of_day(16, 0)};

struct Columns {
    std::size_t key = 0;
    std::size_t date = 0;
    std::size_t value = 0;
};

Result<Columns> columns_of(CsvRow header) {
    const auto key = column_of(header, "KEY");
    if (!key) return fail(key.error());
    const auto date = column_of(header, "TIME_PERIOD");
    if (!date) return fail(date.error());
    const auto value = column_of(header, "OBS_VALUE");
    if (!value) return fail(value.error());
    return Columns{*key, *date, *value};
}

Result<std::vector<EcbRow>> read_ecb_csv(const Answer& answer, const std::string& key) {
    const auto table = read_csv(answer);
    if (!table) return fail(table.error());
    const auto columns = columns_of(table->front());
    if (!columns) return fail(columns.error());
    std::vector<EcbRow> rows;
    for (std::size_t i = 1; i < table->size(); ++i) {
        const CsvRow row = (*table)[i];
        if (is_blank(row)) continue;
        if (row.size() != table->front().size())
            return fail(Errc::bad_data, "row " + std::to_string(i) +
                                            ": another number of fields than the header's");
        if (row[columns->key] != "EXR." + key)
            return fail(Errc::bad_data,
                        "asked for " + key + ", told of " + excerpt(row[columns->key]));
        if (!row[columns->value].empty())
            rows.push_back({std::string(row[columns->date]), std::string(row[columns->value])});
    }
    return rows;
}

class Ecb final : public PublishedFormat {
  public:
    Ecb() : PublishedFormat("ecb") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        return ask(source, "lastNObservations=10");
    }

    [[nodiscard]] Result<net::HttpRequest> history(const Source& source, UnixSeconds since,
                                                   UnixSeconds /*now*/) const override {
        return ask(source, "startPeriod=" + format_date(since));
    }

  private:
    static Result<net::HttpRequest> ask(const Source& source, const std::string& span) {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        const auto key = series_of(source, kUsual);
        if (!key) return fail(key.error());
        return net::HttpRequest{
            *base + "/service/data/EXR/" + url_part(*key) + "?format=csvdata&" + span,
            {"Accept: text/csv"}};
    }

    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto key = series_of(source, kUsual);
        if (!key) return fail(key.error());
        const auto rows = read_rows(answer, *key);
        if (!rows) return fail(rows.error());
        DailySeries days(source, answer, kZone, Sign::positive);
        for (const EcbRow& row : *rows) {
            const auto day = calendar::parse_day(row.date);
            if (!day) return fail(day.error());
            const auto times = fixed_and_published(kFixing, kPublication, *day, *day);
            if (!times) return fail(times.error());
            const auto added = days.add(*day, row.value, *times);
            if (!added) return fail(added.error());
        }
        return days.take();
    }

    static Result<std::vector<EcbRow>> read_rows(const Answer& answer, const std::string& key) {
        if (!answer.body.starts_with('{')) return read_ecb_csv(answer, key);
        const auto message = read_json(answer);
        if (!message) return fail(message.error());
        return read_ecb_json(*message, key);
    }
};

}  // namespace

const Provider& ecb() {
    static const Ecb provider;
    return provider;
}

}  // namespace ballast::providers
