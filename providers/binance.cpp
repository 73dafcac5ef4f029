// SPDX-License-Identifier: MIT
// Binance's klines of a minute: arrays of twelve, times in milliseconds, prices as strings.
#include "providers/bars.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://api.binance.com";
constexpr Seconds kLength{60};
constexpr std::size_t kFields = 12;

Status check_length(std::string_view open, std::string_view close) {
    const auto from = parse_integer(open);
    const auto to = parse_integer(close);
    if (from && to && *to - *from == kLength.count * 1000 - 1) return {};
    return fail(Errc::bad_data, "a bar that is not one minute long");
}

class Binance final : public PublishedFormat {
  public:
    Binance() : PublishedFormat("binance") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        return ask(source, "limit=10");
    }

    [[nodiscard]] Result<net::HttpRequest> history(const Source& source, UnixSeconds since,
                                                   UnixSeconds /*now*/) const override {
        return ask(source, "limit=1000&startTime=" + std::to_string(since.count) + "000");
    }

  private:
    static Result<net::HttpRequest> ask(const Source& source, const std::string& span) {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        const auto symbol = series_of(source);
        if (!symbol) return fail(symbol.error());
        return net::HttpRequest{
            *base + "/api/v3/klines?symbol=" + url_part(*symbol) + "&interval=1m&" + span,
            {"Accept: application/json"}};
    }

    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto body = read_json(answer);
        if (!body) return fail(body.error());
        if (const Json* words = body->find("msg");
            words != nullptr && words->as_string() != nullptr)
            return fail(Errc::bad_data, "Binance refuses: " + excerpt(*words->as_string()));
        const auto rows = array_of(&*body, "the answer");
        if (!rows) return fail(rows.error());
        Bars bars(source, answer, kLength);
        for (const Json& row : **rows) {
            const auto added = add_row(row, bars);
            if (!added) return fail(added.error());
        }
        return bars.take();
    }

    static Status add_row(const Json& row, Bars& bars) {
        const auto fields = bar_row(row, kFields);
        if (!fields) return fail(fields.error());
        const JsonArray& field = **fields;
        const auto open = text_of(&field[0], "open time");
        if (!open) return fail(open.error());
        const auto close = text_of(&field[6], "close time");
        if (!close) return fail(close.error());
        const auto whole = check_length(*open, *close);
        if (!whole) return whole;
        const auto start = read_unix_ms(*open);
        if (!start) return fail(start.error());
        return bars.add(*start, {&field[1], &field[2], &field[3], &field[4], &field[8]});
    }
};

}  // namespace

const Provider& binance() {
    static const Binance provider;
    return provider;
}

}  // namespace ballast::providers
