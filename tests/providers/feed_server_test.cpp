// SPDX-License-Identifier: MIT
// The loopback server of the end-to-end tests against the providers: it must speak their formats,
// and its faults must be the faults that they are called.
#include "tests/support/feeds/feed_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "providers/provider.hpp"

namespace ballast::providers {
namespace {

using test::FeedAnswer;
using test::FeedServer;
using ::testing::HasSubstr;

/// 2024-08-06, a Tuesday, 10:00:15 in Tokyo. The clock stands unless a test moves it.
constexpr std::int64_t kNow = 1'722'906'015;

struct Feed {
    const char* provider;
    const char* series;
    std::int64_t level;         ///< of the invented market, in units
    const char* server = "";    ///< under which name the server knows it, where that is another
    const char* url_rest = "";  ///< generic formats: where the file is
};

constexpr Feed kFeeds[] = {
    {"cboe_vix", "VIX", 16},
    {"cboe_vix", "VVIX", 88},
    {"mof_jgb", "10Y", 1},
    {"fred", "DEXJPUS", 150},
    {"frb_h10", "RXI_N.B.JA", 150},
    {"ecb", "D.JPY.EUR.SP00.A", 163},
    {"ecb", "D.USD.EUR.SP00.A", 1},
    {"deribit_dvol", "BTC", 52},
    {"deribit_dvol", "ETH", 60},
    {"deribit_index", "eth_usd", 3200},
    {"binance", "BTCUSDT", 65000},
    {"coinbase", "ETH-USD", 3200},
    {"kraken", "XBTUSD", 65000},
    {"pyth_hermes", "e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43", 65000},
    {"pyth_hermes", "ef2c98c804ba503c6a707e38be4dfbb16683775f195b091252bf24693042fd52", 150},
    {"json_pointer", "", 98, "licensed", "/licensed/MOVE.json"},
    {"csv_column", "", 9, "licensed", "/licensed/USDJPY_VOL.csv"},
};

Source source_of(const Feed& feed, const FeedServer& server) {
    Source source;
    source.provider = feed.provider;
    source.series = feed.series;
    source.api_key = "key";
    source.url = server.url() + feed.url_rest;
    const bool is_json = source.provider == "json_pointer";
    source.value_at = is_json ? "/data/0/value" : "Value";
    source.time_at = is_json ? "/data/0/at" : "Time";
    source.time_format = "rfc3339";
    return source;
}

Answer as_answer(const FeedAnswer& got, std::int64_t now) {
    return {got.status, got.content_type, got.body, UnixSeconds{now}};
}

Result<std::vector<Observation>> observe(const Feed& feed, const FeedServer& server,
                                         std::int64_t now = kNow) {
    const Source source = source_of(feed, server);
    const Provider& provider = *find_provider(feed.provider);
    const auto asked = provider.request(source, UnixSeconds{now});
    EXPECT_TRUE(asked.has_value()) << asked.error().what;
    return provider.read(source, as_answer(server.get(asked->url), now));
}

class FeedServerTest : public ::testing::Test {
  protected:
    FeedServer server{{"--at", std::to_string(kNow), "--speed", "0"}};
};

TEST_F(FeedServerTest, EveryFormatIsReadByItsProvider) {
    for (const Feed& feed : kFeeds) {
        const auto seen = observe(feed, server);
        ASSERT_TRUE(seen.has_value()) << feed.provider << ": " << seen.error().what;
        const std::int64_t units = seen->back().value.count() / 100'000'000;
        EXPECT_NEAR(static_cast<double>(units), static_cast<double>(feed.level),
                    1.0 + static_cast<double>(feed.level) / 100)
            << feed.provider;
        EXPECT_LE(seen->back().observed_at.count, kNow) << feed.provider;
        EXPECT_GT(seen->back().observed_at.count, kNow - 6 * 86'400) << feed.provider;
    }
    std::printf("feeds=%zu\n", std::size(kFeeds));
}

TEST_F(FeedServerTest, HistoryIsReadToo) {
    for (const Feed& feed : kFeeds) {
        const Source source = source_of(feed, server);
        const Provider& provider = *find_provider(feed.provider);
        const auto asked =
            provider.history(source, UnixSeconds{kNow - 200 * 86'400}, UnixSeconds{kNow});
        ASSERT_TRUE(asked.has_value());
        const auto seen = provider.read(source, as_answer(server.get(asked->url), kNow));
        ASSERT_TRUE(seen.has_value()) << feed.provider << ": " << seen.error().what;
        EXPECT_GE(seen->size(), observe(feed, server)->size()) << feed.provider;
    }
}

TEST_F(FeedServerTest, EcbSpeaksJsonToo) {
    const Source source = source_of(kFeeds[5], server);
    const auto got =
        server.get("/service/data/EXR/D.JPY.EUR.SP00.A?format=jsondata&lastNObservations=3");
    const auto seen = find_provider("ecb")->read(source, as_answer(got, kNow));
    ASSERT_TRUE(seen.has_value()) << seen.error().what;
    EXPECT_EQ(seen->size(), 3U);
}

TEST_F(FeedServerTest, BadDaysAreRefusedAndOver) {
    int refused = 0;
    for (const Feed& feed : kFeeds) {
        const std::string name = *feed.server != '\0' ? feed.server : feed.provider;
        for (const char* kind :
             {"html", "captcha", "empty", "truncated", "schema", "429", "500", "drop"}) {
            server.control("fault?provider=" + name + "&kind=" + kind + "&times=1");
            const auto seen = observe(feed, server);
            EXPECT_FALSE(seen.has_value()) << feed.provider << " accepted " << kind;
            refused += static_cast<int>(!seen.has_value());
            ASSERT_TRUE(observe(feed, server).has_value()) << feed.provider << " after " << kind;
        }
    }
    std::printf("refused=%d of %zu\n", refused, 8 * std::size(kFeeds));
}

TEST_F(FeedServerTest, SpikesAndSlipsOfTheUnitAreInTheNumbers) {
    for (const Feed& feed : kFeeds) {
        const auto before = observe(feed, server)->back().value.count();
        server.control("fault?provider=all&kind=spike");
        const auto spike = observe(feed, server)->back().value.count();
        server.control("fault?provider=all&kind=unit&factor=0.01");
        const auto slip = observe(feed, server)->back().value.count();
        server.control("clear");
        EXPECT_NEAR(static_cast<double>(spike) / static_cast<double>(before), 3, 0.01);
        EXPECT_NEAR(static_cast<double>(slip) / static_cast<double>(before), 0.01, 0.001);
    }
}

TEST_F(FeedServerTest, AStaleFeedStandsStillWhileTheOthersGoOn) {
    const Feed& binance = kFeeds[10];
    const Feed& coinbase = kFeeds[11];
    server.control("fault?provider=binance&kind=stale");
    constexpr std::int64_t kLater = kNow + 3 * 86'400;
    server.control("clock?at=" + std::to_string(kLater));
    // The bar that was open when it stopped looks closed to a later clock.
    EXPECT_LE(observe(binance, server, kLater)->back().observed_at.count, kNow + 60);
    EXPECT_GT(observe(coinbase, server, kLater)->back().observed_at.count, kLater - 120);
}

TEST_F(FeedServerTest, ThrottlingSaysHowLongAndSlownessTakesIt) {
    server.control("fault?provider=kraken&kind=429&seconds=7");
    EXPECT_THAT(server.get("/0/public/OHLC?pair=XBTUSD").headers, HasSubstr("Retry-After: 7\r\n"));
    server.control("fault?provider=kraken&kind=slow&seconds=0.3");
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(observe(kFeeds[12], server).has_value());
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(300));
}

TEST_F(FeedServerTest, LevelsAreSetAndRequestsCounted) {
    server.control("set?name=VIX&value=38.57");
    const auto seen = observe(kFeeds[0], server);
    EXPECT_NEAR(static_cast<double>(seen->back().value.count()) / 1e8, 38.57, 0.1);
    EXPECT_THAT(server.control("state"), HasSubstr("\"cboe_vix\": 1"));
}

TEST_F(FeedServerTest, RefusesAsTheRealOnesDo) {
    for (const auto& [provider, series] : {std::pair{"kraken", "NOPE"},
                                           {"binance", "NOPE"},
                                           {"coinbase", "NO-PE"},
                                           {"deribit_dvol", "NOPE"},
                                           {"deribit_index", "nope"},
                                           {"cboe_vix", "NOPE"},
                                           {"fred", "NOPE"},
                                           {"ecb", "D.NOPE"}})
        EXPECT_FALSE(observe({provider, series, 0}, server).has_value()) << provider;
}

TEST_F(FeedServerTest, AMistypedCommandIsRefused) {
    for (const char* command :
         {"set?name=NOPE&value=1", "set?name=VIX&value=x", "set?name=VIX",
          "fault?provider=kraken&kind=nope", "fault?provider=nope&kind=html", "nope", "clock?at=x"})
        EXPECT_EQ(server.get(std::string("/control/") + command).status, 400) << command;
}

}  // namespace
}  // namespace ballast::providers
