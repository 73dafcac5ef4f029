// SPDX-License-Identifier: MIT
// Does a macro channel earn its weight? What it foretold of BTC out of sample, against the same
// signal at another time.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "history/indicator_history.hpp"
#include "validation/calibrate_macro.hpp"
#include "validation/calibrate_speeds.hpp"

namespace ballast::validation {

/// The sub-periods of history: thirds of the days that are judged.
constexpr std::size_t kSubPeriods = 3;

/// One score of a channel in one sub-period. The gain is what the signal takes off the score's mean
/// loss; p is the share of circular shifts of the signal that gain as much.
struct GateScore {
    double gain = 0;
    double p = 1;
};

/// The verdict on a channel. It passes where one of the two scores gains with p < .10 in at least
/// two sub-periods.
struct GateVerdict {
    std::string channel;
    double on_share = 0;    ///< of all days
    double breach_on = 0;   ///< frequency of a breach after a day with the signal
    double breach_off = 0;  ///< and without it
    /// Brier score, 1e-4, of the probability that BTC closes more than 10 % lower on one of the
    /// next five days: the past frequency after days like this one, against the past frequency.
    std::array<GateScore, kSubPeriods> breach;
    /// Mean tick loss, 1e-4, of BTC's 99 % one-day quantile in sigmas of the middle speed, with a
    /// sigma times 1 + S / 2 against one without, each with its own multiplier from before.
    std::array<GateScore, kSubPeriods> tick;
    bool passes = false;
};

/// The signal of one channel: its own score, held, as known at each midnight UTC.
struct Signal {
    std::string channel;
    std::vector<double> score;  ///< one a day of the prices
};

/// Returns what the channel had said by each day's end: the newest rank known then, as a score over
/// the threshold, held. `known_at` gives the moment at which the print of a date was known.
[[nodiscard]] Signal signal_of(const RankedChannel& channel, const ScoreRule& rule,
                               const history::IndicatorHistory& indicator,
                               std::span<const Close> days);

/// Judges a signal on daily closes. The first 500 days only teach; the rest is split in thirds.
/// Requires at least 800 days and one score each.
[[nodiscard]] GateVerdict judge_channel(const Signal& signal, std::span<const Close> days,
                                        const SpeedRule& rule);

}  // namespace ballast::validation
