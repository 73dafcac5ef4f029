// SPDX-License-Identifier: MIT
#include "tests/engine/random_case.hpp"

#include <algorithm>

#include "tests/engine/random_values.hpp"

namespace ballast::engine::test {
namespace {

constexpr std::int64_t kWeek = 7 * kDay.count;

Level level(Random& random) {
    return Level::of(random.chance(80) ? random.within(1, 20'000'000'000)
                                       : random.edgy(LevelTag::kMin, LevelTag::kMax));
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
    Snapshot made{
        .at = at,
        .guardian_score = random.chance(15) ? random_wad(random, -kWadOne, 9 * kWadOne) : Wad{}};
    for (const AssetPolicy& asset : policy.assets)
        made.markets.push_back(market(random, asset.asset, at));
    made.markets.push_back(market(random, "DEBT", at));
    for (std::int64_t count = random.chance(20) ? random.within(1, 4) : 0; count > 0; --count)
        made.events.push_back({std::max<std::int64_t>(0, at.count + random.edgy(-kWeek, kWeek))});
    std::sort(made.events.begin(), made.events.end());
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
    if (random.chance(20)) {
        made.unconfirmed_at = past(random, at);
        made.unconfirmed_level = level(random);
    }
    return made;
}

CapState cap_state(Random& random, UnixSeconds at) {
    if (random.chance(20)) return {};
    return {.quiet_since = past(random, at),
            .raised_at = past(random, at),
            .usd = Usd::of(
                random.scaled(random.chance(90) ? 1'000'000'000 : std::int64_t{UsdTag::kMax}))};
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
                                .last_usd_price = Price::of(random.scaled(10'000'000'000'000)),
                                .variances = {variance(), variance(), variance()},
                                .ltv_quiet_since = past(random, at),
                                .lt_quiet_since = past(random, at),
                                .debt_cap = cap_state(random, at),
                                .position_limit = cap_state(random, at)});
    }
    for (const Channel& channel : policy.regime.channels)
        if (random.chance(90))
            made.regime.channels.push_back(channel_state(random, channel.name, at));
    made.regime.score_held = random.chance(50) ? Wad{} : random_wad(random, 0, kWadOne);
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
            .ltv_rise_day_used = random_bps(random, 0, 200),
            .ltv_rise_week_used = random_bps(random, 0, 400),
            .lt_rise_day_used = random_bps(random, 0, 200),
            .lt_rise_week_used = random_bps(random, 0, 400),
            .lt_cut_week_used = random_bps(random, 0, 400)};
}

OracleLimits limits(Random& random) {
    OracleLimits made{.ltv_rise_step = random_bps(random, 0, 200),
                      .lt_rise_step = random_bps(random, 0, 200),
                      .ltv_rise_delay = random_span(random, 2 * kDay.count),
                      .ltv_rise_after_cut = random_span(random, 2 * kDay.count),
                      .lt_rise_delay = random_span(random, 2 * kDay.count),
                      .lt_rise_after_cut = random_span(random, 2 * kDay.count),
                      .lt_cut_delay = random_span(random, kDay.count),
                      .ltv_rise_day = random_bps(random, 0, 200),
                      .ltv_rise_week = random_bps(random, 0, 400),
                      .lt_rise_day = random_bps(random, 0, 200),
                      .lt_rise_week = random_bps(random, 0, 400),
                      .lt_cut_week = random_bps(random, 0, 1000),
                      .ramp_min = random_span(random, 2 * kDay.count),
                      .ramp_per_100_bps = random_span(random, 2 * kDay.count),
                      .max_age = random_span(random, kDay.count),
                      .ltv_veto = random_span(random, kDay.count),
                      .lt_veto = random_span(random, kDay.count)};
    made.gap_min = random_bps(random, 0, 500);
    made.lt_min = random_bps(random, 501, 6000);
    made.lt_max = random_bps(random, made.lt_min.count(), kBpsOne);
    made.ltv_min = random_bps(random, 0, made.lt_min.count() - 500);
    made.ltv_max = random_bps(random, made.ltv_min.count(), kBpsOne);
    return made;
}

PublishedMarket published(Random& random, const std::string& asset, UnixSeconds at) {
    PublishedMarket made{.asset = asset,
                         .lt_start = random_bps(random, 1, kBpsOne),
                         .ramp_start = past(random, at),
                         .ramp = random_span(random, 10 * kDay.count),
                         .bonus = random_bps(random, 0, 2000),
                         .as_of = past(random, at),
                         .limiter = limiter(random, at),
                         .limits = limits(random)};
    made.lt = random_bps(random, made.limits.lt_min.count(), kBpsOne);
    made.ltv = random_bps(random, made.limits.ltv_min.count(), made.lt.count() - 500);
    if (random.chance(20))
        made.pending = Pending{.ltv = made.ltv,
                               .lt = made.lt,
                               .executable_at = {at.count + random.edgy(-2 * kWeek, kWeek)}};
    if (made.pending && made.pending->executable_at.count < 0) made.pending.reset();
    return made;
}

/// The price that this market's memory compares, as docs/model.md has it.
Int128 compared_price(const Case& made, const AssetPolicy& asset) {
    const auto price_of = [&](const std::string& name) {
        for (const MarketObservation& market : made.snapshot.markets)
            if (market.asset == name) return Int128{market.price.count()};
        return Int128{0};
    };
    const Int128 own = price_of(asset.asset);
    if (asset.debt_asset.empty()) return own;
    return own * 100'000'000 / std::max<Int128>(1, price_of(asset.debt_asset));
}

/// Moves the remembered prices near today's: most prices are no slips of units.
void remember_prices(Random& random, Case& made) {
    for (MarketState& market : made.state.markets)
        for (const AssetPolicy& asset : made.policy.assets)
            if (asset.asset == market.asset && random.chance(80))
                market.last_price = Price::saturated(compared_price(made, asset) *
                                                     random.within(8'000, 12'500) / 10'000);
}

/// Publishes values so low, and remembers caps so small, that every rise is wanted: otherwise a cut
/// or a delay hides the rules of rises in nearly every case.
void leave_room(Random& random, Case& made) {
    const UnixSeconds long_ago{made.snapshot.at.count / 2};
    made.current.loosening_paused = made.current.frozen = false;
    made.state.regime.carry_level_at = {};
    for (PublishedMarket& held : made.current.markets) {
        held.lt = held.limits.lt_min;
        held.ltv = held.limits.ltv_min;
        held.limiter = {};
        held.pending.reset();
        if (random.chance(20)) held.pending = {held.ltv, held.lt, made.snapshot.at + kDay};
    }
    for (MarketState& market : made.state.markets)
        market.debt_cap = market.position_limit = {
            .quiet_since = long_ago, .raised_at = long_ago, .usd = Usd::of(1000)};
}

/// Takes away most doubts, which would otherwise hide every rule for rises.
void calm(Random& random, Case& made) {
    const UnixSeconds at = made.snapshot.at;
    made.state.at = at - kHour;
    made.policy.regime.quiet_below = Wad::of(kWadOne);
    made.snapshot.events.clear();
    made.snapshot.guardian_score = {};
    for (int k = 0; k < 3; ++k) {
        IndicatorObservation print = indicator(random, k, at);
        print.status = IndicatorStatus::live;
        made.snapshot.indicators.insert(made.snapshot.indicators.begin() + k, print);
    }
    for (MarketObservation& market : made.snapshot.markets) {
        market.price_status = PriceStatus::confirmed;
        market.daily_volume = std::max(market.daily_volume, Usd::of(1));
    }
    for (PublishedMarket& held : made.current.markets)
        held.limits.max_age = kDay;
    for (Channel& channel : made.policy.regime.channels)
        channel.jump_limit = {};
    for (ChannelState& channel : made.state.regime.channels) {
        channel.unconfirmed_at = {};
        while (channel.history.size() < 2)
            channel.history.push_back(level(random));
    }
    made.policy.liquidity.red_gain = Wad::of(kWadOne);
    for (MarketState& market : made.state.markets)
        market.ltv_quiet_since = market.lt_quiet_since = market.debt_cap.quiet_since =
            market.position_limit.quiet_since = {at.count / 2};
    if (random.chance(70)) leave_room(random, made);
}

}  // namespace

Case random_case(Random& random) {
    const UnixSeconds at{random.chance(95) ? random.within(1'500'000'000, 1'900'000'000)
                                           : random.edgy(100'000, 20'000'000'000)};
    Case made{.policy = random_policy(random)};
    made.state = state(random, made.policy, at);
    made.snapshot = snapshot(random, made.policy, at);
    made.current.loosening_paused = random.chance(5);
    made.current.frozen = random.chance(5);
    for (const AssetPolicy& asset : made.policy.assets)
        made.current.markets.push_back(published(random, asset.asset, at));
    remember_prices(random, made);
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
