// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_observatory.hpp"

#include "base/check.hpp"
#include "policies/policy_selection.hpp"

namespace ballast::month {
namespace {

using engine::MarketObservation;
using engine::PriceStatus;
using engine::Usd;
using test::ScriptedAnswer;

constexpr Milliseconds kTook{40};
constexpr std::string_view kVixUrl = "https://vix.example/close";

std::string url_of(std::size_t market, std::size_t source) {
    return "https://s" + std::to_string(source) + ".example/" + asset_name(market);
}

providers::Source source_at(const std::string& name, const std::string& url) {
    providers::Source source;
    source.name = name;
    source.provider = "json_pointer";
    source.url = url;
    source.value_at = "/value";
    source.time_at = "/time";
    source.time_format = "unix_s";
    return source;
}

feeds::FeedDeclaration price_feed(std::size_t market) {
    feeds::FeedDeclaration feed;
    feed.name = feed.of = asset_name(market);
    feed.target = feeds::FeedTarget::price;
    feed.calendar = "crypto";
    feed.stale = {false, kPrintHold.count, kDay.count};
    feed.band_min = providers::Reading::of(100 * engine::kLevelOne);
    feed.band_max = providers::Reading::of(Int128{10'000'000} * engine::kLevelOne);
    feed.jump = {true, engine::kWadOne / 5};
    feed.quorum = 2;
    feed.interval = Seconds{1'200};
    for (std::size_t i = 0; i < kSourcesOfMarket; ++i) {
        const std::string name = feed.name + "_" + std::to_string(i);
        feed.sources.push_back({source_at(name, url_of(market, i)), name, {}});
    }
    return feed;
}

feeds::FeedDeclaration vix_feed() {
    feeds::FeedDeclaration feed;
    feed.name = feed.of = "vix";
    feed.calendar = "crypto";
    feed.stale = {true, kIndicatorHoldDays, 10};
    feed.band_min = providers::Reading::of(5 * engine::kLevelOne);
    feed.band_max = providers::Reading::of(150 * engine::kLevelOne);
    feed.jump = {true, engine::kWadOne};
    feed.interval = kHour;
    feed.sources.push_back({source_at("vix", std::string(kVixUrl)), "vix", {}});
    return feed;
}

std::vector<feeds::FeedDeclaration> live_feeds() {
    std::vector<feeds::FeedDeclaration> feeds;
    for (std::size_t market = 0; market < kLiveMarkets; ++market)
        feeds.push_back(price_feed(market));
    feeds.push_back(vix_feed());
    return feeds;
}

engine::Policy live_part() {
    std::vector<std::string> names;
    for (std::size_t market = 0; market < kLiveMarkets; ++market)
        names.push_back(asset_name(market));
    auto policy = policies::select_assets(month_policy(), names);
    BALLAST_CHECK(policy.has_value());
    return std::move(*policy);
}

ScriptedAnswer page(std::string type, std::string body, UnixSeconds date) {
    net::HttpResponse response;
    response.content_type = std::move(type);
    response.body = std::move(body);
    response.date = date;
    return {std::move(response), kTook};
}

ScriptedAnswer print(std::int64_t value_1e8, UnixSeconds observed_at, UnixSeconds date) {
    return page("application/json",
                R"({"time":)" + std::to_string(observed_at.count) + R"(,"value":")" +
                    engine::format_decimal(value_1e8, 8) + R"("})",
                date);
}

ScriptedAnswer silence() {
    return {fail(Errc::upstream_unavailable, "simulated: no answer"), Milliseconds{1'000}};
}

PriceStatus status_in(FaultKind kind) {
    if (kind == FaultKind::source_down || kind == FaultKind::html_page)
        return PriceStatus::below_quorum;
    if (kind == FaultKind::garbage_body) return PriceStatus::missing;
    if (kind == FaultKind::source_stale) return PriceStatus::confirmed;
    return PriceStatus::jump_unconfirmed;
}

/// By how much a source exaggerates; 0 where it does something else.
std::int64_t exaggeration(FaultKind kind) {
    if (kind == FaultKind::source_lies) return 3;
    if (kind == FaultKind::unit_slip) return 100;
    return kind == FaultKind::all_times_ten ? 10 : 0;
}

}  // namespace

MonthObservatory::MonthObservatory(MonthWorld& world, Clock& clock)
    : world_(world),
      live_policy_(live_part()),
      http_(clock, [this](const net::HttpRequest& request) { return answer(request); }) {
    keeper::ObservatoryParts parts;
    parts.feeds = live_feeds();
    parts.client = &http_;
    parts.clock = &clock;
    keeper::WatchedChain chain;
    chain.name = "live";
    chain.policy = &live_policy_;
    parts.chains.push_back(std::move(chain));
    auto made = keeper::LiveObservatory::make(std::move(parts));
    BALLAST_CHECK(made.has_value());
    live_ = std::move(*made);
}

ScriptedAnswer MonthObservatory::answer(const net::HttpRequest& request) {
    if (world_.active(FaultKind::outage, world_.now()) != nullptr) return silence();
    if (request.url == kVixUrl) return answer_vix();
    for (std::size_t market = 0; market < kLiveMarkets; ++market)
        for (std::size_t source = 0; source < kSourcesOfMarket; ++source)
            if (request.url == url_of(market, source)) return answer_price(market, source);
    BALLAST_CHECK(false);
    return silence();
}

ScriptedAnswer MonthObservatory::answer_vix() {
    const UnixSeconds now = world_.now();
    const UnixSeconds close{now.count - now.count % kDay.count};
    world_.deliveries.back().push_back({now, close, true});
    return print(world_.vix(now), close, now);
}

ScriptedAnswer MonthObservatory::answer_price(std::size_t market, std::size_t source) {
    const UnixSeconds now = world_.now();
    const std::int64_t truth = world_.price(market, now);
    const std::int64_t here = truth + truth / 10'000 * static_cast<std::int64_t>(source);
    auto& told = world_.deliveries[market * kSourcesOfMarket + source];
    const Fault* fault = world_.of_market(market, now);
    const bool is_hit = fault != nullptr && (fault->kind == FaultKind::all_times_ten ||
                                             fault->detail % kSourcesOfMarket == source);
    if (!is_hit) {
        told.push_back({now, now, true});
        return print(here, now, now);
    }
    world_.tally.meet(fault->kind);
    if (const std::int64_t times = exaggeration(fault->kind); times > 0) {
        told.push_back({now, now, false});
        return print(here * times, now, now);
    }
    if (fault->kind == FaultKind::source_stale) {
        told.push_back({now, fault->from, true});
        return print(world_.price(market, fault->from), fault->from, now);
    }
    if (fault->kind == FaultKind::garbage_body)
        return page("application/json", "{\"time\":17,\"val", now);
    if (fault->kind == FaultKind::html_page)
        return page("text/html", "<html><body>Are you a robot?</body></html>", now);
    return silence();
}

void MonthObservatory::put_book(std::size_t market, UnixSeconds at, MarketObservation& seen) const {
    const std::int64_t percent = world_.depth_percent(market, at);
    const auto usd = [&](std::int64_t millions) { return Usd::of(millions * 10'000 * percent); };
    seen.depth = {usd(40), usd(80), usd(150), usd(300), usd(450)};
    seen.depth_low = seen.depth;
    seen.daily_volume = Usd::of(2'000'000'000);
    seen.book = {.debt = Usd::of(500'000'000),
                 .largest_position = Usd::of(40'000'000),
                 .wall = {{engine::Bps::of(10'000), Usd::of(0)},
                          {engine::Bps::of(11'000), Usd::of(20'000'000)},
                          {engine::Bps::of(20'000), Usd::of(500'000'000)}}};
}

/// What a board would have made of the same faults.
MarketObservation MonthObservatory::scripted(std::size_t market, UnixSeconds at) {
    MarketObservation seen;
    seen.asset = asset_name(market);
    const Fault* fault = world_.of_market(market, at);
    const bool is_out = world_.active(FaultKind::outage, at) != nullptr;
    seen.price_status = PriceStatus::confirmed;
    seen.price = engine::Price::of(world_.price(market, at));
    seen.observed_at = at;
    if (is_out) seen.price_status = PriceStatus::below_quorum;
    if (fault == nullptr || is_out) return seen;
    world_.tally.meet(fault->kind);
    seen.price_status = status_in(fault->kind);
    if (fault->kind == FaultKind::source_stale)
        seen.observed_at = std::min(fault->from, at - Seconds{kDay.count + kHour.count});
    if (seen.price_status == PriceStatus::missing) {
        seen.price = engine::Price::of(0);
        seen.observed_at = {};
    }
    return seen;
}

Result<engine::Snapshot> MonthObservatory::observe(const std::string&, UnixSeconds at,
                                                   const std::vector<engine::Bps>& lt_now) {
    if (seen_ && seen_->at == at) return *seen_;
    auto snapshot = live_->observe("live", at, lt_now);
    if (!snapshot) return snapshot;
    for (std::size_t market = kLiveMarkets; market < kMarkets; ++market)
        snapshot->markets.push_back(scripted(market, at));
    for (std::size_t market = 0; market < kMarkets; ++market) {
        MarketObservation& seen = snapshot->markets[market];
        put_book(market, at, seen);
        if (!calls_all_live) continue;
        seen.price_status = PriceStatus::confirmed;
        seen.price = engine::Price::of(world_.price(market, at));
        seen.observed_at = at;
    }
    seen_ = *snapshot;
    return snapshot;
}

}  // namespace ballast::month
