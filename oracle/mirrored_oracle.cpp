// SPDX-License-Identifier: MIT
#include "oracle/mirrored_oracle.hpp"

#include "oracle/mirror.hpp"

namespace ballast::oracle {
namespace {

using engine::Bps;

const MarketRecord* find(const OracleRecord& oracle, const Hash32& id) {
    const auto found = oracle.markets.find(id);
    return found == oracle.markets.end() ? nullptr : &found->second;
}

Moment moment_of(const OracleRecord& oracle, const RiskReport& report, UnixSeconds at) {
    return {at, report.observed_at, oracle.switches.loosening_paused};
}

void drop_pending(MarketRecord& held) {
    held.market.pending.reset();
    held.queued = {};
}

void move(MarketRecord& held, const Wish& wish, UnixSeconds at) {
    move_targets(held.market, wish.ltv, wish.lt, wish.ramp, at);
    held.market.bonus = wish.bonus;
}

/// A heartbeat leaves a pending loosening alone; a tightening drops it.
void apply_entry(MarketRecord& held, const ParamUpdate& entry, const Moment& moment) {
    held.market.as_of = moment.observed_at;
    held.regime = entry.regime;
    if (is_heartbeat(entry, held)) return;
    drop_pending(held);
    move(held, wish_of(entry, moment), moment.at);
}

void queue_entry(MarketRecord& held, const ParamUpdate& entry, const Moment& moment,
                 const OracleRecord& oracle) {
    const engine::OracleLimits& limits = held.market.limits;
    const bool lt_rises = entry.lt > held.market.lt.count();
    held.market.pending =
        engine::Pending{Bps::of(entry.ltv), Bps::of(entry.lt),
                        moment.at + (lt_rises ? limits.lt_veto : limits.ltv_veto)};
    held.queued = {.bonus = Bps::of(entry.bonus),
                   .expected_ltv = Bps::of(entry.expected_ltv),
                   .expected_lt = Bps::of(entry.expected_lt),
                   .regime = entry.regime,
                   .config_count = oracle.switches.config_count,
                   .seq = oracle.head.seq};
    held.market.as_of = moment.observed_at;
}

}  // namespace

std::vector<Verdict> preview(const OracleRecord& oracle, const RiskReport& report, UnixSeconds at) {
    const Moment moment = moment_of(oracle, report, at);
    std::vector<Verdict> verdicts;
    for (const ParamUpdate& entry : report.updates)
        verdicts.push_back(judge_entry(entry, find(oracle, entry.market_id), moment));
    return verdicts;
}

std::vector<Verdict> submit(OracleRecord& oracle, const RiskReport& report, const Hash32& digest,
                            UnixSeconds at) {
    // Entries name different markets, so none changes the verdict on another.
    std::vector<Verdict> verdicts = preview(oracle, report, at);
    const Moment moment = moment_of(oracle, report, at);
    oracle.head.seq = report.seq;
    oracle.head.observed_at = report.observed_at;
    oracle.head.last_report = digest;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const ParamUpdate& entry = report.updates[i];
        if (verdicts[i] == Verdict::applied)
            apply_entry(oracle.markets.at(entry.market_id), entry, moment);
        else if (verdicts[i] == Verdict::queued)
            queue_entry(oracle.markets.at(entry.market_id), entry, moment, oracle);
    }
    return verdicts;
}

Verdict execute_pending(OracleRecord& oracle, const Hash32& market_id, UnixSeconds at) {
    const Verdict verdict = judge_pending(find(oracle, market_id), oracle.switches, at);
    if (verdict != Verdict::applied) return verdict;
    MarketRecord& held = oracle.markets.at(market_id);
    const Wish wish = pending_wish(held, oracle.switches);
    held.regime = held.queued.regime;
    drop_pending(held);
    move(held, wish, at);
    return verdict;
}

bool veto(OracleRecord& oracle, const Hash32& market_id) {
    const MarketRecord* held = find(oracle, market_id);
    if (held == nullptr || !held->market.pending) return false;
    drop_pending(oracle.markets.at(market_id));
    return true;
}

}  // namespace ballast::oracle
