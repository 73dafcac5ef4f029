// SPDX-License-Identifier: MIT
#include "oracle/mirror.hpp"

#include "base/check.hpp"

namespace ballast::oracle {
namespace {

using engine::Bps;
using engine::Limiter;
using engine::OracleLimits;
using engine::PublishedMarket;

constexpr Seconds kWeek{7 * kDay.count};

/// The budget's level after a move of `amount`: what room() leaves is what is not used.
Bps filled(Bps amount, Bps used, UnixSeconds since, Bps capacity, Seconds window, UnixSeconds at) {
    return capacity - engine::room(used, since, capacity, window, at) + amount;
}

void move_ltv(PublishedMarket& market, Bps ltv, UnixSeconds at) {
    Limiter& done = market.limiter;
    const OracleLimits& limits = market.limits;
    if (ltv < market.ltv) done.ltv_cut_at = at;
    if (ltv > market.ltv) {
        const Bps rise = ltv - market.ltv;
        done.ltv_rise_day_used =
            filled(rise, done.ltv_rise_day_used, done.ltv_raised_at, limits.ltv_rise_day, kDay, at);
        done.ltv_rise_week_used = filled(rise, done.ltv_rise_week_used, done.ltv_raised_at,
                                         limits.ltv_rise_week, kWeek, at);
        done.ltv_raised_at = at;
    }
    market.ltv = ltv;
}

void cut_lt(PublishedMarket& market, const Targets& to, UnixSeconds at, UnixSeconds ramp_clock) {
    Limiter& done = market.limiter;
    done.lt_cut_week_used = filled(market.lt - to.lt, done.lt_cut_week_used, done.lt_cut_at,
                                   market.limits.lt_cut_week, kWeek, at);
    done.lt_cut_at = at;
    market.lt_start = engine::lt_now(market, ramp_clock);
    market.ramp_start = ramp_clock;
    market.ramp = to.ramp;
    market.lt = to.lt;
}

/// A ramp still above the new target keeps its end; otherwise the rise is in force at once.
void raise_lt(PublishedMarket& market, Bps lt, UnixSeconds at, UnixSeconds ramp_clock) {
    Limiter& done = market.limiter;
    const OracleLimits& limits = market.limits;
    const Bps rise = lt - market.lt;
    done.lt_rise_day_used =
        filled(rise, done.lt_rise_day_used, done.lt_raised_at, limits.lt_rise_day, kDay, at);
    done.lt_rise_week_used =
        filled(rise, done.lt_rise_week_used, done.lt_raised_at, limits.lt_rise_week, kWeek, at);
    done.lt_raised_at = at;
    const Bps now = engine::lt_now(market, ramp_clock);
    const bool ramping = now > lt;
    market.ramp = ramping ? market.ramp_start + market.ramp - ramp_clock : Seconds{0};
    market.lt_start = ramping ? now : lt;
    market.ramp_start = ramp_clock;
    market.lt = lt;
}

}  // namespace

void move_targets(PublishedMarket& market, const Targets& to, UnixSeconds at,
                  UnixSeconds ramp_clock) {
    move_ltv(market, to.ltv, at);
    if (to.lt < market.lt)
        cut_lt(market, to, at, ramp_clock);
    else if (to.lt > market.lt)
        raise_lt(market, to.lt, at, ramp_clock);
}

PublishedMarket apply(const PublishedMarket& market, const engine::MarketDecision& decision,
                      UnixSeconds observed_at, UnixSeconds at) {
    PublishedMarket after = market;
    switch (decision.action) {
        case engine::Action::none:
            return after;
        case engine::Action::heartbeat:
            break;
        case engine::Action::tighten:
            after.pending.reset();
            move_targets(after, {decision.ltv, decision.lt, decision.ramp}, at, at);
            break;
        case engine::Action::loosen: {
            const bool lt_rises = decision.lt > market.lt;
            const Seconds window = lt_rises ? market.limits.lt_veto : market.limits.ltv_veto;
            after.pending = engine::Pending{decision.ltv, decision.lt, at + window};
            break;
        }
    }
    after.as_of = observed_at;
    return after;
}

PublishedMarket execute_pending(const PublishedMarket& market, UnixSeconds at) {
    BALLAST_CHECK(market.pending.has_value() && at >= market.pending->executable_at);
    PublishedMarket after = market;
    const engine::Pending pending = *after.pending;
    after.pending.reset();
    move_targets(after, {pending.ltv, pending.lt, {}}, at, at);
    return after;
}

}  // namespace ballast::oracle
