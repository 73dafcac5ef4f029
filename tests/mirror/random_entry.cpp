// SPDX-License-Identifier: MIT
#include "tests/mirror/random_entry.hpp"

#include <algorithm>
#include <vector>

#include "engine/publication.hpp"

namespace ballast::oracle::test {
namespace {

using engine::Bps;
using engine::PublishedMarket;
using engine::test::Random;

constexpr Seconds kWeek{7 * kDay.count};

std::uint16_t fitted(std::int64_t value) {
    return static_cast<std::uint16_t>(std::clamp<std::int64_t>(value, 0, UINT16_MAX));
}

/// On the bound, one below, one above.
std::int64_t near(Random& random, std::int64_t bound) {
    return bound + random.pick({-1, 0, 0, 0, 1, 1});
}

/// Of all bounds of a rise, one; or something small.
std::int64_t rise_of_ltv(Random& random, const PublishedMarket& m, UnixSeconds at) {
    const engine::OracleLimits& l = m.limits;
    const engine::Limiter& h = m.limiter;
    const Bps day = engine::room(h.ltv_rise_day_used, h.ltv_raised_at, l.ltv_rise_day, kDay, at);
    const Bps week =
        engine::room(h.ltv_rise_week_used, h.ltv_raised_at, l.ltv_rise_week, kWeek, at);
    const std::int64_t bound =
        random.pick({l.ltv_rise_step.count(), day.count(), week.count(), day.count(), week.count(),
                     (l.ltv_max - m.ltv).count(), (m.lt - m.ltv - l.gap_min).count()});
    return random.chance(25) ? random.within(1, 60) : near(random, bound);
}

std::int64_t rise_of_lt(Random& random, const PublishedMarket& m, UnixSeconds at) {
    const engine::OracleLimits& l = m.limits;
    const engine::Limiter& h = m.limiter;
    const Bps day = engine::room(h.lt_rise_day_used, h.lt_raised_at, l.lt_rise_day, kDay, at);
    const Bps week = engine::room(h.lt_rise_week_used, h.lt_raised_at, l.lt_rise_week, kWeek, at);
    const std::int64_t bound =
        random.pick({l.lt_rise_step.count(), day.count(), week.count(), day.count(), week.count(),
                     (l.lt_max - m.lt).count(), (engine::lt_now(m, at) - m.lt).count()});
    return random.chance(25) ? random.within(1, 60) : near(random, bound);
}

std::int64_t cut_of_lt(Random& random, const PublishedMarket& m, UnixSeconds at) {
    const engine::OracleLimits& l = m.limits;
    const Bps week =
        engine::room(m.limiter.lt_cut_week_used, m.limiter.lt_cut_at, l.lt_cut_week, kWeek, at);
    const std::int64_t bound = random.pick({week.count(), week.count(), (m.lt - l.lt_min).count()});
    return random.chance(50) ? random.within(1, 80) : near(random, bound);
}

std::int64_t cut_of_ltv(Random& random, const PublishedMarket& m) {
    return random.chance(92) ? random.within(1, 60)
                             : near(random, (m.ltv - m.limits.ltv_min).count());
}

void cut_lt(Random& random, ParamUpdate& entry, const PublishedMarket& m, const Clocks& now) {
    entry.lt = fitted(m.lt.count() - cut_of_lt(random, m, now.at));
    const Seconds least = entry.lt < m.lt.count() ? engine::ramp_for(m, Bps::of(entry.lt), now.ramp)
                                                  : Seconds{m.limits.ramp_min};
    const std::int64_t longer = random.pick({-1, 0, 0, 0, 0, 1, 90'000, 700'000});
    entry.ramp_seconds =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(least.count + longer, 0, UINT32_MAX));
}

/// LTV to the edge of the gap.
void keep_gap(Random& random, ParamUpdate& entry, const PublishedMarket& m) {
    const std::int64_t edge = std::int64_t{entry.lt} - m.limits.gap_min.count();
    if (edge < entry.ltv) entry.ltv = fitted(near(random, edge));
}

/// The bonus at which a liquidation at that threshold takes all the collateral.
std::int64_t full_bonus(Bps lt) {
    return 100'000'000 / std::max<std::int64_t>(1, lt.count()) - 10'000;
}

/// The bonus to an edge of its band, or to where the rule of the full collateral binds: at the
/// target, or at the threshold in force.
void move_bonus(Random& random, ParamUpdate& entry, const MarketRecord& held, UnixSeconds ramp) {
    const std::int64_t target = full_bonus(held.market.lt);
    const std::int64_t in_force = full_bonus(engine::lt_now(held.market, ramp));
    entry.bonus = fitted(
        random.chance(40)
            ? held.market.bonus.count() + random.within(-40, 40)
            : near(random, random.pick({held.own_limits.bonus_min.count(),
                                        held.own_limits.bonus_max.count(), target, in_force})));
}

std::uint64_t near_cap(Random& random, std::uint64_t bound) {
    const std::int64_t by = random.pick({-1, 0, 0, 0, 1, 1});
    return by < 0                    ? (bound == 0 ? 0 : bound - 1)
           : bound == kSameSupplyCap ? bound
                                     : bound + static_cast<std::uint64_t>(by);
}

/// The largest rise that the day's budget admits: floor(cap * left / 10000) tokens cost no more.
std::uint64_t affordable_cap(const MarketRecord& held, UnixSeconds at) {
    const SupplyCap& cap = held.supply_cap;
    const Bps left = engine::room(cap.rise_day_used, cap.raised_at,
                                  held.own_limits.supply_cap_rise_day, kDay, at);
    const Int128 to = Int128{cap.tokens} + mul_div_down(cap.tokens, left.count(), 10'000);
    return static_cast<std::uint64_t>(std::min<Int128>(to, kSameSupplyCap));
}

/// The cap to an edge: of its band, of its budget, of nothing; or somewhere.
void move_cap(Random& random, ParamUpdate& entry, const MarketRecord& held, UnixSeconds at) {
    const std::uint64_t cap = held.supply_cap.tokens;
    switch (random.within(0, 5)) {
        case 0:
            entry.supply_cap = near_cap(random, held.own_limits.supply_cap_min);
            return;
        case 1:
            entry.supply_cap = near_cap(random, held.own_limits.supply_cap_max);
            return;
        case 2:
            entry.supply_cap = near_cap(random, cap);
            return;
        case 3:
            entry.supply_cap = cap - cap / static_cast<std::uint64_t>(random.within(2, 50));
            return;
        default:
            entry.supply_cap = near_cap(random, affordable_cap(held, at));
    }
}

void make_wild(Random& random, ParamUpdate& entry) {
    const auto any = [&] {
        return fitted(random.chance(80) ? random.within(0, 10'000) : random.within(0, UINT16_MAX));
    };
    entry.ltv = any();
    entry.lt = any();
    if (random.chance(30)) entry.bonus = any();
    entry.ramp_seconds = static_cast<std::uint32_t>(random.scaled(UINT32_MAX));
}

void aim(Random& random, ParamUpdate& entry, const MarketRecord& held, const Clocks& now) {
    const UnixSeconds at = now.at;
    const PublishedMarket& m = held.market;
    const auto raise_ltv = [&] { entry.ltv = fitted(m.ltv.count() + rise_of_ltv(random, m, at)); };
    const auto raise_lt = [&] { entry.lt = fitted(m.lt.count() + rise_of_lt(random, m, at)); };
    switch (random.within(0, 21)) {
        case 0:
        case 1:
            return;  // a heartbeat
        case 2:
        case 3:
            entry.ltv = fitted(m.ltv.count() - cut_of_ltv(random, m));
            return;
        case 4:
        case 5:
        case 6:
            cut_lt(random, entry, m, now);
            return keep_gap(random, entry, m);
        case 7:
        case 8:
        case 9:
        case 10:
            return raise_ltv();
        case 11:
        case 12:
        case 13:
        case 14:
            return raise_lt();
        case 15:
        case 16:
            raise_lt();
            return raise_ltv();
        case 17:
            raise_lt();
            entry.ltv = fitted(m.ltv.count() - cut_of_ltv(random, m));
            return;
        case 18:
            return move_bonus(random, entry, held, now.ramp);
        case 19:
        case 20:
            return move_cap(random, entry, held, at);
        default:
            return make_wild(random, entry);
    }
}

ParamUpdate unchanged(Random& random, const Hash32& id, const MarketRecord& held) {
    const PublishedMarket& m = held.market;
    return {.market_id = id,
            .ltv = fitted(m.ltv.count()),
            .lt = fitted(m.lt.count()),
            .bonus = fitted(m.bonus.count()),
            .supply_cap = kSameSupplyCap,
            .expected_ltv = fitted(m.ltv.count()),
            .expected_lt = fitted(m.lt.count()),
            .ramp_seconds = static_cast<std::uint32_t>(random.scaled(1'000'000)),
            .induced_usd = static_cast<std::uint64_t>(random.scaled(INT64_MAX)),
            .regime = static_cast<std::uint8_t>(random.within(0, 255))};
}

}  // namespace

ParamUpdate small_rise(Random& random, const Hash32& id, const MarketRecord& held) {
    ParamUpdate entry = unchanged(random, id, held);
    const bool ramping = held.market.lt_start > held.market.lt;
    std::uint16_t& value = random.chance(ramping ? 25 : 50) ? entry.ltv : entry.lt;
    value = fitted(value + random.within(1, 30));
    return entry;
}

ParamUpdate random_entry(Random& random, const Hash32& id, const MarketRecord& held,
                         const Clocks& now) {
    ParamUpdate entry = unchanged(random, id, held);
    aim(random, entry, held, now);
    if (random.chance(4)) move_bonus(random, entry, held, now.ramp);
    if (random.chance(2)) ++entry.expected_ltv;
    if (random.chance(2)) --entry.expected_lt;
    if (random.chance(6)) move_cap(random, entry, held, now.at);
    if (random.chance(1)) entry.supply_cap = static_cast<std::uint64_t>(random.scaled(INT64_MAX));
    return entry;
}

UnixSeconds random_time(Random& random, const MarketRecord& held, UnixSeconds now) {
    const PublishedMarket& m = held.market;
    const engine::Limiter& h = m.limiter;
    const engine::OracleLimits& l = m.limits;
    std::vector<UnixSeconds> ends = {h.ltv_raised_at + l.ltv_rise_delay,
                                     h.ltv_cut_at + l.ltv_rise_after_cut,
                                     h.lt_raised_at + l.lt_rise_delay,
                                     h.lt_cut_at + l.lt_rise_after_cut,
                                     h.lt_cut_at + l.lt_cut_delay,
                                     m.ramp_start + m.ramp,
                                     m.as_of + l.max_age,
                                     h.ltv_raised_at + kDay,
                                     h.lt_raised_at + kDay,
                                     held.supply_cap.raised_at + kDay};
    // Times that only a rise meets, which most acts are not.
    for (int twice = 0; twice < 2; ++twice)
        for (const UnixSeconds end : {ends[0], ends[2]})
            ends.push_back(end);
    if (m.pending)
        for (int twice = 0; twice < 3; ++twice)
            ends.push_back(m.pending->executable_at);
    if (m.pending && random.chance(15)) ends.push_back(m.pending->executable_at + kPendingLifetime);
    for (UnixSeconds& end : ends)
        end.count += random.within(-1, 1);
    std::erase_if(
        ends, [&](UnixSeconds end) { return end < now || end > now + Seconds{10 * kDay.count}; });
    if (ends.empty() || random.chance(40))
        return now + Seconds{random.pick({0, 1, 12, 600, 3600, random.scaled(200'000)})};
    return ends[static_cast<std::size_t>(random.within(0, std::ssize(ends) - 1))];
}

}  // namespace ballast::oracle::test
