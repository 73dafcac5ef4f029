// SPDX-License-Identifier: MIT
#include "engine/regime.hpp"

#include <algorithm>

#include "engine/channel.hpp"
#include "engine/fixed_point.hpp"

namespace ballast::engine {
namespace {

/// The loudest channel's share of the score; the others share the rest (M-6).
constexpr Int128 kLoudestShare = 700'000'000'000'000'000;
/// How long either half of the carry flag is remembered.
constexpr Seconds kCarryWindow{5 * kDay.count};

const IndicatorObservation* find_print(const Snapshot& snapshot, const std::string& name) {
    for (const IndicatorObservation& print : snapshot.indicators)
        if (print.name == name) return &print;
    return nullptr;
}

const ChannelState* find_state(const RegimeState& state, const std::string& name) {
    for (const ChannelState& channel : state.channels)
        if (channel.name == name) return &channel;
    return nullptr;
}

/// Weekdays that ended between two day numbers: each takes its share of yesterday's score.
std::int64_t business_days(std::int64_t from_day, std::int64_t to_day) {
    std::int64_t count = 0;
    for (std::int64_t day = from_day; day < to_day; ++day)
        count += weekday(UnixSeconds{day * kDay.count}) < 5 ? 1 : 0;
    return count;
}

Wad raw_score(const std::vector<Channel>& channels, const std::vector<ChannelReading>& readings) {
    Int128 loudest = 0;
    Int128 sum = 0;
    for (std::size_t k = 0; k < channels.size(); ++k) {
        const Int128 weighted = wad_mul_up(channels[k].weight.count(), readings[k].score.count());
        loudest = std::max(loudest, weighted);
        sum += weighted;
    }
    Int128 score = wad_mul_up(kLoudestShare, loudest);
    if (channels.size() > 1)
        score += mul_div_up(Int128{kWadOne} - kLoudestShare, sum - loudest,
                            Int128{kWadOne} * static_cast<std::int64_t>(channels.size() - 1));
    return Wad::of(std::min<Int128>(score, kWadOne));
}

/// Remembers when each half of the carry flag last held (JGB volatility high, yen volatility up).
void update_carry(const RegimePolicy& policy, const std::vector<ChannelReading>& readings,
                  UnixSeconds at, RegimeState& state) {
    for (std::size_t k = 0; k < readings.size(); ++k) {
        const Channel& channel = policy.channels[k];
        const ChannelReading& reading = readings[k];
        if (channel.name == policy.carry_level_channel && !channel.level.empty() &&
            rank_up(channel.level, reading.value) >= policy.carry_rank)
            state.carry_level_at = at;
        if (channel.name == policy.carry_change_channel &&
            std::max(reading.rank_one, reading.rank_five) >= policy.carry_rank)
            state.carry_change_at = at;
    }
}

bool carry_flag(const RegimeState& state, UnixSeconds at) {
    const auto recent = [at](UnixSeconds when) {
        return when.count > 0 && at - when <= kCarryWindow;
    };
    return recent(state.carry_level_at) && recent(state.carry_change_at);
}

/// 1 + weight * S, rounded up.
Wad multiplier(Wad weight, Wad score) {
    return Wad::of(Int128{kWadOne} + wad_mul_up(weight.count(), score.count()));
}

}  // namespace

Wad rank_up(const std::vector<Quantile>& quantiles, Level x) {
    BALLAST_CHECK(!quantiles.empty());
    if (x < quantiles.front().value) return Wad::of(0);
    if (x >= quantiles.back().value) return Wad::of(kWadOne);
    const auto above = std::upper_bound(
        quantiles.begin(), quantiles.end(), x,
        [](Level value, const Quantile& quantile) { return value < quantile.value; });
    const auto below = above - 1;
    const Int128 rise = Int128{above->rank.count()} - below->rank.count();
    const Int128 width = Int128{above->value.count()} - below->value.count();
    const Int128 into = Int128{x.count()} - below->value.count();
    return Wad::of(Int128{below->rank.count()} + mul_div_up(rise, into, width));
}

RegimeUpdate update_regime(const RegimePolicy& policy, const RegimeState& before,
                           const Snapshot& snapshot) {
    RegimeUpdate update;
    RegimeState& state = update.state;
    Regime& regime = update.regime;
    state.carry_level_at = before.carry_level_at;
    state.carry_change_at = before.carry_change_at;
    state.channels.reserve(policy.channels.size());
    regime.channels.reserve(policy.channels.size());

    for (const Channel& channel : policy.channels) {
        const ChannelState* known = find_state(before, channel.name);
        ChannelState next = known != nullptr ? *known : ChannelState{.name = channel.name};
        const IndicatorObservation* print = find_print(snapshot, channel.indicator);
        if (print != nullptr) next = fold_print(channel, policy.indicator_decay, next, *print);
        const auto status = print != nullptr ? print->status : IndicatorStatus::missing;
        regime.channels.push_back(read_channel(channel, policy.rank_threshold, next, status));
        state.channels.push_back(std::move(next));
    }

    const std::int64_t today = day_number(snapshot.at);
    const std::int64_t days = business_days(before.held_on_day, today);
    const Int128 held =
        wad_mul_up(before.score_held.count(), wad_power_up(policy.hold, days).count());
    regime.score_raw = raw_score(policy.channels, regime.channels);
    state.score_held = Wad::of(std::max<Int128>(regime.score_raw.count(), held));
    state.held_on_day = today;
    update_carry(policy, regime.channels, snapshot.at, state);

    regime.score = std::max(state.score_held, std::min(snapshot.guardian_score, Wad::of(kWadOne)));
    regime.carry_flag = carry_flag(state, snapshot.at);
    regime.ltv_multiplier = multiplier(policy.ltv_weight, regime.score);
    regime.lt_multiplier = multiplier(policy.lt_weight, regime.score);
    regime.depth_multiplier =
        Wad::of(Int128{kWadOne} - wad_mul_up(policy.depth_weight.count(), regime.score.count()));
    return update;
}

}  // namespace ballast::engine
