// SPDX-License-Identifier: MIT
#include "tests/keeper/live_world.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "oracle/mirror.hpp"
#include "providers/provider.hpp"

namespace ballast::test {
namespace {

using engine::Bps;
using engine::Usd;

constexpr std::uint64_t kUsd = 100'000'000;

/// The document, with URL for the server's.
constexpr std::string_view kFeeds = R"(
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
quorum = 2
interval_seconds = 60

[feed.btc.source.btc_binance]
provider = "binance"
series = "BTCUSDT"
url = "URL"
[feed.btc.source.btc_coinbase]
provider = "coinbase"
series = "BTC-USD"
url = "URL"
[feed.btc.source.btc_kraken]
provider = "kraken"
series = "XBTUSD"
url = "URL"

[feed.vix]
feeds = "indicator"
of = "vix"
calendar = "cboe"
unit = "index points"
hold_sessions = 3
preset_sessions = 10
band_min = "5"
band_max = "150"
jump_relative = "1"
quorum = 1
interval_seconds = 900
[feed.vix.source.vix_cboe]
provider = "cboe_vix"
series = "VIX"
url = "URL"

[depth.BTC]
quorum = 3
interval_seconds = 300
[depth.BTC.source.coinbase_book]
venue = "coinbase"
market = "BTC-USD"
url = "URL"
[depth.BTC.source.kraken_book]
venue = "kraken"
market = "XBTUSD"
url = "URL"
[depth.BTC.source.pool]
venue = "uniswap_v3"
chain = "main"
quoter = "QUOTER"
token_in = "TOKEN_IN"
token_out = "TOKEN_OUT"
pool_fee = 500
decimals_in = 6
decimals_out = 6
)";

std::string with(std::string text, std::string_view place, const std::string& value) {
    for (std::size_t at = text.find(place); at != std::string::npos;
         at = text.find(place, at + value.size()))
        text.replace(at, place.size(), value);
    return text;
}

feeds::FeedsDocument declared(const std::string& url, const std::string& more) {
    std::string text = std::string(kFeeds) + more;
    text = with(text, "URL", url);
    text = with(text, "QUOTER", to_hex(MockAave::quoter()));
    text = with(text, "TOKEN_IN", to_hex(MockAave::collateral()));
    text = with(text, "TOKEN_OUT", to_hex(MockAave::owed()));
    auto read = feeds::parse_feeds_document(text, "feeds.toml", providers::provider_names());
    EXPECT_TRUE(read) << read.error().what;
    return read ? *read : feeds::FeedsDocument{};
}

}  // namespace

LiveWorld::LiveWorld()
    : server({"--at", std::to_string(engine::test::kNow.count), "--speed", "0"}),
      world(engine::test::sample_case()) {
    server.control("set?name=BTC&value=100000");
    engine::PublishedMarket& published = world.current.markets[0];
    published.ltv = Bps::of(4000);
    published.lt = published.lt_start = Bps::of(5000);
    const UnixSeconds long_ago = engine::test::kNow - Seconds{9 * kDay.count};
    world.state.markets[0].debt_cap = {long_ago, long_ago, Usd::of(1'000'000)};
}

void LiveWorld::remember_depth() const {
    const feeds::DepthDeclaration depth = declared(server.url(), {}).depth.front();
    feeds::DepthMemory memory;
    for (std::int64_t hour = 30 * 24; hour > 0; --hour)
        EXPECT_TRUE(memory.note(engine::test::kNow - Seconds{hour * kHour.count},
                                world.snapshot.markets[0].depth));
    const Json document(
        JsonObject{{"memory", memory.to_json()}, {"venues", to_hex(feeds::venues_digest(depth))}});
    const std::string venues = to_hex(feeds::venues_digest(depth)).substr(2, 8);
    EXPECT_TRUE(write_file(folder / "depth" / ("BTC." + venues + ".json"), write_json(document)));
}

keeper::WatchedChain LiveWorld::chain() {
    keeper::WatchedChain made;
    made.name = "main";
    made.policy = &world.policy;
    auto mock = std::make_unique<MockAave>(clock);
    nodes = mock.get();
    nodes->node[0].dead = node_is_dead;
    nodes->loans = {{MockAave::address(0x1000), 5, 1'000'000 * kUsd, 300'000 * kUsd, {}}};
    // 10,000 tokens and a thousand million dollars, x y = k.
    nodes->quote = [](const U256& in) -> std::optional<U256> {
        const U256 tokens{10'000'000'000};
        return mul_div_down(U256{1'000'000'000'000'000}, in, tokens + in);
    };
    made.network = std::move(mock);
    auto reader = books::ChainReader::make(*made.network, clock, {1, 1, 100, {4'000}});
    made.reader = std::make_unique<books::ChainReader>(std::move(*reader));
    books::AaveMarketOptions options;
    options.key = {1, MockAave::pool(), 0};
    options.index_file = folder / "main.borrowers";
    auto market = books::AaveMarket::open(*made.reader, clock, std::move(options));
    EXPECT_TRUE(market) << market.error().what;
    made.market = std::move(*market);
    made.books.push_back({"BTC", MockAave::collateral(), 0});
    return made;
}

void LiveWorld::open(const std::string& more) {
    observatory.reset();
    feeds::FeedsDocument document = declared(server.url(), more);
    keeper::ObservatoryParts parts;
    parts.feeds = std::move(document.feeds);
    for (feeds::FeedDeclaration& feed : parts.feeds)
        for (feeds::SourceDeclaration& source : feed.sources)
            if (!source.file.empty()) source.file = folder.path() / source.file;
    feeds = parts.feeds;
    parts.depth = std::move(document.depth);
    parts.client = client.get();
    parts.clock = &clock;
    parts.log = &log;
    parts.captures = folder / "captures";
    parts.history = folder / "history";
    parts.depths = folder / "depth";
    parts.books = folder / "books";
    parts.chains.push_back(chain());
    auto made = keeper::LiveObservatory::make(std::move(parts));
    ASSERT_TRUE(made) << made.error().what;
    observatory = std::move(*made);
    keep_time();
}

/// Servers and chain have our time.
void LiveWorld::keep_time() const {
    server.control("clock?at=" + std::to_string(clock.now().count) + "&speed=0");
    const std::int64_t blocks = (clock.now() - nodes->head_at).count / 12;
    if (blocks <= 0) return;
    // The first time they come from another year; then by what passes.
    nodes->head =
        blocks > 1'000'000 ? nodes->head : nodes->head + static_cast<std::uint64_t>(blocks);
    nodes->head_at = blocks > 1'000'000 ? clock.now() : nodes->head_at + Seconds{12 * blocks};
}

void LiveWorld::pass(Seconds span) {
    clock.wait({span.count * 1'000});
    keep_time();
}

engine::Snapshot LiveWorld::look() {
    for (int turn = 0; turn < 3; ++turn)
        observatory->poll(clock.now(), {6'000});
    auto snapshot = observatory->observe("main", clock.now(), {});
    EXPECT_TRUE(snapshot) << snapshot.error().what;
    return snapshot ? *snapshot : engine::Snapshot{};
}

const engine::MarketDecision& LiveWorld::epoch() {
    world.snapshot = look();
    const auto stepped = engine::step(world.policy, world.state, world.snapshot, world.current);
    EXPECT_TRUE(stepped) << stepped.error().what;
    world.state = stepped->state;
    decision_ = stepped->report.markets.front();
    engine::PublishedMarket& published = world.current.markets.front();
    const UnixSeconds at = world.snapshot.at;
    if (decision_.action != engine::Action::none)
        published = oracle::apply(published, decision_, stepped->report.observed_at, at);
    if (decision_.execute_pending) published = oracle::execute_pending(published, at);
    return decision_;
}

}  // namespace ballast::test
