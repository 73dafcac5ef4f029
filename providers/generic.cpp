// SPDX-License-Identifier: MIT
// Formats that the operator declares: for licensed data (MOVE, implied volatility of USD/JPY) whose
// layout its licensee knows. One number at a JSON pointer, or a column of a CSV file; over HTTP, or
// dropped into a folder.
#include "providers/csv.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/json_path.hpp"
#include "providers/number.hpp"
#include "providers/published_format.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kKeyPlace = "{api_key}";

Result<std::vector<Observation>> read_pointer(const Source& source, const Answer& answer) {
    const auto body = read_json(answer);
    if (!body) return fail(body.error());
    const auto value = at_pointer(*body, source.value_at);
    if (!value) return fail(value.error());
    const auto time = at_pointer(*body, source.time_at);
    if (!time) return fail(time.error());
    const auto number = text_of(*value, "value_at");
    if (!number) return fail(number.error());
    const auto moment = text_of(*time, "time_at");
    if (!moment) return fail(moment.error());
    const auto reading = read_reading(*number, source, Sign::any);
    if (!reading) return fail_in("value_at", reading.error());
    const auto at = read_time(*moment, source);
    if (!at) return fail_in("time_at", at.error());
    return std::vector<Observation>{{*reading, *at, *at}};
}

std::string place_of(std::size_t row) {
    return "row " + std::to_string(row);
}

/// A row without a value is a day without one.
Result<std::vector<Observation>> read_column(const Source& source, const Answer& answer) {
    const auto rows = read_csv(answer);
    if (!rows) return fail(rows.error());
    const auto value = column_of(rows->front(), source.value_at);
    if (!value) return fail_in("value_at", value.error());
    const auto time = column_of(rows->front(), source.time_at);
    if (!time) return fail_in("time_at", time.error());
    std::vector<Observation> seen;
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const CsvRow row = (*rows)[i];
        if (is_blank(row)) continue;
        if (row.size() != rows->front().size())
            return fail(Errc::bad_data,
                        place_of(i) + ": another number of fields than the header's");
        const auto at = read_time(row[*time], source);
        if (!at) return fail_in(place_of(i), at.error());
        if (row[*value].empty()) continue;
        const auto reading = read_reading(row[*value], source, Sign::any);
        if (!reading) return fail_in(place_of(i), reading.error());
        seen.push_back({*reading, *at, *at});
    }
    return seen;
}

Status check_declaration(const Source& source) {
    if (source.value_at.empty() || source.time_at.empty() || source.time_format.empty())
        return fail(Errc::configuration, "value_at, time_at and time_format must be given");
    return {};
}

/// The key stands in the URL where {api_key} stands, else in the header Authorization.
Result<net::HttpRequest> ask(const Source& source, std::string_view accept) {
    const auto declared = check_declaration(source);
    if (!declared) return fail(declared.error());
    Source open = source;
    const std::size_t place = open.url.find(kKeyPlace);
    if (place != std::string::npos)
        open.url.replace(place, kKeyPlace.size(), url_part(source.api_key));
    const auto url = base_url(open, "");
    if (!url) return fail(url.error());
    net::HttpRequest asked{open.url, {"Accept: " + std::string(accept)}};
    if (source.api_key.empty() || place != std::string::npos) return asked;
    auto header = key_header("Authorization", source);
    if (!header) return fail(header.error());
    asked.headers.push_back(std::move(*header));
    return asked;
}

class JsonPointer final : public PublishedFormat {
  public:
    JsonPointer() : PublishedFormat("json_pointer") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        return ask(source, "application/json");
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        return read_pointer(source, answer);
    }
};

class CsvColumn final : public PublishedFormat {
  public:
    CsvColumn() : PublishedFormat("csv_column") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        return ask(source, "text/csv");
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        return read_column(source, answer);
    }
};

/// Either, by the declaration: a pointer begins with a slash.
class FileDrop final : public PublishedFormat {
  public:
    FileDrop() : PublishedFormat("file_drop") {}

    [[nodiscard]] Transport transport() const override { return Transport::file; }

    [[nodiscard]] Result<net::HttpRequest> request(const Source& /*source*/,
                                                   UnixSeconds /*now*/) const override {
        return fail(Errc::configuration, "file_drop is read from a folder, not over HTTP");
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto declared = check_declaration(source);
        if (!declared) return fail(declared.error());
        return source.value_at.starts_with('/') ? read_pointer(source, answer)
                                                : read_column(source, answer);
    }
};

}  // namespace

const Provider& json_pointer() {
    static const JsonPointer provider;
    return provider;
}

const Provider& csv_column() {
    static const CsvColumn provider;
    return provider;
}

const Provider& file_drop() {
    static const FileDrop provider;
    return provider;
}

}  // namespace ballast::providers
