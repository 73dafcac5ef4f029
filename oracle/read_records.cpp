// SPDX-License-Identifier: MIT
#include "oracle/read_records.hpp"

#include "oracle/abi_reader.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;
using engine::Bps;

constexpr std::uint8_t kWithPending = 2;

Bps bps(AbiReader& list) {
    return Bps::of(list.integer<std::uint16_t>());
}

void read_history(const AbiValue& value, MarketRecord& record) {
    AbiReader list(value);
    engine::Limiter& limiter = record.market.limiter;
    limiter.ltv_raised_at = list.time();
    limiter.ltv_cut_at = list.time();
    limiter.lt_raised_at = list.time();
    limiter.lt_cut_at = list.time();
    limiter.ltv_rise_day_used = bps(list);
    limiter.ltv_rise_week_used = bps(list);
    limiter.lt_rise_day_used = bps(list);
    limiter.lt_rise_week_used = bps(list);
    limiter.lt_cut_week_used = bps(list);
    record.supply_cap.raised_at = list.time();
    record.supply_cap.rise_day_used = bps(list);
}

void read_pending(const AbiValue& value, MarketRecord& record) {
    AbiReader list(value);
    engine::Pending pending;
    pending.ltv = bps(list);
    pending.lt = bps(list);
    record.queued.bonus = bps(list);
    record.queued.supply_cap = list.integer<std::uint64_t>();
    record.queued.config_count = list.integer<std::uint32_t>();
    pending.executable_at = list.time();
    record.queued.seq = list.integer<std::uint64_t>();
    record.market.pending = pending;
}

void read_state(const AbiValue& state, MarketRecord& record) {
    AbiReader parts(state);
    AbiReader stored(parts.value());
    engine::PublishedMarket& market = record.market;
    market.ltv = bps(stored);
    market.lt = bps(stored);
    market.lt_start = bps(stored);
    market.bonus = bps(stored);
    market.ramp_start = stored.time();
    market.ramp = stored.span();
    market.as_of = stored.time();
    record.regime = stored.integer<std::uint8_t>();
    const auto listing = stored.integer<std::uint8_t>();
    record.supply_cap.tokens = stored.integer<std::uint64_t>();
    read_history(parts.value(), record);
    if (listing == kWithPending) read_pending(parts.value(), record);
}

void read_spans(AbiReader& list, engine::OracleLimits& limits) {
    limits.max_age = list.span();
    limits.ltv_rise_delay = list.span();
    limits.lt_rise_delay = list.span();
    limits.lt_cut_delay = list.span();
    limits.ltv_rise_after_cut = list.span();
    limits.lt_rise_after_cut = list.span();
    limits.ramp_min = list.span();
    limits.ramp_per_100_bps = list.span();
    limits.ltv_veto = list.span();
    limits.lt_veto = list.span();
}

void read_limits(const AbiValue& value, MarketRecord& record) {
    AbiReader list(value);
    engine::OracleLimits& limits = record.market.limits;
    OwnLimits& own = record.own_limits;
    for (Bps* each : {&limits.ltv_min, &limits.ltv_max, &limits.lt_min, &limits.lt_max,
                      &own.bonus_min, &own.bonus_max, &limits.gap_min, &limits.ltv_rise_step,
                      &limits.lt_rise_step, &limits.ltv_rise_day, &limits.ltv_rise_week,
                      &limits.lt_rise_day, &limits.lt_rise_week, &limits.lt_cut_week})
        *each = bps(list);
    read_spans(list, limits);
    own.baseline_ltv = bps(list);
    own.stale_decay_per_hour = bps(list);
    own.shadow = list.boolean();
    own.supply_cap_min = list.integer<std::uint64_t>();
    own.supply_cap_max = list.integer<std::uint64_t>();
    own.supply_cap_rise_day = bps(list);
}

}  // namespace

MarketRecord read_market_record(const AbiValue& state, const AbiValue& limits) {
    MarketRecord record;
    read_state(state, record);
    read_limits(limits, record);
    return record;
}

Head read_head(const AbiValue& head) {
    AbiReader list(head);
    Head read;
    read.seq = list.integer<std::uint64_t>();
    read.last_report = list.hash();
    read.observed_at = list.time();
    read.config_digest = list.hash();
    return read;
}

Switches read_switches(const AbiValue& status) {
    AbiReader list(status);
    Switches read;
    read.threshold = list.integer<std::uint8_t>();
    read.signers = list.integer<std::uint8_t>();
    read.loosening_paused = list.boolean();
    read.frozen = list.boolean();
    read.config_count = list.integer<std::uint32_t>();
    read.held = list.span();
    return read;
}

}  // namespace ballast::oracle
