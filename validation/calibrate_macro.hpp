// SPDX-License-Identifier: MIT
// The macro score from reference quantiles of the past alone, and the alarm budget that sets its
// threshold.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/policy.hpp"
#include "history/series.hpp"

namespace ballast::validation {

/// The prints of a reference distribution: five years of trading days.
constexpr std::size_t kReferencePrints = 1'260;

/// A value at a market date.
struct Dated {
    UnixSeconds date;
    double value = 0;
};

/// Returns the channel's values: prints, or realised volatilities as engine/channel.cpp has them.
/// The first 60 of those are left out: after twelve half-lives the first variance is forgotten.
[[nodiscard]] std::vector<Dated> channel_values(const history::PrintSeries& series,
                                                engine::Transform transform,
                                                double indicator_decay);

/// Returns the relative changes over `prints` prints, where the earlier one is positive.
[[nodiscard]] std::vector<Dated> changes(std::span<const Dated> values, std::size_t prints);

/// Returns the quantiles at `ranks` of the last kReferencePrints values up to and with `last`.
/// Requires at least one such value.
[[nodiscard]] std::vector<double> reference(std::span<const Dated> values,
                                            std::span<const double> ranks, UnixSeconds last);

/// Returns the rank of x in those quantiles, linear between them (model M-4, without its rounding).
[[nodiscard]] double rank_of(std::span<const double> quantiles, std::span<const double> ranks,
                             double x);

/// Ranks by date.
using DailyRanks = std::map<UnixSeconds, double>;

/// Returns the larger of the ranks of the 1-day and the 5-day change on each date from `from` on,
/// in quantiles that are renewed each January from the years before. Requires values before `from`.
[[nodiscard]] DailyRanks daily_ranks(std::span<const Dated> values, std::span<const double> ranks,
                                     UnixSeconds from);

/// A channel's ranks and its weight in the score.
struct RankedChannel {
    std::string name;
    double weight = 1;
    DailyRanks ranks;
};

/// How ranks become a score (model M-5 to M-7).
struct ScoreRule {
    double threshold = 0;
    double hold = 0;
};

/// Returns S on each weekday on which any channel has a rank; a channel keeps its last one.
[[nodiscard]] std::vector<Dated> scores(std::span<const RankedChannel> channels,
                                        const ScoreRule& rule);

/// Returns the part of the days on which S is at least a half. Requires a day.
[[nodiscard]] double alarm_share(std::span<const Dated> scores);

/// Returns the least threshold on a grid of .005 from .5 on whose alarm share keeps `budget`, or
/// .995 where none does.
[[nodiscard]] double rank_threshold(std::span<const RankedChannel> channels, double hold,
                                    double budget);

}  // namespace ballast::validation
