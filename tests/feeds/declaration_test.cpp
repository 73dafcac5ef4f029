// SPDX-License-Identifier: MIT
#include "feeds/declaration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "tests/feeds/sample_feeds.hpp"
#include "tests/feeds/shipped.hpp"

namespace ballast::feeds {
namespace {

TEST(Declaration, TheExampleFeedsEveryIndicatorAndPriceOfThePolicy) {
    const auto feeds = test::example_feeds();
    std::set<std::pair<FeedTarget, std::string>> fed;
    for (const FeedDeclaration& feed : feeds)
        fed.emplace(feed.target, feed.of);
    const auto policy = test::shipped_policy();
    for (const engine::Channel& channel : policy.regime.channels)
        EXPECT_EQ(fed.count({FeedTarget::indicator, channel.indicator}), 1U) << channel.indicator;
    for (const engine::AssetPolicy& asset : policy.assets)
        EXPECT_EQ(fed.count({FeedTarget::price, asset.asset}), 1U) << asset.asset;
}

TEST(Declaration, TheExampleIsReadAsItSays) {
    const auto feeds = test::example_feeds();
    const auto find = [&](const std::string& name) -> const FeedDeclaration& {
        return *std::find_if(feeds.begin(), feeds.end(),
                             [&](const FeedDeclaration& f) { return f.name == name; });
    };
    const FeedDeclaration& vix = find("vix");
    EXPECT_EQ(vix.stale.hold, 3);
    EXPECT_TRUE(vix.stale.in_sessions);
    EXPECT_EQ(vix.jump.most, engine::kWadOne);
    EXPECT_EQ(vix.sources.size(), 2U);
    EXPECT_EQ(vix.sources[0].group, "cboe");
    EXPECT_EQ(vix.sources[1].group, "cboe");
    EXPECT_EQ(vix.sources[1].key.environment, "FRED_API_KEY");
    EXPECT_EQ(vix.sources[0].source.calendar, "cboe");
    EXPECT_EQ(find("move").sources[0].key.file, "docs/move.key");
    EXPECT_FALSE(find("jgb40").jump.relative);
    EXPECT_EQ(find("jgb40").jump.most, 50'000'000);
    EXPECT_EQ(find("btc").quorum, 2U);
    EXPECT_FALSE(find("btc").stale.in_sessions);
    EXPECT_EQ(find("btc").sources[1].group, "btc_deribit");
}

TEST(Declaration, EveryFaultIsToldWithItsPlace) {
    const auto feeds = parse_feeds(R"([feed.a]
feeds = "nothing"
of = "vix"
calendar = "moon"
unit = "points"
hold_sessions = 3
preset_sessions = 2
band_min = "10"
band_max = "5"
jump_relative = "0"
quorum = 2
interval_seconds = 1
[feed.a.source.x]
provider = "carrier_pigeon"
api_key = "abc"
colour = 1
)",
                                   "f.toml", {"cboe_vix"});
    ASSERT_FALSE(feeds);
    EXPECT_EQ(feeds.error().code, Errc::bad_data);
    const std::string what = feeds.error().what;
    for (const char* expected :
         {"f.toml:2:9: feed.a.feeds: expected indicator, price or fallback, found \"nothing\"",
          "f.toml:4:12: feed.a.calendar: expected nyse, cboe, tokyo, london_fx or crypto",
          "f.toml:10:17: feed.a.jump_relative: ", "f.toml:12:20: feed.a.interval_seconds: ",
          "feed.a.source.x.provider: there is no provider \"carrier_pigeon\"",
          "feed.a.source.x.api_key: a key does not belong in a document",
          "f.toml:16:1: feed.a.source.x.colour: no such key here"})
        EXPECT_NE(what.find(expected), std::string::npos) << expected << "\nin\n" << what;
}

std::string with(const std::string& from, const std::string& to) {
    std::string text = R"([feed.btc]
feeds = "price"
of = "BTC"
calendar = "crypto"
unit = "dollars"
hold_seconds = 600
preset_seconds = 3600
band_min = "100"
band_max = "1000"
jump_relative = "0.2"
quorum = 1
interval_seconds = 60
[feed.btc.source.a]
provider = "coinbase"
group = "g"
[feed.btc.source.b]
provider = "kraken"
group = "g"
)";
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    return text;
}

std::string fault_of(const std::string& text) {
    const auto feeds = parse_feeds(text, "f.toml");
    return feeds ? "none" : feeds.error().what;
}

TEST(Declaration, WhatContradictsItselfIsRefused) {
    EXPECT_EQ(fault_of(with("", "")), "none");
    EXPECT_EQ(fault_of(with("preset_seconds = 3600", "preset_seconds = 600")),
              "f.toml:7:18: feed.btc.preset_seconds: expected more than the first limit");
    EXPECT_EQ(fault_of(with("band_max = \"1000\"", "band_max = \"99\"")),
              "f.toml:9:12: feed.btc.band_max: expected more than band_min");
    EXPECT_EQ(fault_of(with("band_min = \"100\"", "band_min = \"-1\"")),
              "f.toml:10:17: feed.btc.jump_relative: expected jump_absolute: the feed may be zero "
              "or below");
    // Two sources of one upstream are one group, whatever they are called.
    EXPECT_EQ(fault_of(with("quorum = 1", "quorum = 2")),
              "f.toml:11:10: feed.btc.quorum: expected at most 1, the number of groups, found 2");
    EXPECT_NE(fault_of(with("calendar = \"crypto\"", "calendar = \"nyse\"")).find("hold_seconds"),
              std::string::npos);
    std::string twice = with("", "");
    std::string other = twice;
    for (auto place = other.find("feed.btc"); place != std::string::npos;
         place = other.find("feed.btc", place))
        other.replace(place, 8, "feed.two");
    EXPECT_NE(fault_of(twice + other).find("feed.two.of: another feed has it already"),
              std::string::npos);
}

TEST(Declaration, OneNumberUnderTwoNamesIsOneWitness) {
    const auto twins = [](const std::string& first, const std::string& second) {
        std::string text = with("quorum = 1", "quorum = 2");
        text.resize(text.find("[feed.btc.source.a]"));
        return text + "[feed.btc.source.a]\n" + first + "\n[feed.btc.source.b]\n" + second + "\n";
    };
    const std::string coinbase = "provider = \"coinbase\"\nseries = \"BTC-USD\"";
    EXPECT_EQ(fault_of(twins(coinbase, coinbase)),
              "f.toml:17:12: feed.btc.source.b.provider: this is the number that source a gives "
              "under another group: one upstream is one witness. Give both the same group");
    const auto is_told = [&](const std::string& first, const std::string& second) {
        return fault_of(twins(first, second)).find("one upstream is one witness") !=
               std::string::npos;
    };
    // Neither another mirror nor another scale makes it another number.
    EXPECT_TRUE(is_told(coinbase, coinbase + "\nurl = \"https://mirror.example\""));
    EXPECT_TRUE(is_told(coinbase, "provider = \"coinbase\"\nseries = \"btc-usd\"\ninverse = true"));
    EXPECT_FALSE(is_told(coinbase, "provider = \"coinbase\"\nseries = \"BTC-EUR\""));
    EXPECT_FALSE(is_told(coinbase, "provider = \"kraken\"\nseries = \"BTC-USD\""));
    const std::string desk =
        "provider = \"json_pointer\"\nurl = \"https://desk.example/p\"\ntime_at = \"/t\"\n"
        "time_format = \"unix_s\"\nvalue_at = ";
    EXPECT_TRUE(is_told(desk + "\"/v\"", desk + "\"/v\""));
    EXPECT_FALSE(is_told(desk + "\"/v\"", desk + "\"/w\""));
    const std::string contract =
        "provider = \"chainlink\"\nseries = \"0x00000000000000000000000000000000000000b0\"\nchain "
        "= ";
    EXPECT_TRUE(is_told(contract + "\"main\"", contract + "\"main\""));
    EXPECT_FALSE(is_told(contract + "\"main\"", contract + "\"base\""));
}

TEST(Declaration, KeysComeFromWhereTheDocumentSays) {
    auto feeds = parse_feeds(with("group = \"g\"\n[feed.btc.source.b]",
                                  "key_env = \"A_KEY\"\n[feed.btc.source.b]\nkey_file = \"b.key\""),
                             "f.toml");
    ASSERT_TRUE(feeds) << feeds.error().what;
    SecretReaders readers;
    readers.environment = [](const std::string& name) -> Result<std::string> {
        return "  key of " + name + "\n";
    };
    readers.private_file = [](const std::filesystem::path& file) -> Result<std::string> {
        if (file == "b.key") return fail(Errc::permission, "b.key: others may use it");
        return fail(Errc::input_missing, "none");
    };
    const auto resolved = resolve_keys(*feeds, readers);
    ASSERT_FALSE(resolved);
    EXPECT_EQ(resolved.error().code, Errc::permission);
    EXPECT_EQ(resolved.error().what, "source b: b.key: others may use it");
    EXPECT_EQ(feeds->front().sources[0].source.api_key, "key of A_KEY");
    readers.private_file = [](const std::filesystem::path&) -> Result<std::string> { return " "; };
    EXPECT_EQ(resolve_keys(*feeds, readers).error().code, Errc::configuration);
}

}  // namespace
}  // namespace ballast::feeds
