// SPDX-License-Identifier: MIT
#include "engine/channel.hpp"

#include <algorithm>

#include "engine/fixed_point.hpp"

namespace ballast::engine {
namespace {

constexpr Int128 kWadPerLevel = kWadOne / kLevelOne;
/// Trading days in a year, for the one volatility that is quoted a year.
constexpr Int128 kYear = 252;
constexpr Int128 kMoveMax = Int128{3} * kWadOne;

/// The size of the move between two prints at 1e-18, rounded up: relative for prices and rates,
/// absolute for yields.
Int128 print_move(Transform transform, Level from, Level to) {
    const Int128 change = Int128{to.count()} - from.count();
    const Int128 size = change < 0 ? -change : change;
    const Int128 move = transform == Transform::return_volatility
                            ? mul_div_up(size, kWadOne, from.count())
                            : size * kWadPerLevel;
    // Saturated so that the square fits a Wad; no indicator moves by 300 % or 3 points in a day.
    return std::min(move, kMoveMax);
}

Wad blend_variance(Wad decay, Wad before, Int128 move) {
    const Int128 square = wad_mul_up(move, move);
    return Wad::saturated(wad_mul_up(decay.count(), before.count()) +
                          wad_mul_up(Int128{kWadOne} - decay.count(), square));
}

Level volatility_level(Transform transform, Wad variance) {
    const Int128 scaled = transform == Transform::return_volatility
                              ? Int128{variance.count()} * kYear
                              : Int128{variance.count()};
    // The root of a count at 1e-18 is one at 1e-9, a tenth of a level's unit. Wider would overflow:
    // 9 * 252 at 1e-36 is over 2^127.
    return Level::saturated(div_up(isqrt_up(scaled), 10));
}

void remember(ChannelState& state, Level value) {
    state.history.push_back(value);
    if (state.history.size() > kChannelHistory) state.history.erase(state.history.begin());
}

/// The relative change over `prints` prints at 1e-8, rounded up, placed in `quantiles`.
Wad change_rank(const std::vector<Quantile>& quantiles, const std::vector<Level>& history,
                std::size_t prints) {
    if (history.size() <= prints || quantiles.empty()) return Wad::of(0);
    const Int128 from = history[history.size() - 1 - prints].count();
    const Int128 to = history.back().count();
    if (from <= 0) return Wad::of(0);
    return rank_up(quantiles, Level::saturated(div_up((to - from) * kLevelOne, from)));
}

/// The history counts prints, and its changes are over days: a day brings one print.
bool is_due(UnixSeconds last, UnixSeconds print) {
    if (last.count == 0) return print.count > 0;
    return day_number(print) > day_number(last);
}

/// Whether a move from `from` to `to` is one that a single print is believed.
bool is_plausible(const Channel& channel, Level from, Level to) {
    const Int128 limit = channel.jump_limit.count();
    if (channel.transform == Transform::change_volatility) {
        const Int128 change = Int128{to.count()} - from.count();
        return (change < 0 ? -change : change) * kWadPerLevel <= limit;
    }
    // An index, a price or a rate that is not positive is a fault of its source: it neither enters
    // nor vouches for what the next day says.
    if (from.count() <= 0 || to.count() <= 0) return false;
    const Int128 less = std::min(from, to).count();
    const Int128 more = std::max(from, to).count();
    return more * kWadOne <= less * (Int128{kWadOne} + limit);
}

/// Whether `print` may enter: it is near the last one, or a second day says the same.
bool is_believed(const Channel& channel, const ChannelState& before,
                 const IndicatorObservation& print) {
    if (channel.jump_limit.count() == 0) return true;
    if (before.last_observed_at.count == 0)
        return channel.transform == Transform::change_volatility || print.level.count() > 0;
    if (is_plausible(channel, before.last_level, print.level)) return true;
    return before.unconfirmed_at.count > 0 && is_due(before.unconfirmed_at, print.observed_at) &&
           is_plausible(channel, before.unconfirmed_level, print.level);
}

/// Keeps an implausible print for the next day's to confirm: the newest, one a day.
ChannelState doubted(ChannelState state, const IndicatorObservation& print) {
    if (!is_due(state.unconfirmed_at, print.observed_at)) return state;
    state.unconfirmed_at = print.observed_at;
    state.unconfirmed_level = print.level;
    return state;
}

}  // namespace

ChannelState fold_print(const Channel& channel, Wad decay, const ChannelState& before,
                        const IndicatorObservation& print) {
    const bool usable =
        print.status == IndicatorStatus::live || print.status == IndicatorStatus::closed;
    if (!usable || !is_due(before.last_observed_at, print.observed_at)) return before;
    if (!is_believed(channel, before, print)) return doubted(before, print);

    ChannelState after = before;
    after.unconfirmed_at = {};
    after.unconfirmed_level = {};
    after.last_level = print.level;
    after.last_observed_at = print.observed_at;
    if (channel.transform == Transform::level) {
        remember(after, print.level);
        return after;
    }
    // A volatility needs two prints, and a return a positive base.
    const bool first = before.last_observed_at.count == 0;
    const bool no_base =
        channel.transform == Transform::return_volatility && before.last_level.count() <= 0;
    if (first || no_base) return after;
    after.variance = blend_variance(decay, before.variance,
                                    print_move(channel.transform, before.last_level, print.level));
    remember(after, volatility_level(channel.transform, after.variance));
    return after;
}

ChannelReading read_channel(const Channel& channel, Wad rank_threshold, const ChannelState& state,
                            IndicatorStatus status) {
    ChannelReading reading;
    reading.name = channel.name;
    // Without two values there is no change to rank, and no score says nothing.
    reading.status = state.history.size() < 2 ? IndicatorStatus::missing : status;
    reading.implausible = state.unconfirmed_at.count > 0;
    if (!state.history.empty()) reading.value = state.history.back();
    reading.rank_one = change_rank(channel.one_day_change, state.history, 1);
    reading.rank_five = change_rank(channel.five_day_change, state.history, kChannelHistory - 1);

    const Int128 above =
        Int128{std::max(reading.rank_one, reading.rank_five).count()} - rank_threshold.count();
    if (above > 0)
        reading.score = Wad::of(mul_div_up(above, kWadOne, kWadOne - rank_threshold.count()));
    return reading;
}

}  // namespace ballast::engine
