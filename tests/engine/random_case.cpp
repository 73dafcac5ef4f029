// SPDX-License-Identifier: MIT
#include "tests/engine/random_case.hpp"

#include <algorithm>

namespace ballast::engine::test {
namespace {

constexpr std::int64_t kWeek = 7 * kDay.count;

Wad wad(Random& random, std::int64_t least, std::int64_t most) {
    return Wad::of(random.edgy(least, most));
}
Bps bps(Random& random, std::int64_t least, std::int64_t most) {
    return Bps::of(random.edgy(least, most));
}
Seconds span(Random& random, std::int64_t most) {
    return {random.edgy(0, most)};
}

Level level(Random& random) {
    return Level::of(random.chance(80) ? random.within(1, 20'000'000'000)
                                       : random.edgy(LevelTag::kMin, LevelTag::kMax));
}

std::vector<Quantile> quantiles(Random& random, std::int64_t least, std::int64_t most) {
    std::vector<std::int64_t> values;
    std::vector<std::int64_t> ranks{0, kWadOne};
    for (std::int64_t count = random.within(2, 8); count > 0; --count)
        values.push_back(random.within(least, most));
    while (ranks.size() < values.size())
        ranks.push_back(random.within(0, kWadOne));
    std::sort(values.begin(), values.end());
    std::sort(ranks.begin(), ranks.end());
    std::vector<Quantile> points;
    for (std::size_t i = 0; i < values.size(); ++i)
        points.push_back({Wad::of(ranks[i]), Level::of(values[i])});
    return points;
}

Channel channel(Random& random, int index) {
    Channel made{.name = "channel" + std::to_string(index),
                 .indicator = "indicator" + std::to_string(random.within(0, 2)),
                 .transform = static_cast<Transform>(random.within(0, 2)),
                 .weight = wad(random, 0, kWadOne),
                 .stale_after = span(random, kWeek)};
    if (random.chance(90)) made.one_day_change = quantiles(random, -50'000'000, 100'000'000);
    if (random.chance(90)) made.five_day_change = quantiles(random, -50'000'000, 100'000'000);
    if (random.chance(70)) made.level = quantiles(random, 0, 20'000'000'000);
    return made;
}

RegimePolicy regime_policy(Random& random) {
    RegimePolicy made{.rank_threshold = wad(random, 0, kWadOne - 1),
                      .hold = wad(random, 0, kWadOne),
                      .indicator_decay = wad(random, 0, kWadOne),
                      .quiet_below = wad(random, 0, kWadOne),
                      .ltv_weight = wad(random, 0, kWadOne),
                      .lt_weight = wad(random, 0, kWadOne / 4),
                      .carry_level_channel = random.chance(70) ? "channel0" : "",
                      .carry_change_channel = random.chance(70) ? "channel1" : "",
                      .carry_rank = wad(random, 0, kWadOne)};
    for (int k = 0; k < random.within(0, 4); ++k)
        made.channels.push_back(channel(random, k));
    return made;
}

AssetPolicy asset_policy(Random& random, int index) {
    AssetPolicy made{
        .asset = "A" + std::to_string(index),
        .stress_volatility = wad(random, 0, kWadOne / 5),
        .floor_volatility = wad(random, 0, kWadOne / 20),
        .tail_multiplier = wad(random, 0, 5 * kWadOne),
        .liquidity_aversion = wad(random, 0, random.chance(80) ? kWadOne * 5 : kWadOne * 9),
        .bonus = bps(random, 0, 2000),
        .fee = bps(random, 0, 300),
        .gap = bps(random, 0, 500)};
    const std::int64_t rule = 100'000'000 / (kBpsOne + made.bonus.count());
    made.lt_min = bps(random, 501, std::min<std::int64_t>(rule, 7000));
    made.lt_max = bps(random, made.lt_min.count(), kBpsOne);
    made.ltv_min = bps(random, 0, made.lt_min.count() - 500);
    made.ltv_max = bps(random, made.ltv_min.count(), kBpsOne);
    return made;
}

Policy policy(Random& random) {
    Policy made{.name = "random",
                .epoch = kHour,
                .volatility = {.decay_fast = wad(random, kWadOne / 2, kWadOne - 1),
                               .decay_mid = wad(random, kWadOne / 10 * 9, kWadOne - 1),
                               .decay_slow = wad(random, kWadOne / 1000 * 999, kWadOne - 1),
                               .asymmetry = wad(random, 0, kWadOne / 2)},
                .regime = regime_policy(random),
                .publication = {.play = wad(random, kWadOne, 2 * kWadOne),
                                .deadband = bps(random, 0, 50),
                                .quiet = span(random, 3 * kDay.count),
                                .rise_a_day = bps(random, 0, 200),
                                .induced_budget = wad(random, 0, kWadOne),
                                .heartbeat = span(random, kDay.count)}};
    for (int k = 0; k < random.within(1, 3); ++k)
        made.assets.push_back(asset_policy(random, k));
    return made;
}

DepthCurve depth_curve(Random& random) {
    DepthCurve curve{};
    if (random.chance(10)) return curve;
    std::int64_t usd = 0;
    for (Usd& point : curve)
        point = Usd::of(usd = std::min<std::int64_t>(usd + random.scaled(10'000'000'000),
                                                     static_cast<std::int64_t>(UsdTag::kMax)));
    return curve;
}

Book book(Random& random) {
    Book made{.debt = Usd::of(
                  random.scaled(random.chance(90) ? 100'000'000'000 : std::int64_t{UsdTag::kMax})),
              .largest_position = Usd::of(random.scaled(1'000'000'000))};
    std::int64_t factor = random.edgy(9'000, 11'000);
    std::int64_t debt = 0;
    for (std::int64_t points = random.within(0, 6); points > 0; --points) {
        made.wall.push_back({Bps::of(factor), Usd::of(debt)});
        factor += random.edgy(1, 800);
        debt += random.scaled(5'000'000'000);
    }
    return made;
}

MarketObservation market(Random& random, const std::string& asset, UnixSeconds at) {
    return {.asset = asset,
            .price_status = random.chance(80) ? PriceStatus::confirmed
                                              : static_cast<PriceStatus>(random.within(0, 3)),
            .price = Price::of(random.chance(80) ? random.within(1'000'000, 10'000'000'000'000)
                                                 : random.scaled(std::int64_t{PriceTag::kMax})),
            .observed_at = {std::max<std::int64_t>(0, at.count - random.scaled(7200))},
            .depth = depth_curve(random),
            .depth_low = depth_curve(random),
            .daily_volume = Usd::of(random.scaled(1'000'000'000)),
            .book = book(random)};
}

IndicatorObservation indicator(Random& random, int index, UnixSeconds at) {
    const UnixSeconds when{std::max<std::int64_t>(0, at.count - random.scaled(4 * kDay.count))};
    return {.name = "indicator" + std::to_string(index),
            .status = random.chance(70) ? IndicatorStatus::live
                                        : static_cast<IndicatorStatus>(random.within(0, 3)),
            .level = level(random),
            .observed_at = when,
            .known_at = when};
}

Snapshot snapshot(Random& random, const Policy& policy, UnixSeconds at) {
    Snapshot made{.at = at,
                  .event_window = random.chance(10),
                  .guardian_score = random.chance(15) ? wad(random, -kWadOne, 9 * kWadOne) : Wad{}};
    for (const AssetPolicy& asset : policy.assets)
        made.markets.push_back(market(random, asset.asset, at));
    for (int k = 0; k < random.within(0, 3); ++k)
        made.indicators.push_back(indicator(random, k, at));
    return made;
}

UnixSeconds past(Random& random, UnixSeconds at) {
    if (random.chance(25)) return {};
    return {std::max<std::int64_t>(0, at.count - random.scaled(20 * kDay.count))};
}

ChannelState channel_state(Random& random, const std::string& name, UnixSeconds at) {
    ChannelState made{.name = name,
                      .last_level = level(random),
                      .last_observed_at = past(random, at),
                      .variance = Wad::of(random.scaled(std::int64_t{WadTag::kMax}))};
    for (std::int64_t count = random.within(0, 6); count > 0; --count)
        made.history.push_back(level(random));
    return made;
}

State state(Random& random, const Policy& policy, UnixSeconds at) {
    State made{.at = {at.count - random.edgy(3600, 90'000)}};
    if (random.chance(10)) return made;
    for (const AssetPolicy& asset : policy.assets) {
        if (random.chance(10)) continue;
        const auto variance = [&] {
            return Wad::of(
                random.scaled(random.chance(90) ? kWadOne / 50 : std::int64_t{WadTag::kMax}));
        };
        made.markets.push_back({.asset = asset.asset,
                                .last_price = Price::of(random.scaled(10'000'000'000'000)),
                                .last_price_at = {std::min(past(random, at).count, made.at.count)},
                                .variances = {variance(), variance(), variance()},
                                .ltv_quiet_since = past(random, at),
                                .lt_quiet_since = past(random, at)});
    }
    for (const Channel& channel : policy.regime.channels)
        if (random.chance(90))
            made.regime.channels.push_back(channel_state(random, channel.name, at));
    made.regime.score_held = random.chance(50) ? Wad{} : wad(random, 0, kWadOne);
    made.regime.held_on_day = day_number(past(random, at));
    made.regime.carry_level_at = past(random, at);
    made.regime.carry_change_at = past(random, at);
    return made;
}

Limiter limiter(Random& random, UnixSeconds at) {
    return {.ltv_raised_at = past(random, at),
            .ltv_cut_at = past(random, at),
            .lt_raised_at = past(random, at),
            .lt_cut_at = past(random, at),
            .ltv_rise_day_used = bps(random, 0, 200),
            .ltv_rise_week_used = bps(random, 0, 400),
            .lt_rise_day_used = bps(random, 0, 200),
            .lt_rise_week_used = bps(random, 0, 400),
            .lt_cut_week_used = bps(random, 0, 400)};
}

OracleLimits limits(Random& random) {
    OracleLimits made{.ltv_rise_step = bps(random, 0, 200),
                      .lt_rise_step = bps(random, 0, 200),
                      .ltv_rise_delay = span(random, 2 * kDay.count),
                      .ltv_rise_after_cut = span(random, 2 * kDay.count),
                      .lt_rise_delay = span(random, 2 * kDay.count),
                      .lt_rise_after_cut = span(random, 2 * kDay.count),
                      .lt_cut_delay = span(random, kDay.count),
                      .ltv_rise_day = bps(random, 0, 200),
                      .ltv_rise_week = bps(random, 0, 400),
                      .lt_rise_day = bps(random, 0, 200),
                      .lt_rise_week = bps(random, 0, 400),
                      .lt_cut_week = bps(random, 0, 1000),
                      .ramp_min = span(random, 2 * kDay.count),
                      .ramp_per_100_bps = span(random, 2 * kDay.count),
                      .max_age = span(random, kDay.count),
                      .ltv_veto = span(random, kDay.count),
                      .lt_veto = span(random, kDay.count)};
    made.gap_min = bps(random, 0, 500);
    made.lt_min = bps(random, 501, 6000);
    made.lt_max = bps(random, made.lt_min.count(), kBpsOne);
    made.ltv_min = bps(random, 0, made.lt_min.count() - 500);
    made.ltv_max = bps(random, made.ltv_min.count(), kBpsOne);
    return made;
}

PublishedMarket published(Random& random, const std::string& asset, UnixSeconds at) {
    PublishedMarket made{.asset = asset,
                         .lt_start = bps(random, 1, kBpsOne),
                         .ramp_start = past(random, at),
                         .ramp = span(random, 10 * kDay.count),
                         .bonus = bps(random, 0, 2000),
                         .as_of = past(random, at),
                         .limiter = limiter(random, at),
                         .limits = limits(random)};
    made.lt = bps(random, made.limits.lt_min.count(), kBpsOne);
    made.ltv = bps(random, made.limits.ltv_min.count(), made.lt.count() - 500);
    if (random.chance(20))
        made.pending = Pending{.ltv = made.ltv,
                               .lt = made.lt,
                               .executable_at = {at.count + random.edgy(-2 * kWeek, kWeek)}};
    if (made.pending && made.pending->executable_at.count < 0) made.pending.reset();
    return made;
}

/// Takes away most doubts, which would otherwise hide every rule for rises.
void calm(Random& random, Case& made) {
    const UnixSeconds at = made.snapshot.at;
    made.state.at = at - kHour;
    made.policy.regime.quiet_below = Wad::of(kWadOne);
    made.snapshot.event_window = false;
    made.snapshot.guardian_score = {};
    for (int k = 0; k < 3; ++k) {
        IndicatorObservation print = indicator(random, k, at);
        print.status = IndicatorStatus::live;
        made.snapshot.indicators.insert(made.snapshot.indicators.begin() + k, print);
    }
    for (MarketObservation& market : made.snapshot.markets)
        market.price_status = PriceStatus::confirmed;
    for (PublishedMarket& held : made.current.markets)
        held.limits.max_age = kDay;
    for (MarketState& market : made.state.markets)
        market.ltv_quiet_since = market.lt_quiet_since = {at.count / 2};
}

}  // namespace

Case random_case(Random& random) {
    const UnixSeconds at{random.chance(95) ? random.within(1'500'000'000, 1'900'000'000)
                                           : random.edgy(100'000, 20'000'000'000)};
    Case made{.policy = policy(random)};
    made.state = state(random, made.policy, at);
    made.snapshot = snapshot(random, made.policy, at);
    made.current.loosening_paused = random.chance(5);
    made.current.frozen = random.chance(5);
    for (const AssetPolicy& asset : made.policy.assets)
        made.current.markets.push_back(published(random, asset.asset, at));
    if (random.chance(25)) calm(random, made);
    return made;
}

Snapshot random_next(Random& random, const Policy& policy, const Snapshot& before) {
    Snapshot next = snapshot(random, policy, {before.at.count + 3600 * random.within(1, 72)});
    // Prices mostly go on from where they were.
    for (std::size_t k = 0; k < next.markets.size(); ++k) {
        const std::int64_t price = before.markets[k].price.count();
        if (random.chance(80))
            next.markets[k].price =
                Price::saturated(Int128{price} + Int128{price} * random.within(-500, 500) / 10'000);
    }
    return next;
}

}  // namespace ballast::engine::test
