// SPDX-License-Identifier: MIT
#include "apps/report/suggestions.hpp"

#include <algorithm>

namespace ballast::apps {
namespace {

using engine::CapDecision;
using engine::MarketDecision;

/// Caps that were never set are 0 with a target of 0 and nothing but depth behind it.
bool is_unset(const CapDecision& caps) {
    return caps.binding == engine::Reason::cap_depth && caps.debt_cap.count() == 0 &&
           caps.debt_cap_target.count() == 0;
}

void see(AmountPath& path, std::int64_t amount, bool first) {
    if (first) path.first = path.lowest = amount;
    path.lowest = std::min(path.lowest, amount);
    path.last = amount;
}

void see(CapFinding& finding, const CapDecision& caps, UnixSeconds at, bool first) {
    if (first || caps.debt_cap.count() < finding.debt_cap.lowest) {
        finding.lowest_at = at;
        finding.at_lowest = caps.binding;
    }
    see(finding.debt_cap, caps.debt_cap.count(), first);
    see(finding.position_limit, caps.position_limit.count(), first);
    see(finding.supply_cap, caps.supply_cap_tokens, first);
    finding.at_last = caps.binding;
    finding.holds = caps.holds;
}

std::optional<CapFinding> find_caps(const Run& run, std::size_t market) {
    std::optional<CapFinding> finding;
    if (run.policy.assets[market].cap_depth.count() == 0) return finding;
    for (const EpochOutcome& epoch : run.epochs) {
        const CapDecision& caps = epoch.report.markets.at(market).caps;
        const bool first = !finding;
        if (first && is_unset(caps)) continue;
        if (first) finding.emplace();
        see(*finding, caps, epoch.report.at, first);
    }
    return finding;
}

std::optional<CascadeFinding> find_cascade(const Run& run, std::size_t market) {
    std::optional<CascadeFinding> finding;
    for (const EpochOutcome& epoch : run.epochs) {
        const engine::LiquidityFigures& figures = epoch.report.markets.at(market).liquidity;
        if (!figures.known) continue;
        if (!finding || figures.gain > finding->gain) {
            if (!finding) finding.emplace();
            finding->worst_at = epoch.report.at;
            finding->gain = figures.gain;
            finding->fall_start = figures.fall_start;
            finding->fall = figures.fall;
        }
        ++finding->known;
        if (figures.alarm == engine::Alarm::amber) ++finding->amber;
        if (figures.alarm == engine::Alarm::red) ++finding->red;
        finding->last = figures.alarm;
    }
    return finding;
}

}  // namespace

std::vector<SuggestionFinding> find_suggestions(const Run& run) {
    std::vector<SuggestionFinding> findings;
    if (run.epochs.empty()) return findings;
    for (std::size_t i = 0; i < run.policy.assets.size(); ++i) {
        SuggestionFinding finding{.asset = run.policy.assets[i].asset,
                                  .debt = {},
                                  .caps = find_caps(run, i),
                                  .cascade = find_cascade(run, i)};
        for (const auto& market : run.epochs.back().snapshot.markets)
            if (market.asset == finding.asset) finding.debt = market.book.debt;
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace ballast::apps
