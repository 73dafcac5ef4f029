// SPDX-License-Identifier: MIT
// Coinbase Exchange's candles of a minute: [time, low, high, open, close, volume], seconds, newest
// first; minutes without a trade are missing.
#include "providers/bars.hpp"
#include "providers/formats.hpp"
#include "providers/guard.hpp"
#include "providers/published_format.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

constexpr std::string_view kPublished = "https://api.exchange.coinbase.com";
constexpr Seconds kLength{60};
constexpr std::size_t kFields = 6;

class Coinbase final : public PublishedFormat {
  public:
    Coinbase() : PublishedFormat("coinbase") {}

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        const auto base = base_url(source, kPublished);
        if (!base) return fail(base.error());
        const auto product = series_of(source);
        if (!product) return fail(product.error());
        return net::HttpRequest{
            *base + "/products/" + url_part(*product) + "/candles?granularity=60",
            {"Accept: application/json"}};
    }

  private:
    [[nodiscard]] Result<std::vector<Observation>> read_body(const Source& source,
                                                             const Answer& answer) const override {
        const auto body = read_json(answer);
        if (!body) return fail(body.error());
        if (const Json* words = body->find("message");
            words != nullptr && words->as_string() != nullptr)
            return fail(Errc::bad_data, "Coinbase refuses: " + excerpt(*words->as_string()));
        const auto rows = array_of(&*body, "the answer");
        if (!rows) return fail(rows.error());
        return read_bars(Bars(source, answer, kLength), **rows, {kFields, 3, 2, 1, 4, read_unix_s});
    }
};

}  // namespace

const Provider& coinbase() {
    static const Coinbase provider;
    return provider;
}

}  // namespace ballast::providers
