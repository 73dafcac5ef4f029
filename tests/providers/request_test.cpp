// SPDX-License-Identifier: MIT
// What is asked of whom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "providers/exchange_depth.hpp"
#include "providers/published_format.hpp"
#include "tests/providers/samples.hpp"

namespace ballast::providers {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

net::HttpRequest asked(const Source& source) {
    const auto request = find_provider(source.provider)->request(source, kFetched);
    EXPECT_TRUE(request.has_value()) << source.provider << ": " << request.error().what;
    return request.value_or(net::HttpRequest{});
}

std::string url(std::string_view provider) {
    return asked(sample_of(provider).source).url;
}

TEST(Request, ForDepthGoesToTheSameExchanges) {
    const auto asked_for = [](std::string_view exchange, DepthQuestion question) {
        Source source;
        source.series = exchange == "coinbase" ? "BTC-USD" : "BTCUSDT";
        const Provider* provider = find_depth_question(exchange, question);
        EXPECT_FALSE(provider->read(source, {}).has_value());
        return provider->request(source, kFetched).value().url;
    };
    EXPECT_EQ(asked_for("binance", DepthQuestion::order_book),
              "https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=5000");
    EXPECT_EQ(asked_for("binance", DepthQuestion::daily_volume),
              "https://api.binance.com/api/v3/ticker/24hr?symbol=BTCUSDT");
    EXPECT_EQ(asked_for("coinbase", DepthQuestion::order_book),
              "https://api.exchange.coinbase.com/products/BTC-USD/book?level=2");
    EXPECT_EQ(asked_for("kraken", DepthQuestion::daily_volume),
              "https://api.kraken.com/0/public/Ticker?pair=BTCUSDT");
    EXPECT_EQ(find_depth_question("uniswap_v3", DepthQuestion::order_book), nullptr);
}

TEST(Request, GoesWhereThePublisherIs) {
    EXPECT_EQ(url("cboe_vix"),
              "https://cdn.cboe.com/api/global/us_indices/daily_prices/VIX_History.csv");
    EXPECT_EQ(url("mof_jgb"), "https://www.mof.go.jp/jgbs/reference/interest_rate/jgbcm.csv");
    EXPECT_EQ(url("fred"),
              "https://api.stlouisfed.org/fred/series/observations?series_id=DEXJPUS"
              "&observation_start=2024-06-07&realtime_start=2024-06-07&realtime_end=9999-12-31"
              "&file_type=json&api_key=0123456789abcdef0123456789abcdef");
    EXPECT_EQ(url("frb_h10"),
              "https://www.federalreserve.gov/datadownload/Output.aspx?rel=H10"
              "&series=60f32914ab61dfab590e0e470153e3ae&filetype=csv&label=include"
              "&layout=seriescolumn&lastobs=15&from=&to=");
    EXPECT_EQ(url("ecb"),
              "https://data-api.ecb.europa.eu/service/data/EXR/D.JPY.EUR.SP00.A"
              "?format=csvdata&lastNObservations=10");
    EXPECT_EQ(url("deribit_dvol"),
              "https://www.deribit.com/api/v2/public/get_volatility_index_data?currency=BTC"
              "&start_timestamp=1722819615000&end_timestamp=1722906015000&resolution=3600");
    EXPECT_EQ(url("deribit_index"),
              "https://www.deribit.com/api/v2/public/get_index_price?index_name=btc_usd");
    EXPECT_EQ(url("binance"),
              "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=10");
    EXPECT_EQ(url("coinbase"),
              "https://api.exchange.coinbase.com/products/BTC-USD/candles?granularity=60");
    EXPECT_EQ(url("kraken"),
              "https://api.kraken.com/0/public/OHLC?pair=XBTUSD&interval=1&since=1722905415");
    EXPECT_EQ(url("pyth_hermes"),
              "https://pyth.dourolabs.app/hermes/v2/updates/price/latest?ids%5B%5D=" +
                  std::string(64, 'e') + "&parsed=true&encoding=hex");
}

TEST(Request, MayGoElsewhere) {
    for (const Sample& sample : samples()) {
        if (find_provider(sample.source.provider)->transport() != Transport::http) continue;
        Source source = sample.source;
        source.url = "http://127.0.0.1:8080/mirror/";
        EXPECT_THAT(asked(source).url, ::testing::StartsWith("http://127.0.0.1:8080/mirror/"));
        EXPECT_TRUE(asked(source).body.empty());
    }
}

TEST(Request, KeysStandWhereTheirServersLookForThem) {
    EXPECT_THAT(asked(sample_of("pyth_hermes").source).headers,
                Contains("Authorization: Bearer pyth-key"));
    Source source = sample_of("json_pointer").source;
    source.api_key = "se/cret";
    EXPECT_THAT(asked(source).headers, Contains("Authorization: Bearer se/cret"));
    source.url = "https://licensed.example/v1?key={api_key}&x=1";
    EXPECT_EQ(asked(source).url, "https://licensed.example/v1?key=se%2Fcret&x=1");
    EXPECT_THAT(asked(source).headers, Not(Contains(HasSubstr("cret"))));
}

TEST(Request, WithoutItsKeyIsNotAsked) {
    for (const char* name : {"fred", "pyth_hermes"}) {
        Source source = sample_of(name).source;
        for (const char* key : {"", "two words", "line\nbreak", "\xC3\xA9"}) {
            source.api_key = key;
            const auto request = find_provider(name)->request(source, kFetched);
            ASSERT_FALSE(request.has_value()) << name;
            EXPECT_EQ(request.error().code, Errc::configuration);
            EXPECT_THAT(request.error().what, Not(HasSubstr("words")));
        }
    }
}

TEST(Request, StrangeSeriesAndUrlsAreRefused) {
    for (const Sample& sample : samples()) {
        const Provider& provider = *find_provider(sample.source.provider);
        if (provider.transport() != Transport::http) continue;
        Source source = sample.source;
        for (const char* bad : {"ftp://a.example", "file:///etc/passwd", "a.example",
                                "https://a.example/x y", "https://a.example/\n", "https://a\"b"}) {
            source.url = bad;
            EXPECT_FALSE(provider.request(source, kFetched).has_value()) << provider.name() << bad;
        }
        const std::string_view name = provider.name();
        if (name == "json_pointer" || name == "csv_column" || name == "frb_h10") continue;
        source = sample.source;
        for (const char* bad : {"../../secret", "A&api_key=x", "A B", "A\r\nHost: x", "A/B?c"}) {
            source.series = bad;
            EXPECT_FALSE(provider.request(source, kFetched).has_value()) << name << bad;
        }
    }
}

TEST(Request, HistoryReachesFurtherBack) {
    const auto history = [](const char* name) {
        const Source& source = sample_of(name).source;
        return find_provider(name)
            ->history(source, utc("2024-01-01T00:00:00Z"), kFetched)
            .value()
            .url;
    };
    EXPECT_THAT(history("mof_jgb"), HasSubstr("/data/jgbcm_all.csv"));
    EXPECT_THAT(history("fred"), HasSubstr("observation_start=2024-01-01"));
    EXPECT_THAT(history("frb_h10"), HasSubstr("lastobs=&from=01/01/2024&to=08/06/2024"));
    EXPECT_THAT(history("ecb"), HasSubstr("startPeriod=2024-01-01"));
    EXPECT_THAT(history("binance"), HasSubstr("limit=1000&startTime=1704067200000"));
    EXPECT_EQ(history("cboe_vix"), url("cboe_vix"));
}

TEST(UrlPart, IsEscaped) {
    EXPECT_EQ(url_part("RXI$US_N.B.EU"), "RXI%24US_N.B.EU");
    EXPECT_EQ(url_part("a b&c=d/e?f#g%"), "a%20b%26c%3Dd%2Fe%3Ff%23g%25");
}

}  // namespace
}  // namespace ballast::providers
