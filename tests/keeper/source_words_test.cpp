// SPDX-License-Identifier: MIT
// What a source says of itself reaches the log without what it was asked with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "keeper/live_observatory.hpp"
#include "providers/provider.hpp"
#include "tests/support/scripted_http.hpp"
#include "tests/support/simulated_clock.hpp"

namespace ballast::keeper {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// URL stands for the source's.
constexpr std::string_view kSourceOfWords = R"(
[feed.btc]
feeds = "price"
of = "BTC"
calendar = "crypto"
unit = "USD"
hold_seconds = 600
preset_seconds = 86_400
band_min = "100"
band_max = "10000000"
jump_relative = "0.2"
quorum = 1
interval_seconds = 60
[feed.btc.source.desk]
provider = "json_pointer"
url = "URL"
value_at = "/v"
time_at = "/t"
time_format = "unix_s"
[depth.BTC]
quorum = 1
interval_seconds = 300
[depth.BTC.source.book]
venue = "coinbase"
market = "BTC-USD"
url = "URL"
)";

class SourceWords : public ::testing::Test {
  protected:
    /// What one turn logs where the server says `body` to everybody.
    std::string logged(const std::string& url, const std::string& key, const std::string& body) {
        std::string text(kSourceOfWords);
        for (std::size_t at = text.find("URL"); at != std::string::npos; at = text.find("URL"))
            text.replace(at, 3, url);
        auto read =
            feeds::parse_feeds_document(text, "feeds.toml", providers::provider_names()).value();
        read.feeds.front().sources.front().source.api_key = key;
        test::SimulatedClock clock;
        test::ScriptedHttp http(clock, [&](const net::HttpRequest&) {
            net::HttpResponse response;
            response.status = 200;
            response.content_type = "application/json";
            response.body = body;
            return test::ScriptedAnswer{response, {1}};
        });
        std::string lines;
        telemetry::Log log(telemetry::LogFormat::json, telemetry::LogLevel::debug, clock,
                           [&](std::string_view line) { lines += std::string(line) + "\n"; });
        ObservatoryParts parts;
        parts.feeds = std::move(read.feeds);
        parts.depth = std::move(read.depth);
        parts.client = &http;
        parts.clock = &clock;
        parts.log = &log;
        auto observatory = LiveObservatory::make(std::move(parts)).value();
        for (int turn = 0; turn < 3; ++turn) {
            observatory->poll(clock.now(), {6'000});
            clock.wait({60'000});
        }
        return lines;
    }
};

TEST_F(SourceWords, AKeyThatComesBackEncodedIsNotLogged) {
    const std::string lines = logged("https://desk.example/p?key={api_key}", "canary+feed/92",
                                     R"({"v":"no price for canary%2Bfeed%2F92","t":"1751932800"})");
    EXPECT_THAT(lines, HasSubstr("no price for ***"));
    EXPECT_THAT(lines, Not(HasSubstr("canary")));
}

TEST_F(SourceWords, NorIsAKeyThatStandsInTheAddress) {
    const std::string lines = logged("https://desk.example/canary-feed-path-93", "",
                                     R"({"v":"no price for canary-feed-path-93","t":"1",
                                         "message":"no book for canary-feed-path-93"})");
    EXPECT_THAT(lines, HasSubstr("no price for ***"));
    EXPECT_THAT(lines, HasSubstr("depth.BTC"));
    EXPECT_THAT(lines, Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace ballast::keeper
