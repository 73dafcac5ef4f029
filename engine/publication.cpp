// SPDX-License-Identifier: MIT
#include "engine/publication.hpp"

#include <algorithm>

#include "engine/fixed_point.hpp"
#include "engine/liquidity.hpp"
#include "engine/parameters.hpp"

namespace ballast::engine {
namespace {

constexpr Seconds kWeek{7 * kDay.count};
constexpr Bps kNone = Bps::of(0);
/// The contract executes a loosening no later than this after its veto window (PENDING_LIFETIME).
constexpr Seconds kPendingLifetime = kWeek;

bool waits(UnixSeconds last, Seconds delay, UnixSeconds at) {
    return last.count > 0 && at < last + delay;
}

/// The oracle's side of one parameter's rise.
struct RiseRule {
    UnixSeconds quiet_since;
    UnixSeconds raised_at;
    UnixSeconds cut_at;
    Bps day_used;
    Bps week_used;
    Bps step;
    Bps day;
    Bps week;
    Seconds delay;
    Seconds after_cut;
    Bps most;
};

/// The largest rise that quiet time, delays, step and budgets admit, towards `desired`.
Move raise(const PublicationInput& input, Bps published, Bps desired, const RiseRule& rule) {
    const auto hold = [&](Reason reason) { return Move{published, {reason}}; };
    if (!input.doubts.empty()) return Move{published, input.doubts};
    if (!is_quiet(rule.quiet_since, input.policy.quiet, input.at)) return hold(Reason::not_quiet);
    if (awaits_execution(input.published.pending, input.at)) return hold(Reason::pending_veto);
    if (waits(rule.raised_at, std::max(rule.delay, kDay), input.at) ||
        waits(rule.cut_at, rule.after_cut, input.at))
        return hold(Reason::rise_delay);

    const Bps left = std::min({rule.step, input.policy.rise_a_day,
                               room(rule.day_used, rule.raised_at, rule.day, kDay, input.at),
                               room(rule.week_used, rule.raised_at, rule.week, kWeek, input.at)});
    const Bps wanted = std::min(desired, rule.most) - published;
    const Bps rise = std::min(wanted, left);
    if (rise < input.policy.deadband)
        return hold(wanted < input.policy.deadband ? Reason::deadband : Reason::rise_budget);
    Move move{published + rise, {}};
    if (rise < wanted) move.holds.push_back(Reason::rise_budget);
    return move;
}

/// The largest cut of at most `most` whose induced liquidation stays within `budget`. The induced
/// debt grows with the cut, so halving finds it.
Bps largest_cut_within(const PublicationInput& input, Bps most, Usd budget) {
    const Bps now = lt_now(input.published, input.at);
    std::int32_t admissible = 0;
    std::int32_t too_far = most.count() + 1;
    while (too_far - admissible > 1) {
        const std::int32_t cut = admissible + (too_far - admissible) / 2;
        const Bps after = input.published.lt - Bps::of(cut);
        const bool fits = induced_liquidation(input.market.book, now, after, kNone) <= budget;
        (fits ? admissible : too_far) = cut;
    }
    return Bps::of(admissible);
}

/// Announcements move prices before and after they are made.
bool event_window(const RegimePolicy& policy, const Snapshot& snapshot) {
    const UnixSeconds at = snapshot.at;
    return std::any_of(snapshot.events.begin(), snapshot.events.end(), [&](UnixSeconds event) {
        return event - policy.event_before <= at && at <= event + policy.event_after;
    });
}

/// Without any one of them some figure of a sale is not known, and so too good.
bool has_liquidity_figures(const MarketObservation& market) {
    return market.depth_low.back().count() > 0 && market.depth.back().count() > 0 &&
           market.daily_volume.count() > 0;
}

bool any_channel(const Regime& regime, IndicatorStatus status) {
    return std::any_of(regime.channels.begin(), regime.channels.end(),
                       [status](const ChannelReading& k) { return k.status == status; });
}

}  // namespace

bool awaits_execution(const std::optional<Pending>& pending, UnixSeconds at) {
    return pending && at <= pending->executable_at + kPendingLifetime;
}

Bps play_band(Bps published, Bps target, Wad play) {
    const Bps one = Bps::of(kBpsOne);
    const Bps least = one - target;
    const Bps most = Bps::of(mul_div_up(least.count(), play.count(), kWadOne));
    return one - std::clamp(one - published, least, std::max(least, most));
}

bool is_fresh(const SeenPrice& price, const PublishedMarket& published, UnixSeconds at) {
    return price.status == PriceStatus::confirmed &&
           at - price.observed_at <= published.limits.max_age;
}

bool is_quiet(UnixSeconds since, Seconds needed, UnixSeconds at) {
    return since.count > 0 && at - since >= needed;
}

std::vector<Reason> doubts(const DoubtInput& input) {
    std::vector<Reason> reasons;
    const auto add = [&reasons](bool doubt, Reason reason) {
        if (doubt) reasons.push_back(reason);
    };
    const PriceStatus price = input.price.status;
    add(input.regime.score >= input.policy.regime.quiet_below, Reason::regime_elevated);
    add(event_window(input.policy.regime, input.snapshot), Reason::event_window);
    add(any_channel(input.regime, IndicatorStatus::stale), Reason::indicator_stale);
    add(any_channel(input.regime, IndicatorStatus::missing), Reason::indicator_missing);
    add(std::any_of(input.regime.channels.begin(), input.regime.channels.end(),
                    [](const ChannelReading& k) { return k.implausible; }),
        Reason::indicator_implausible);
    add(price == PriceStatus::below_quorum, Reason::price_below_quorum);
    add(price == PriceStatus::jump_unconfirmed, Reason::price_jump_unconfirmed);
    add(price == PriceStatus::missing, Reason::price_missing);
    add(price == PriceStatus::confirmed &&
            !is_fresh(input.price, input.published, input.snapshot.at),
        Reason::price_stale);
    add(!has_liquidity_figures(input.market), Reason::depth_missing);
    add(input.state.variances.slow.count() == 0, Reason::volatility_missing);
    add(input.alarm == Alarm::red, Reason::cascade_red);
    add(input.current.loosening_paused, Reason::loosening_paused);
    return reasons;
}

Move lower_lt(const PublicationInput& input, Bps desired) {
    const PublishedMarket& published = input.published;
    const Bps wanted = published.lt - std::max(desired, published.limits.lt_min);
    if (wanted < input.policy.deadband) return {published.lt, {Reason::deadband}};
    if (waits(published.limiter.lt_cut_at, published.limits.lt_cut_delay, input.at))
        return {published.lt, {Reason::cut_delay}};

    Move move{published.lt, {}};
    const Bps left = room(published.limiter.lt_cut_week_used, published.limiter.lt_cut_at,
                          published.limits.lt_cut_week, kWeek, input.at);
    const Bps affordable = std::min(wanted, left);
    if (affordable < wanted) move.holds.push_back(Reason::cut_budget);

    const Bps half_bonus = Bps::of(input.asset.bonus.count() / 2);
    const Usd budget = Usd::of(mul_div_down(depth_at(input.market.depth_low, half_bonus).count(),
                                            input.policy.induced_budget.count(), kWadOne));
    const Bps cut = largest_cut_within(input, affordable, budget);
    if (cut < affordable) move.holds.push_back(Reason::induced_budget);
    if (cut >= input.policy.deadband) move.value = published.lt - cut;
    return move;
}

Move raise_ltv(const PublicationInput& input, Bps desired) {
    const Limiter& done = input.published.limiter;
    const OracleLimits& limits = input.published.limits;
    return raise(input, input.published.ltv, desired,
                 {.quiet_since = input.ltv_quiet_since,
                  .raised_at = done.ltv_raised_at,
                  .cut_at = done.ltv_cut_at,
                  .day_used = done.ltv_rise_day_used,
                  .week_used = done.ltv_rise_week_used,
                  .step = limits.ltv_rise_step,
                  .day = limits.ltv_rise_day,
                  .week = limits.ltv_rise_week,
                  .delay = limits.ltv_rise_delay,
                  .after_cut = limits.ltv_rise_after_cut,
                  .most = limits.ltv_max});
}

Move raise_lt(const PublicationInput& input, Bps desired) {
    const Limiter& done = input.published.limiter;
    const OracleLimits& limits = input.published.limits;
    return raise(input, input.published.lt, desired,
                 {.quiet_since = input.lt_quiet_since,
                  .raised_at = done.lt_raised_at,
                  .cut_at = done.lt_cut_at,
                  .day_used = done.lt_rise_day_used,
                  .week_used = done.lt_rise_week_used,
                  .step = limits.lt_rise_step,
                  .day = limits.lt_rise_day,
                  .week = limits.lt_rise_week,
                  .delay = limits.lt_rise_delay,
                  .after_cut = limits.lt_rise_after_cut,
                  .most = std::min(limits.lt_max, bonus_rule_lt(input.published.bonus))});
}

Seconds ramp_for(const PublishedMarket& published, Bps lt, UnixSeconds at) {
    const Int128 move = lt_now(published, at).count() - lt.count();
    const Int128 by_move = div_up(move * published.limits.ramp_per_100_bps.count, 100);
    return {static_cast<std::int64_t>(std::max<Int128>(published.limits.ramp_min.count, by_move))};
}

}  // namespace ballast::engine
