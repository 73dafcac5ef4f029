// SPDX-License-Identifier: MIT
#include "oracle/limits.hpp"

#include "base/check.hpp"

namespace ballast::oracle {
namespace {

using engine::Bps;
using engine::Limiter;
using engine::OracleLimits;

constexpr Seconds kWeek{7 * kDay.count};
/// lt * (10000 + bonus) at which a liquidation at the threshold takes just all the collateral.
constexpr std::int64_t kFull = 100'000'000;

/// A fall is held to the floor and a rise to the ceiling.
template <class Value>
bool is_outside(Value wish, Value stored, Value least, Value most) {
    return (wish < stored && wish < least) || (wish > stored && wish > most);
}

bool takes_all(Bps lt, Bps bonus) {
    return std::int64_t{lt.count()} * (engine::kBpsOne + bonus.count()) > kFull;
}

/// The rules that bind the values to each other.
Verdict check_joint(Bps ltv, Bps lt, Bps bonus, Bps gap_min) {
    if (lt < ltv + gap_min) return Verdict::gap_too_small;
    return takes_all(lt, bonus) ? Verdict::bonus_too_large : Verdict::applied;
}

Verdict check_shape(const Wish& wish, const MarketRecord& held) {
    const OracleLimits& limits = held.market.limits;
    const OwnLimits& own = held.own_limits;
    if (is_outside(wish.ltv, held.market.ltv, limits.ltv_min, limits.ltv_max))
        return Verdict::ltv_out_of_band;
    if (is_outside(wish.lt, held.market.lt, limits.lt_min, limits.lt_max))
        return Verdict::lt_out_of_band;
    const bool bonus_moves = wish.bonus != held.market.bonus;
    if (bonus_moves && (wish.bonus < own.bonus_min || wish.bonus > own.bonus_max))
        return Verdict::lb_out_of_band;
    if (is_outside(wish.supply_cap, held.supply_cap.tokens, own.supply_cap_min, own.supply_cap_max))
        return Verdict::supply_cap_out_of_band;
    // A raised bonus is in force at once, while a ramp may still be above its target.
    if (wish.bonus > held.market.bonus &&
        takes_all(engine::lt_now(held.market, wish.ramp_clock), wish.bonus))
        return Verdict::bonus_too_large;
    return check_joint(wish.ltv, wish.lt, wish.bonus, limits.gap_min);
}

/// LTV down needs nothing more than its band; LT down is held by delay, ramp and budget.
Verdict check_lt_cut(const Wish& wish, const engine::PublishedMarket& market, UnixSeconds at) {
    if (wish.lt == market.lt) return Verdict::applied;
    const Limiter& done = market.limiter;
    const OracleLimits& limits = market.limits;
    if (at < done.lt_cut_at + limits.lt_cut_delay) return Verdict::lt_down_too_soon;
    const Int128 move = (engine::lt_now(market, wish.ramp_clock) - wish.lt).count();
    const Int128 by_move = div_up(move * limits.ramp_per_100_bps.count, 100);
    if (wish.ramp < limits.ramp_min || wish.ramp.count < by_move) return Verdict::ramp_too_short;
    const Bps left =
        engine::room(done.lt_cut_week_used, done.lt_cut_at, limits.lt_cut_week, kWeek, at);
    return market.lt - wish.lt > left ? Verdict::lt_down_budget : Verdict::applied;
}

/// One parameter's rise, what holds it, and the contract's names for the five refusals.
struct Rise {
    Bps amount;
    Bps step;
    UnixSeconds raised_at;
    UnixSeconds cut_at;
    Seconds delay;
    Seconds after_cut;
    Bps day_left;
    Bps week_left;
    Verdict first_refusal;  ///< the other four follow it in the enum
};

static_assert(static_cast<int>(Verdict::ltv_up_week_budget) ==
              static_cast<int>(Verdict::ltv_step_too_large) + 4);
static_assert(static_cast<int>(Verdict::lt_up_week_budget) ==
              static_cast<int>(Verdict::lt_step_too_large) + 4);

Verdict refusal(const Rise& rise, int place) {
    return static_cast<Verdict>(static_cast<int>(rise.first_refusal) + place);
}

Verdict check_rise(const Rise& rise, UnixSeconds at) {
    if (rise.amount.count() == 0) return Verdict::applied;
    if (rise.amount > rise.step) return refusal(rise, 0);
    if (at < rise.raised_at + rise.delay) return refusal(rise, 1);
    if (at < rise.cut_at + rise.after_cut) return refusal(rise, 2);
    if (rise.amount > rise.day_left) return refusal(rise, 3);
    if (rise.amount > rise.week_left) return refusal(rise, 4);
    return Verdict::applied;
}

Rise ltv_rise(const Wish& wish, const engine::PublishedMarket& market, UnixSeconds at) {
    const Limiter& done = market.limiter;
    const OracleLimits& limits = market.limits;
    return {.amount = wish.ltv - market.ltv,
            .step = limits.ltv_rise_step,
            .raised_at = done.ltv_raised_at,
            .cut_at = done.ltv_cut_at,
            .delay = limits.ltv_rise_delay,
            .after_cut = limits.ltv_rise_after_cut,
            .day_left = engine::room(done.ltv_rise_day_used, done.ltv_raised_at,
                                     limits.ltv_rise_day, kDay, at),
            .week_left = engine::room(done.ltv_rise_week_used, done.ltv_raised_at,
                                      limits.ltv_rise_week, kWeek, at),
            .first_refusal = Verdict::ltv_step_too_large};
}

Rise lt_rise(const Wish& wish, const engine::PublishedMarket& market, UnixSeconds at) {
    const Limiter& done = market.limiter;
    const OracleLimits& limits = market.limits;
    return {.amount = wish.lt - market.lt,
            .step = limits.lt_rise_step,
            .raised_at = done.lt_raised_at,
            .cut_at = done.lt_cut_at,
            .delay = limits.lt_rise_delay,
            .after_cut = limits.lt_rise_after_cut,
            .day_left = engine::room(done.lt_rise_day_used, done.lt_raised_at, limits.lt_rise_day,
                                     kDay, at),
            .week_left = engine::room(done.lt_rise_week_used, done.lt_raised_at,
                                      limits.lt_rise_week, kWeek, at),
            .first_refusal = Verdict::lt_step_too_large};
}

bool cap_fits(const Wish& wish, const MarketRecord& held, UnixSeconds at) {
    const SupplyCap& cap = held.supply_cap;
    if (wish.supply_cap == cap.tokens) return true;
    const Bps left = engine::room(cap.rise_day_used, cap.raised_at,
                                  held.own_limits.supply_cap_rise_day, kDay, at);
    return cap_cost(cap.tokens, wish.supply_cap) <= left.count();
}

Verdict check_loosening(const Wish& wish, const MarketRecord& held, UnixSeconds at) {
    const engine::PublishedMarket& market = held.market;
    if (wish.loosening_paused) return Verdict::loosening_paused;
    if (at > wish.data_time + market.limits.max_age) return Verdict::stale_data;
    Verdict verdict = check_rise(ltv_rise(wish, market, at), at);
    if (verdict != Verdict::applied) return verdict;
    verdict = check_rise(lt_rise(wish, market, at), at);
    if (verdict != Verdict::applied) return verdict;
    return cap_fits(wish, held, at) ? Verdict::queued : Verdict::supply_cap_day_budget;
}

}  // namespace

bool are_valid(const OracleLimits& limits, const OwnLimits& own) {
    const bool bands = limits.ltv_min <= limits.ltv_max && limits.lt_min <= limits.lt_max &&
                       own.bonus_min <= own.bonus_max;
    const Bps one = Bps::of(engine::kBpsOne);
    const bool within = limits.lt_max <= one && own.bonus_max <= one && limits.lt_cut_week <= one &&
                        limits.ltv_rise_day <= one && limits.lt_rise_day <= one &&
                        limits.ltv_rise_week <= one && limits.lt_rise_week <= one &&
                        own.supply_cap_rise_day <= one;
    const bool caps = own.supply_cap_min > 0 && own.supply_cap_min <= own.supply_cap_max;
    return bands && within && caps && limits.ramp_min.count > 0 && limits.max_age.count > 0;
}

Verdict check_first_targets(const MarketRecord& record) {
    const engine::PublishedMarket& market = record.market;
    const OracleLimits& limits = market.limits;
    const OwnLimits& own = record.own_limits;
    const std::uint64_t cap = record.supply_cap.tokens;
    if (market.ltv < limits.ltv_min || market.ltv > limits.ltv_max) return Verdict::ltv_out_of_band;
    if (market.lt < limits.lt_min || market.lt > limits.lt_max) return Verdict::lt_out_of_band;
    if (market.bonus < own.bonus_min || market.bonus > own.bonus_max)
        return Verdict::lb_out_of_band;
    const bool managed = cap != kSameSupplyCap;
    if (managed && (cap < own.supply_cap_min || cap > own.supply_cap_max))
        return Verdict::supply_cap_out_of_band;
    return check_joint(market.ltv, market.lt, market.bonus, limits.gap_min);
}

LooseningLimits loosening_part(const MarketRecord& record) {
    const OracleLimits& limits = record.market.limits;
    return {.ltv_max = limits.ltv_max,
            .ltv_rise_step = limits.ltv_rise_step,
            .lt_rise_step = limits.lt_rise_step,
            .ltv_rise_day = limits.ltv_rise_day,
            .ltv_rise_week = limits.ltv_rise_week,
            .lt_rise_day = limits.lt_rise_day,
            .lt_rise_week = limits.lt_rise_week,
            .supply_cap_max = record.own_limits.supply_cap_max,
            .supply_cap_rise_day = record.own_limits.supply_cap_rise_day};
}

bool is_no_looser(const LooseningLimits& wanted, const MarketRecord& record) {
    const LooseningLimits held = loosening_part(record);
    return wanted.ltv_max <= held.ltv_max && wanted.ltv_rise_step <= held.ltv_rise_step &&
           wanted.lt_rise_step <= held.lt_rise_step && wanted.ltv_rise_day <= held.ltv_rise_day &&
           wanted.ltv_rise_week <= held.ltv_rise_week && wanted.lt_rise_day <= held.lt_rise_day &&
           wanted.lt_rise_week <= held.lt_rise_week &&
           wanted.supply_cap_max <= held.supply_cap_max &&
           wanted.supply_cap_rise_day <= held.supply_cap_rise_day;
}

void tighten(MarketRecord& record, const LooseningLimits& wanted) {
    OracleLimits& limits = record.market.limits;
    limits.ltv_max = wanted.ltv_max;
    limits.ltv_rise_step = wanted.ltv_rise_step;
    limits.lt_rise_step = wanted.lt_rise_step;
    limits.ltv_rise_day = wanted.ltv_rise_day;
    limits.ltv_rise_week = wanted.ltv_rise_week;
    limits.lt_rise_day = wanted.lt_rise_day;
    limits.lt_rise_week = wanted.lt_rise_week;
    record.own_limits.supply_cap_max = wanted.supply_cap_max;
    record.own_limits.supply_cap_rise_day = wanted.supply_cap_rise_day;
}

Int128 cap_cost(std::uint64_t from, std::uint64_t to) {
    return div_up((Int128{to} - Int128{from}) * engine::kBpsOne, from);
}

Wish wish_of(const ParamUpdate& entry, const MarketRecord& held, const Moment& moment) {
    const bool same_cap = entry.supply_cap == kSameSupplyCap;
    return {.ltv = Bps::of(entry.ltv),
            .lt = Bps::of(entry.lt),
            .bonus = Bps::of(entry.bonus),
            .supply_cap = same_cap ? held.supply_cap.tokens : entry.supply_cap,
            .ramp = Seconds{entry.ramp_seconds},
            .data_time = moment.observed_at,
            .loosening_paused = moment.switches.loosening_paused,
            .ramp_clock = moment.at - held_seconds(moment.switches, moment.at)};
}

Wish pending_wish(const MarketRecord& held, const Switches& switches, UnixSeconds at) {
    BALLAST_CHECK(held.market.pending.has_value());
    return {.ltv = held.market.pending->ltv,
            .lt = held.market.pending->lt,
            .bonus = held.queued.bonus,
            .supply_cap = held.queued.supply_cap,
            .ramp = Seconds{0},
            .data_time = held.market.as_of,
            .loosening_paused = switches.loosening_paused,
            .ramp_clock = at - held_seconds(switches, at)};
}

Verdict check_move(const Wish& wish, const MarketRecord& held, UnixSeconds at) {
    const engine::PublishedMarket& market = held.market;
    const std::uint64_t cap = held.supply_cap.tokens;
    const bool loosens = wish.ltv > market.ltv || wish.lt > market.lt || wish.supply_cap > cap;
    const bool tightens = wish.ltv < market.ltv || wish.lt < market.lt || wish.supply_cap < cap;
    if (loosens && tightens) return Verdict::mixed_direction;
    const Verdict shape = check_shape(wish, held);
    if (shape != Verdict::applied) return shape;
    return loosens ? check_loosening(wish, held, at) : check_lt_cut(wish, market, at);
}

bool is_heartbeat(const Wish& wish, const MarketRecord& held) {
    return wish.ltv == held.market.ltv && wish.lt == held.market.lt &&
           wish.bonus == held.market.bonus && wish.supply_cap == held.supply_cap.tokens;
}

Verdict judge_entry(const ParamUpdate& entry, const MarketRecord* held, const Moment& moment) {
    if (held == nullptr) return Verdict::unknown_market;
    const bool managed = held->supply_cap.tokens != kSameSupplyCap;
    if (entry.supply_cap != kSameSupplyCap && !managed) return Verdict::supply_cap_unsupported;
    const bool expected = entry.expected_ltv == held->market.ltv.count() &&
                          entry.expected_lt == held->market.lt.count();
    if (!expected) return Verdict::expect_mismatch;
    const Wish wish = wish_of(entry, *held, moment);
    if (is_heartbeat(wish, *held)) return Verdict::applied;
    return check_move(wish, *held, moment.at);
}

Verdict judge_pending(const MarketRecord* held, const Switches& switches, UnixSeconds at) {
    if (held == nullptr) return Verdict::unknown_market;
    const engine::PublishedMarket& market = held->market;
    if (!market.pending) return Verdict::no_pending;
    if (held->queued.config_count != switches.config_count) return Verdict::config_changed;
    if (at < market.pending->executable_at) return Verdict::veto_window_open;
    if (at > market.pending->executable_at + kPendingLifetime) return Verdict::pending_expired;
    const Verdict verdict = check_move(pending_wish(*held, switches, at), *held, at);
    return verdict == Verdict::queued ? Verdict::applied : verdict;
}

}  // namespace ballast::oracle
