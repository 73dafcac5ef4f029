// SPDX-License-Identifier: MIT
// Deribit's public methods over HTTP: JSON-RPC answers with "usIn" and "usOut", the server's own
// clock in microseconds, and "testnet". DVOL comes as bars [ms, open, high, low, close] of an hour;
// an index price has no other time than usOut.
#include "providers/bars.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://www.deribit.com";
constexpr Seconds kLength = kHour;
constexpr std::size_t kFields = 5;

/// Returns "result". Refuses errors, and the test network's invented markets.
Result<const Json*> result_of(const Json& body) {
    if (const Json* error = body.find("error")) {
        const Json* words = error->find("message");
        const std::string* text = words == nullptr ? nullptr : words->as_string();
        return fail(Errc::bad_data, "Deribit refuses: " + excerpt(text != nullptr ? *text : "?"));
    }
    const Json* testnet = body.find("testnet");
    if (testnet != nullptr && testnet->as_bool() != nullptr && *testnet->as_bool())
        return fail(Errc::bad_data, "an answer of Deribit's test network");
    const Json* result = body.find("result");
    if (result == nullptr || result->as_object() == nullptr)
        return fail(Errc::bad_data, "\"result\" is missing or no object");
    return result;
}

Result<net::HttpRequest> ask(const Source& source, const std::string& method_and_query) {
    const auto base = base_url(source, kPublished);
    if (!base) return fail(base.error());
    return net::HttpRequest{*base + "/api/v2/public/" + method_and_query,
                            {"Accept: application/json"}};
}

class DeribitDvol final : public PublishedFormat {
  public:
    DeribitDvol() : PublishedFormat("deribit_dvol") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds now) const override {
        return history(source, now - kDay, now);
    }

    /// At most a thousand bars: the newest.
    [[nodiscard]] Result<net::HttpRequest> history(const Source& source, UnixSeconds since,
                                                   UnixSeconds now) const override {
        const auto currency = series_of(source);
        if (!currency) return fail(currency.error());
        return ask(source, "get_volatility_index_data?currency=" + url_part(*currency) +
                               "&start_timestamp=" + std::to_string(since.count) +
                               "000&end_timestamp=" + std::to_string(now.count) +
                               "000&resolution=3600");
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto body = read_json(answer);
        if (!body) return fail(body.error());
        const auto result = result_of(*body);
        if (!result) return fail(result.error());
        const auto rows = array_of((*result)->find("data"), "\"data\"");
        if (!rows) return fail(rows.error());
        return read_bars(Bars(source, answer, kLength), **rows,
                         {kFields, 1, 2, 3, 4, read_unix_ms});
    }
};

class DeribitIndex final : public PublishedFormat {
  public:
    DeribitIndex() : PublishedFormat("deribit_index") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        const auto index = series_of(source);
        if (!index) return fail(index.error());
        return ask(source, "get_index_price?index_name=" + url_part(*index));
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto body = read_json(answer);
        if (!body) return fail(body.error());
        const auto result = result_of(*body);
        if (!result) return fail(result.error());
        const auto text = text_of((*result)->find("index_price"), "\"index_price\"");
        if (!text) return fail(text.error());
        const auto price = read_reading(*text, source, Sign::positive);
        if (!price) return fail(price.error());
        const auto at = answered_at(*body);
        if (!at) return fail(at.error());
        return std::vector<Observation>{{*price, *at, *at}};
    }

    static Result<UnixSeconds> answered_at(const Json& body) {
        const auto micros = text_of(body.find("usOut"), "\"usOut\"");
        if (!micros) return fail(micros.error());
        if (micros->size() < 4) return fail(Errc::bad_data, "\"usOut\" is no time");
        const auto at = read_unix_ms(micros->substr(0, micros->size() - 3));
        if (!at) return fail_in("\"usOut\"", at.error());
        return *at;
    }
};

}  // namespace

const Provider& deribit_dvol() {
    static const DeribitDvol provider;
    return provider;
}

const Provider& deribit_index() {
    static const DeribitIndex provider;
    return provider;
}

}  // namespace ballast::providers
