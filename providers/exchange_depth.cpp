// SPDX-License-Identifier: MIT
#include "providers/exchange_depth.hpp"

#include <algorithm>
#include <array>

#include "providers/published_format.hpp"

namespace ballast::providers {
namespace {

/// A URL is the base, what stands before the market, the market, and what stands after it.
struct Published {
    std::string_view exchange;
    DepthQuestion question;
    std::string_view base;
    std::string_view before;
    std::string_view after;
};

/// As many levels as each gives at once: 10 % of slippage lies deep.
constexpr std::array<Published, 6> kPublished = {{
    {"binance", DepthQuestion::order_book, "https://api.binance.com",
     "/api/v3/depth?symbol=", "&limit=5000"},
    {"binance", DepthQuestion::daily_volume, "https://api.binance.com",
     "/api/v3/ticker/24hr?symbol=", ""},
    {"coinbase", DepthQuestion::order_book, "https://api.exchange.coinbase.com", "/products/",
     "/book?level=2"},
    {"coinbase", DepthQuestion::daily_volume, "https://api.exchange.coinbase.com", "/products/",
     "/stats"},
    {"kraken", DepthQuestion::order_book, "https://api.kraken.com",
     "/0/public/Depth?pair=", "&count=500"},
    {"kraken", DepthQuestion::daily_volume, "https://api.kraken.com", "/0/public/Ticker?pair=", ""},
}};

class ExchangeDepth final : public Provider {
  public:
    explicit ExchangeDepth(const Published& published) : published_(published) {}

    [[nodiscard]] std::string_view name() const override { return published_.exchange; }

    [[nodiscard]] Result<net::HttpRequest> request(const Source& source,
                                                   UnixSeconds /*now*/) const override {
        const auto base = base_url(source, published_.base);
        if (!base) return fail(base.error());
        const auto market = series_of(source);
        if (!market) return fail(market.error());
        return net::HttpRequest{*base + std::string(published_.before) + url_part(*market) +
                                    std::string(published_.after),
                                {"Accept: application/json"}};
    }

    [[nodiscard]] Result<std::vector<Observation>> read(const Source& source,
                                                        const Answer& /*answer*/) const override {
        return fail(Errc::configuration, source.name + " tells a depth, which is no observation");
    }

  private:
    const Published& published_;
};

}  // namespace

const Provider* find_depth_question(std::string_view exchange, DepthQuestion question) {
    static const std::array<ExchangeDepth, 6> kAll = {
        ExchangeDepth(kPublished[0]), ExchangeDepth(kPublished[1]), ExchangeDepth(kPublished[2]),
        ExchangeDepth(kPublished[3]), ExchangeDepth(kPublished[4]), ExchangeDepth(kPublished[5])};
    for (std::size_t i = 0; i < kAll.size(); ++i)
        if (kPublished[i].exchange == exchange && kPublished[i].question == question)
            return &kAll[i];
    return nullptr;
}

}  // namespace ballast::providers
