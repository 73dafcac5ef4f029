// SPDX-License-Identifier: MIT
#include "tests/mirror/random_limits.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "oracle/limits.hpp"

namespace ballast::oracle::test {
namespace {

using engine::Bps;
using engine::OracleLimits;
using engine::test::Random;

/// A step or budget: mostly of the size of the moves, sometimes nothing or everything.
Bps amount(Random& random) {
    return Bps::of(random.chance(90) ? random.within(20, 400) : random.pick({0, 1, 9999, 10'000}));
}

/// None, a round time, or any up to a day and a half.
Seconds span(Random& random) {
    return {random.chance(30) ? random.pick({0, 1, 3600, 86'400}) : random.within(0, 130'000)};
}

void randomize_bands(OracleLimits& limits, OwnLimits& own, Random& random) {
    limits.ltv_min = Bps::of(random.within(0, 3000));
    limits.ltv_max = Bps::of(random.within(6500, 9500));
    limits.lt_min = Bps::of(random.within(0, 4000));
    limits.lt_max = Bps::of(random.within(7000, 10'000));
    limits.gap_min = Bps::of(random.edgy(0, 400));
    own.bonus_min = Bps::of(random.within(0, 400));
    own.bonus_max = Bps::of(random.chance(80) ? random.within(600, 2500) : 10'000);
}

/// Caps from a few tokens to the edge of 64 bits.
void randomize_own(OwnLimits& own, Random& random) {
    own.baseline_ltv = Bps::of(random.edgy(0, 6000));
    own.stale_decay_per_hour = Bps::of(random.chance(80) ? random.within(0, 500) : 65'535);
    own.shadow = random.chance(20);
    const auto least = static_cast<std::uint64_t>(1 + random.scaled(1'000'000));
    const auto wider = static_cast<std::uint64_t>(random.scaled(INT64_MAX / 2));
    own.supply_cap_min = least;
    own.supply_cap_max = random.chance(10) ? kSameSupplyCap : least + wider;
    own.supply_cap_rise_day =
        Bps::of(random.chance(80) ? random.within(100, 5000) : random.pick({0, 1, 10'000}));
}

}  // namespace

void randomize_limits(MarketRecord& record, Random& random) {
    OracleLimits& limits = record.market.limits;
    randomize_bands(limits, record.own_limits, random);
    randomize_own(record.own_limits, random);
    for (Bps* each :
         {&limits.ltv_rise_step, &limits.lt_rise_step, &limits.ltv_rise_day, &limits.ltv_rise_week,
          &limits.lt_rise_day, &limits.lt_rise_week, &limits.lt_cut_week})
        *each = amount(random);
    for (Seconds* each : {&limits.ltv_rise_delay, &limits.ltv_rise_after_cut, &limits.lt_rise_delay,
                          &limits.lt_rise_after_cut, &limits.lt_cut_delay, &limits.ramp_per_100_bps,
                          &limits.ltv_veto, &limits.lt_veto})
        *each = span(random);
    // A rise in the middle of a ramp needs a cut that is soon forgotten.
    if (random.chance(50)) limits.lt_rise_after_cut = {random.pick({0, 1, 600})};
    limits.ramp_min = {random.edgy(1, 172'800)};
    limits.max_age = {random.chance(80) ? random.within(100'000, 400'000)
                                        : random.edgy(1, 300'000)};
    BALLAST_CHECK(are_valid(limits, record.own_limits));
}

void spoil_limits(MarketRecord& record, Random& random) {
    OracleLimits& limits = record.market.limits;
    const Bps over = Bps::of(10'001);
    switch (random.within(0, 11)) {
        case 0:
            limits.ltv_min = limits.ltv_max + Bps::of(1);
            break;
        case 1:
            limits.lt_min = limits.lt_max + Bps::of(1);
            break;
        case 2:
            record.own_limits.bonus_min = record.own_limits.bonus_max + Bps::of(1);
            break;
        case 3:
            limits.lt_max = over;
            break;
        case 4:
            record.own_limits.bonus_max = over;
            break;
        case 5:
            limits.ramp_min = {0};
            break;
        case 6:
            limits.max_age = {0};
            break;
        case 7:
            record.own_limits.supply_cap_min = 0;
            break;
        case 8:
            record.own_limits.supply_cap_max = record.own_limits.supply_cap_min - 1;
            break;
        case 9:
            record.own_limits.supply_cap_rise_day = over;
            break;
        default:
            for (Bps* each : {&limits.lt_cut_week, &limits.ltv_rise_day, &limits.ltv_rise_week,
                              &limits.lt_rise_day, &limits.lt_rise_week})
                if (random.chance(30)) *each = over;
            limits.lt_cut_week = random.chance(50) ? over : limits.lt_cut_week;
    }
}

MarketRecord random_market(Random& random) {
    MarketRecord record;
    engine::PublishedMarket& market = record.market;
    do {
        randomize_limits(record, random);
        market.ltv = Bps::of(random.within(3500, 7000));
        market.lt = Bps::of(market.ltv.count() + random.within(0, 2500));
        market.bonus = Bps::of(random.within(0, 1200));
        const OwnLimits& own = record.own_limits;
        const auto room = static_cast<std::int64_t>(
            std::min<std::uint64_t>(INT64_MAX, own.supply_cap_max - own.supply_cap_min));
        record.supply_cap.tokens =
            random.chance(15)
                ? kSameSupplyCap
                : own.supply_cap_min + static_cast<std::uint64_t>(random.scaled(room));
    } while (check_first_targets(record) != Verdict::applied);
    market.lt_start = market.lt;
    return record;
}

}  // namespace ballast::oracle::test
