// SPDX-License-Identifier: MIT
#include "apps/report/findings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace ballast::apps {
namespace {

using engine::Bps;

const engine::ChannelReading* reading(const EpochOutcome& epoch, const std::string& name) {
    const auto& channels = epoch.report.regime.channels;
    const auto found =
        std::find_if(channels.begin(), channels.end(),
                     [&](const engine::ChannelReading& channel) { return channel.name == name; });
    return found == channels.end() ? nullptr : &*found;
}

bool is_on(const EpochOutcome& epoch, const std::string& name) {
    const auto* channel = reading(epoch, name);
    return channel != nullptr && channel->score >= kFires;
}

Lead find_lead(const Run& run, const std::string& name, UnixSeconds fall) {
    Lead lead{.fall = fall};
    const std::size_t before = epochs_before(run, fall);
    for (std::size_t i = 0; i < before; ++i) {
        const UnixSeconds at = run.epochs[i].report.at;
        if (!is_on(run.epochs[i], name)) {
            lead.on_since.reset();
            continue;
        }
        lead.last_on = at;
        if (!lead.first_on) lead.first_on = at;
        if (!lead.on_since) lead.on_since = at;
    }
    return lead;
}

void see_rank(ChannelFinding& finding, const engine::ChannelReading& channel, UnixSeconds at) {
    const engine::Wad rank = std::max(channel.rank_one, channel.rank_five);
    if (rank <= finding.highest_rank) return;
    finding.highest_rank = rank;
    finding.highest_rank_at = at;
    finding.highest_is_five_day = channel.rank_five > channel.rank_one;
}

ChannelFinding find_channel(const Run& run, const std::string& name) {
    ChannelFinding finding{.name = name};
    for (const EpochOutcome& epoch : run.epochs) {
        const auto* channel = reading(epoch, name);
        if (channel == nullptr) continue;
        if (channel->status != engine::IndicatorStatus::missing) finding.ever_read = true;
        see_rank(finding, *channel, epoch.report.at);
        if (channel->score < kFires) continue;
        ++finding.epochs_on;
        if (!finding.first_on) finding.first_on = epoch.report.at;
    }
    finding.on_from_start = finding.first_on && *finding.first_on == run.epochs[0].report.at;
    for (const auto& fall : run.scenario.falls)
        finding.leads.push_back(find_lead(run, name, fall.at));
    return finding;
}

Path find_path(const Run& run, std::size_t market, Bps PublishedPoint::*value) {
    const auto at = [&](const EpochOutcome& epoch) { return epoch.published.at(market).*value; };
    Path path{.first = at(run.epochs.front()),
              .lowest = at(run.epochs.front()),
              .last = at(run.epochs.back()),
              .lowest_at = run.epochs.front().report.at};
    for (const EpochOutcome& epoch : run.epochs)
        if (at(epoch) < path.lowest) path.lowest = at(epoch), path.lowest_at = epoch.report.at;
    return path;
}

/// 1 - trough / peak in bps, to the nearest. Prices stay under 1e16, so the product under 2^127.
Bps depth_of(engine::Price peak, engine::Price trough) {
    if (peak.count() <= 0) return {};
    const Int128 lost = Int128{peak.count()} - trough.count();
    return Bps::of((lost * engine::kBpsOne * 2 + peak.count()) / (Int128{2} * peak.count()));
}

Drawdown find_drawdown(const Run& run, std::size_t market) {
    Drawdown deepest;
    engine::Price peak;
    UnixSeconds peak_at;
    for (const EpochOutcome& epoch : run.epochs) {
        const engine::Price price = epoch.snapshot.markets.at(market).price;
        if (price.count() <= 0) continue;
        if (price > peak) peak = price, peak_at = epoch.report.at;
        const Bps depth = depth_of(peak, price);
        if (depth > deepest.depth || deepest.peak.count() == 0)
            deepest = {peak, price, peak_at, epoch.report.at, depth};
    }
    return deepest;
}

/// Which part of the target fell most since `before`. Ties go to the first of the enumeration.
Cause cause_of(const engine::Attribution& before, const engine::Attribution& after) {
    struct Part {
        Cause cause = Cause::other;
        Bps fall;
    };
    const std::array<Part, 4> parts = {
        Part{Cause::volatility, before.volatility - after.volatility},
        Part{Cause::macro, before.macro - after.macro},
        Part{Cause::liquidation_threshold, before.start - after.start},
        Part{Cause::other, before.bounds - after.bounds + before.buffer - after.buffer}};
    const auto largest = std::max_element(
        parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.fall < b.fall; });
    return largest->fall.count() > 0 ? largest->cause : Cause::other;
}

/// Compares each cut with the epoch of the move before it, so that a slow drift which the play
/// band held back is counted with the cut that it led to.
std::vector<LtvCut> find_cuts(const Run& run, std::size_t market) {
    std::vector<LtvCut> cuts;
    std::size_t moved = 0;
    const auto& first = run.epochs.front();
    const Bps start = first.report.markets.at(market).expected_ltv;
    if (const Bps ltv = first.published.at(market).ltv; ltv < start)
        cuts.push_back({first.report.at, start, ltv, Cause::first_decision});
    for (std::size_t i = 1; i < run.epochs.size(); ++i) {
        const Bps from = run.epochs[i - 1].published.at(market).ltv;
        const Bps to = run.epochs[i].published.at(market).ltv;
        if (from == to) continue;
        const auto& before = run.epochs[moved].report.markets.at(market).ltv_target.attribution;
        const auto& after = run.epochs[i].report.markets.at(market).ltv_target.attribution;
        if (to < from) cuts.push_back({run.epochs[i].report.at, from, to, cause_of(before, after)});
        moved = i;
    }
    return cuts;
}

Difference find_difference(const Run& run, const ShadowRun& shadow, std::size_t market,
                           Bps PublishedPoint::*value) {
    Difference difference;
    const std::size_t epochs = std::min(run.epochs.size(), shadow.published.size());
    const UnixSeconds lowest_at = find_path(run, market, value).lowest_at;
    const auto at = [&](std::size_t i) {
        return shadow.published[i].at(market).*value - run.epochs[i].published.at(market).*value;
    };
    for (std::size_t i = 0; i < epochs; ++i) {
        const Bps here = at(i);
        if (here.count() != 0) ++difference.epochs;
        if (run.epochs[i].report.at == lowest_at) difference.at_lowest = here;
        if (std::abs(here.count()) <= std::abs(difference.largest.count())) continue;
        difference.largest = here;
        difference.largest_at = run.epochs[i].report.at;
    }
    for (const auto& fall : run.scenario.falls) {
        const std::size_t before = std::min(epochs, epochs_before(run, fall.at));
        difference.at_fall.push_back(before == 0 ? Bps{} : at(before - 1));
    }
    return difference;
}

}  // namespace

std::vector<ChannelFinding> find_channels(const Run& run) {
    std::vector<ChannelFinding> findings;
    for (const auto& channel : run.policy.regime.channels)
        findings.push_back(find_channel(run, channel.name));
    return findings;
}

std::vector<MarketFinding> find_markets(const Run& run) {
    std::vector<MarketFinding> findings;
    if (run.epochs.empty()) return findings;
    for (std::size_t i = 0; i < run.policy.assets.size(); ++i) {
        const auto& first = run.epochs.front().report.markets.at(i);
        findings.push_back({.asset = run.policy.assets[i].asset,
                            .ltv_start = first.expected_ltv,
                            .lt_start = first.expected_lt,
                            .ltv = find_path(run, i, &PublishedPoint::ltv),
                            .lt = find_path(run, i, &PublishedPoint::lt_now),
                            .drawdown = find_drawdown(run, i),
                            .ltv_cuts = find_cuts(run, i)});
    }
    return findings;
}

std::vector<ShadowFinding> find_shadows(const Run& run) {
    std::vector<ShadowFinding> findings;
    if (run.epochs.empty()) return findings;
    for (const ShadowRun& shadow : run.shadows)
        for (std::size_t i = 0; i < run.policy.assets.size(); ++i)
            findings.push_back({.policy = shadow.policy,
                                .asset = run.policy.assets[i].asset,
                                .ltv = find_difference(run, shadow, i, &PublishedPoint::ltv),
                                .lt = find_difference(run, shadow, i, &PublishedPoint::lt_now)});
    return findings;
}

std::size_t epochs_before(const Run& run, UnixSeconds at) {
    const auto first = std::find_if(run.epochs.begin(), run.epochs.end(),
                                    [&](const EpochOutcome& e) { return e.report.at >= at; });
    return static_cast<std::size_t>(first - run.epochs.begin());
}

}  // namespace ballast::apps
