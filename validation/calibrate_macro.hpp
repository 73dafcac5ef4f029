// SPDX-License-Identifier: MIT
// A macro channel's values, changes and ranks, in quantiles of the past alone.
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

/// How a rank becomes a score (model M-5, M-7).
struct ScoreRule {
    double threshold = 0;
    double hold = 0;
};

}  // namespace ballast::validation
