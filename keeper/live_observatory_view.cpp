// SPDX-License-Identifier: MIT
// What the observatory tells of what it was told.
#include <algorithm>

#include "keeper/feed_view.hpp"
#include "keeper/live_observatory.hpp"

namespace ballast::keeper {
namespace {

using feeds::FeedTarget;
using telemetry::LogLevel;

}  // namespace

const WatchedChain* LiveObservatory::find(const std::string& chain) const {
    const auto found = std::find_if(parts_.chains.begin(), parts_.chains.end(),
                                    [&](const WatchedChain& c) { return c.name == chain; });
    return found == parts_.chains.end() ? nullptr : &*found;
}

std::vector<feeds::LiveMarket> LiveObservatory::markets_of(const WatchedChain& chain) const {
    std::vector<feeds::LiveMarket> markets;
    for (const engine::AssetPolicy& asset : chain.policy->assets)
        markets.push_back({asset.asset, depth_.watch().liquidity(asset.asset), std::nullopt,
                           depth_.watch().memory(asset.asset)});
    put_books(chain, markets);
    return markets;
}

void LiveObservatory::put_books(const WatchedChain& chain,
                                std::vector<feeds::LiveMarket>& markets) const {
    if (!chain.market) return;
    for (feeds::LiveMarket& market : markets) {
        market.book = books_.find(chain.name, market.asset);
        if (market.book && chain.market->is_doubted()) market.book->doubted = true;
    }
}

Result<engine::Snapshot> LiveObservatory::observe(const std::string& chain, UnixSeconds at,
                                                  const std::vector<engine::Bps>&) {
    const WatchedChain* watched = find(chain);
    if (watched == nullptr) return fail(Errc::our_bug, "nobody watches the chain " + chain);
    feeds::LiveInputs inputs;
    inputs.at = at;
    inputs.verdicts = board_.verdicts(at);
    inputs.markets = markets_of(*watched);
    inputs.events = parts_.events.near(at, feeds::event_window(*watched->policy));
    auto made = feeds::live_snapshot(*watched->policy, parts_.feeds, inputs, {});
    if (!made) return fail(made.error());
    if (parts_.log != nullptr)
        for (const feeds::SnapshotNote& note : made->notes)
            parts_.log->write(LogLevel::debug, "snapshot_note", sentence(note.reason),
                              {{"chain", chain},
                               {"about", note.subject},
                               {"reason", std::string(name(note.reason))}});
    return std::move(made->snapshot);
}

std::map<std::string, engine::Price> LiveObservatory::prices(UnixSeconds now) const {
    std::map<std::string, engine::Price> prices;
    for (const feeds::FeedDeclaration& feed : parts_.feeds) {
        if (feed.target != FeedTarget::price) continue;
        const feeds::Verdict verdict = board_.verdict(feed.name, now);
        if (!verdict.value || verdict.status != feeds::FeedStatus::live) continue;
        const auto price = engine::Price::from(verdict.value->count());
        if (price) prices[feed.of] = *price;
    }
    return prices;
}

std::vector<UnixSeconds> LiveObservatory::server_dates() const {
    const auto skew = fetcher_->skew();
    if (!skew) return {};
    return std::vector<UnixSeconds>(skew->hosts, parts_.clock->now() + skew->median);
}

std::vector<FeedView> LiveObservatory::feeds(UnixSeconds now) const {
    std::vector<FeedView> views;
    for (const feeds::Verdict& verdict : board_.verdicts(now)) {
        FeedView view{.name = verdict.feed,
                      .group = verdict.feed,
                      .state = std::string(name(verdict.status)),
                      .reason = {},
                      .value = verdict.value ? verdict.value->count() : 0,
                      .observed_at = std::nullopt,
                      .stale_after = {}};
        if (verdict.value) view.observed_at = verdict.observed_at;
        describe_sources(view, verdict, parts_.feeds, now);
        for (const feeds::FeedReason reason : verdict.reasons)
            view.reason += (view.reason.empty() ? "" : " ") + std::string(name(reason));
        views.push_back(std::move(view));
    }
    return views;
}

std::optional<adapters::CutJudgement> LiveObservatory::judge_cut(
    const std::string& chain, const std::string& asset, engine::Bps now, engine::Bps after,
    const adapters::CutLimit& limit) const {
    const WatchedChain* watched = find(chain);
    if (watched == nullptr || !watched->market) return std::nullopt;
    const books::AaveBook* book = watched->market->last_book();
    if (book == nullptr) return std::nullopt;
    const books::MarketState& market = book->market;
    const UnixSeconds read_at = market.block.timestamp;
    if (read_at + feeds::LiveRules().book_hold < parts_.clock->now()) return std::nullopt;
    for (const WatchedBook& each : watched->books) {
        if (each.asset != asset) continue;
        // What the pool liquidates by is its own threshold, which follows the oracle's later.
        const auto from = [&](std::uint16_t pool) { return std::max(now, engine::Bps::of(pool)); };
        const auto mode = market.modes.find(each.emode);
        if (each.emode != 0)
            return adapters::judge_cut(books::positions_in_mode(*book, each.emode),
                                       mode == market.modes.end() ? now : from(mode->second.lt),
                                       after, limit);
        if (const books::ReserveState* reserve = market.find(each.collateral); reserve != nullptr)
            return adapters::judge_cut(books::positions_against(*book, reserve->id),
                                       from(reserve->config.lt), after, limit);
    }
    return std::nullopt;
}

}  // namespace ballast::keeper
