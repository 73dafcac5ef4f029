// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "tests/engine/random_values.hpp"

namespace ballast::engine::test {
namespace {

constexpr std::int64_t kWeek = 7 * kDay.count;

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
                 .weight = random_wad(random, 0, kWadOne),
                 .stale_after = random_span(random, kWeek)};
    if (random.chance(50)) made.jump_limit = random_wad(random, 0, 9 * kWadOne);
    if (random.chance(90)) made.one_day_change = quantiles(random, -50'000'000, 100'000'000);
    if (random.chance(90)) made.five_day_change = quantiles(random, -50'000'000, 100'000'000);
    if (random.chance(70)) made.level = quantiles(random, 0, 20'000'000'000);
    return made;
}

RegimePolicy regime_policy(Random& random) {
    RegimePolicy made{.rank_threshold = random_wad(random, 0, kWadOne - 1),
                      .hold = random_wad(random, 0, kWadOne),
                      .indicator_decay = random_wad(random, 0, kWadOne),
                      .quiet_below = random_wad(random, 0, kWadOne),
                      .ltv_weight = random_wad(random, 0, kWadOne),
                      .lt_weight = random_wad(random, 0, kWadOne / 4),
                      .carry_level_channel = random.chance(70) ? "channel0" : "",
                      .carry_change_channel = random.chance(70) ? "channel1" : "",
                      .carry_rank = random_wad(random, 0, kWadOne),
                      .event_before = random_span(random, kWeek),
                      .event_after = random_span(random, kWeek),
                      .depth_weight = random_wad(random, 0, kWadOne / 100 * 95)};
    for (int k = 0; k < random.within(0, 4); ++k)
        made.channels.push_back(channel(random, k));
    return made;
}

/// Ascending by horizon, then level; about half of the points at the level that counts.
std::vector<TailPoint> tails(Random& random, Bps level) {
    std::vector<TailPoint> made;
    std::int64_t horizon = 0;
    for (std::int64_t count = random.within(1, 4); count > 0; --count) {
        horizon += random.within(1, kWeek);
        made.push_back(
            {.horizon = {horizon},
             .level = random.chance(50) ? level : random_bps(random, 1, kBpsOne - 1),
             .quantile = random_wad(random, 0, 5 * kWadOne),
             .shortfall = random_wad(random, 0, random.chance(80) ? 3 * kWadOne : 9 * kWadOne)});
    }
    return made;
}

/// How the asset is lent, and by which form: most often by one whose figures are all there.
void choose_forms(Random& random, Bps tail_level, AssetPolicy& made) {
    if (random.chance(25)) made.debt_asset = "DEBT";
    made.two_sided = random.chance(20);
    made.lt_form =
        random.chance(50) ? LtForm::structural : static_cast<LtForm>(random.within(0, 3));
    made.ltv_form = random.chance(80) ? LtvForm::tactical : LtvForm::gap;
    if (random.chance(70)) made.cap_depth = Wad::of(random.scaled(9 * kWadOne));
    if (random.chance(50)) made.position_depth = Wad::of(random.scaled(9 * kWadOne));
    if (random.chance(80)) made.tails = tails(random, tail_level);
    const auto at_level = [&](const TailPoint& tail) { return tail.level == tail_level; };
    if (made.lt_form == LtForm::tail &&
        std::none_of(made.tails.begin(), made.tails.end(), at_level))
        made.tails = {{.horizon = kDay, .level = tail_level, .shortfall = Wad::of(2 * kWadOne)}};
}

LiquidityPolicy liquidity_policy(Random& random) {
    return {.impact = Wad::of(random.scaled(9 * kWadOne)),
            .participation = random_wad(random, kWadOne / 1000, kWadOne),
            .liquidation_min = random_span(random, random.chance(70) ? kDay.count : kWeek),
            .delay = random_span(random, random.chance(70) ? 7200 : kWeek),
            .tail_level = random_bps(random, 1, kBpsOne - 1),
            .amber_gain = random_wad(random, 0, kWadOne),
            .red_gain = random_wad(random, random.chance(80) ? kWadOne / 2 : 0, kWadOne),
            .cascade_in_lt = random.chance(50),
            .spiral_margin = random_bps(random, 0, 1000)};
}

AssetPolicy asset_policy(Random& random, int index, Bps tail_level) {
    AssetPolicy made{
        .asset = "A" + std::to_string(index),
        .debt_asset = "",
        .wall_group = "",
        .cap_depth = {},
        .position_depth = {},
        .tails = {},
        .stress_volatility = random_wad(random, 0, kWadOne / 5),
        .floor_volatility = random_wad(random, 0, kWadOne / 20),
        .tail_multiplier = random_wad(random, 0, 5 * kWadOne),
        .liquidity_aversion = random_wad(random, 0, random.chance(80) ? kWadOne * 5 : kWadOne * 9),
        .bonus = random_bps(random, 0, 2000),
        .fee = random_bps(random, 0, 300),
        .gap = random_bps(random, 0, 500)};
    const std::int64_t rule = 100'000'000 / (kBpsOne + made.bonus.count());
    made.lt_min = random_bps(random, 501, std::min<std::int64_t>(rule, 7000));
    made.lt_max = random_bps(random, made.lt_min.count(), kBpsOne);
    made.ltv_min = random_bps(random, 0, made.lt_min.count() - 500);
    made.ltv_max = random_bps(random, made.ltv_min.count(), kBpsOne);
    choose_forms(random, tail_level, made);
    return made;
}

/// Puts some assets into one wall group, which owes one asset; or lends the last against the first.
void relate(Random& random, std::vector<AssetPolicy>& assets) {
    if (assets.size() < 2) return;
    if (random.chance(15)) assets.back().debt_asset = assets.front().asset;
    if (random.chance(60)) return;
    for (AssetPolicy& asset : assets)
        if (asset.debt_asset == assets.front().debt_asset) asset.wall_group = "group";
}

}  // namespace

Policy random_policy(Random& random) {
    Policy made{.name = "random",
                .epoch = kHour,
                .volatility = {.decay_fast = random_wad(random, kWadOne / 2, kWadOne - 1),
                               .decay_mid = random_wad(random, kWadOne / 10 * 9, kWadOne - 1),
                               .decay_slow = random_wad(random, kWadOne / 1000 * 999, kWadOne - 1),
                               .asymmetry = random_wad(random, 0, kWadOne / 2),
                               .har = {}},
                .regime = regime_policy(random),
                .publication = {.play = random_wad(random, kWadOne, 2 * kWadOne),
                                .deadband = random_bps(random, 0, 50),
                                .quiet = random_span(random, 3 * kDay.count),
                                .rise_a_day = random_bps(random, 0, 200),
                                .induced_budget = random_wad(random, 0, kWadOne),
                                .heartbeat = random_span(random, kDay.count),
                                .cap_rise = random_wad(random, 0, kWadOne)},
                .liquidity = liquidity_policy(random)};
    if (random.chance(30))
        made.volatility.har = {random_wad(random, 0, kWadOne / 100), random_wad(random, 0, kWadOne),
                               random_wad(random, 0, kWadOne), random_wad(random, 0, kWadOne)};
    for (int k = 0; k < random.within(1, 3); ++k)
        made.assets.push_back(asset_policy(random, k, made.liquidity.tail_level));
    relate(random, made.assets);
    return made;
}

}  // namespace ballast::engine::test
