// SPDX-License-Identifier: MIT
// Kraken's OHLC of a minute: an array of errors, and a result of "last" and one pair, under
// Kraken's own name for it (asked for XBTUSD it answers XXBTZUSD). The last bar is the open one.
#include "providers/bars.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://api.kraken.com";
constexpr Seconds kLength{60};
constexpr std::size_t kFields = 8;
constexpr std::size_t kTrades = 7;

Status check_errors(const Json& body) {
    const auto errors = array_of(body.find("error"), "\"error\"");
    if (!errors) return fail(errors.error());
    if ((*errors)->empty()) return {};
    const std::string* words = (*errors)->front().as_string();
    return fail(Errc::bad_data, "Kraken refuses: " + excerpt(words != nullptr ? *words : "?"));
}

/// Returns the rows of the only pair.
Result<const JsonArray*> rows_of(const Json& body) {
    const Json* result = body.find("result");
    if (result == nullptr || result->as_object() == nullptr || result->find("last") == nullptr ||
        result->as_object()->size() != 2)
        return fail(Errc::bad_data, "expected a result of one pair and \"last\"");
    const auto& [key, rows] = *result->as_object()->begin();
    if (key != "last") return array_of(&rows, "the pair");
    return array_of(&result->as_object()->rbegin()->second, "the pair");
}

class Kraken final : public PublishedFormat {
  public:
    Kraken() : PublishedFormat("kraken") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds now) const override {
        return ask(source, "&since=" + std::to_string(now.count - 10 * kLength.count));
    }

    /// Kraken keeps the newest 720 bars, whatever is asked for.
    [[nodiscard]] Result<net::HttpRequest> history(const Source& source, UnixSeconds since,
                                                   UnixSeconds /*now*/) const override {
        return ask(source, "&since=" + std::to_string(since.count));
    }

  private:
    static Result<net::HttpRequest> ask(const Source& source, const std::string& span) {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        const auto pair = series_of(source);
        if (!pair) return fail(pair.error());
        return net::HttpRequest{
            *base + "/0/public/OHLC?pair=" + url_part(*pair) + "&interval=1" + span,
            {"Accept: application/json"}};
    }

    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto body = read_json(answer);
        if (!body) return fail(body.error());
        const auto refused = check_errors(*body);
        if (!refused) return fail(refused.error());
        const auto rows = rows_of(*body);
        if (!rows) return fail(rows.error());
        return read_bars(Bars(source, answer, kLength), **rows,
                         {kFields, 1, 2, 3, 4, read_unix_s, kTrades});
    }
};

}  // namespace

const Provider& kraken() {
    static const Kraken provider;
    return provider;
}

}  // namespace ballast::providers
