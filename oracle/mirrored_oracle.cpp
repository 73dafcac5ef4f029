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
    return {at, report.observed_at, oracle.switches};
}

void drop_pending(MarketRecord& held) {
    held.market.pending.reset();
    held.queued = {};
}

void spend_cap_rise(MarketRecord& held, std::uint64_t to, UnixSeconds at) {
    SupplyCap& cap = held.supply_cap;
    const Bps budget = held.own_limits.supply_cap_rise_day;
    const Bps level = budget - engine::room(cap.rise_day_used, cap.raised_at, budget, kDay, at);
    cap.rise_day_used = level + Bps::of(cap_cost(cap.tokens, to));
    cap.raised_at = at;
}

void move(MarketRecord& held, const Wish& wish, UnixSeconds at) {
    move_targets(held.market, {wish.ltv, wish.lt, wish.ramp}, at, wish.ramp_clock);
    held.market.bonus = wish.bonus;
    if (wish.supply_cap > held.supply_cap.tokens) spend_cap_rise(held, wish.supply_cap, at);
    held.supply_cap.tokens = wish.supply_cap;
}

/// A heartbeat leaves a pending loosening alone; a tightening drops it.
void apply_entry(MarketRecord& held, const ParamUpdate& entry, const Moment& moment) {
    const Wish wish = wish_of(entry, held, moment);
    held.market.as_of = moment.observed_at;
    held.regime = entry.regime;
    if (is_heartbeat(wish, held)) return;
    drop_pending(held);
    move(held, wish, moment.at);
}

void queue_entry(MarketRecord& held, const ParamUpdate& entry, const Moment& moment,
                 std::uint64_t seq) {
    const Wish wish = wish_of(entry, held, moment);
    const engine::OracleLimits& limits = held.market.limits;
    const Seconds window = wish.lt > held.market.lt ? limits.lt_veto : limits.ltv_veto;
    held.market.pending = engine::Pending{wish.ltv, wish.lt, moment.at + window};
    held.queued = {.bonus = wish.bonus,
                   .supply_cap = wish.supply_cap,
                   .config_count = moment.switches.config_count,
                   .seq = seq};
    held.market.as_of = moment.observed_at;
    held.regime = entry.regime;
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
            queue_entry(oracle.markets.at(entry.market_id), entry, moment, report.seq);
    }
    return verdicts;
}

Verdict execute_pending(OracleRecord& oracle, const Hash32& market_id, UnixSeconds at) {
    const Verdict verdict = judge_pending(find(oracle, market_id), oracle.switches, at);
    if (verdict != Verdict::applied) return verdict;
    MarketRecord& held = oracle.markets.at(market_id);
    const Wish wish = pending_wish(held, oracle.switches, at);
    drop_pending(held);
    move(held, wish, at);
    return verdict;
}

void freeze(OracleRecord& oracle, UnixSeconds at) {
    if (oracle.switches.frozen) return;
    oracle.switches.frozen = true;
    oracle.switches.frozen_at = at;
}

void unfreeze(OracleRecord& oracle, UnixSeconds at) {
    oracle.switches.held = held_seconds(oracle.switches, at);
    oracle.switches.frozen = false;
}

bool veto(OracleRecord& oracle, const Hash32& market_id) {
    const MarketRecord* held = find(oracle, market_id);
    if (held == nullptr || !held->market.pending) return false;
    drop_pending(oracle.markets.at(market_id));
    return true;
}

}  // namespace ballast::oracle
