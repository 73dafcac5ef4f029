// SPDX-License-Identifier: MIT
// Does a quantile forecast hold as often as it says, and do its failures come alone?
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ballast::statistics {

/// A likelihood-ratio test: its statistic and the probability of one as large if the model holds.
struct LikelihoodRatio {
    double statistic = 0;
    double p = 1;
};

/// Tests that hits come with probability `p` (proportion of failures; 1 degree of freedom).
/// Requires 0 <= hits <= observations, observations >= 1, 0 < p < 1.
/// Source: Kupiec, Journal of Derivatives 3 (1995), 73-84.
[[nodiscard]] LikelihoodRatio kupiec(std::int64_t hits, std::int64_t observations, double p);

/// How often a quiet or a hit period (first digit) was followed by a quiet or a hit one (second).
struct Transitions {
    std::int64_t n00 = 0;
    std::int64_t n01 = 0;
    std::int64_t n10 = 0;
    std::int64_t n11 = 0;
};

/// Counts the transitions of a series of hits (1) and quiet periods (0) in order of time.
[[nodiscard]] Transitions transitions(std::span<const std::uint8_t> hits);

/// Tests that a hit is as likely after a hit as after a quiet period (1 degree of freedom). p is 1
/// where there is no hit to follow.
/// Source: Christoffersen, International Economic Review 39 (1998), 841-862.
[[nodiscard]] LikelihoodRatio independence(const Transitions& counts);

/// Tests both at once: the sum of the two statistics, 2 degrees of freedom. Requires a series that
/// is not empty. Source: ibid.
[[nodiscard]] LikelihoodRatio conditional_coverage(std::span<const std::uint8_t> hits, double p);

/// The zones of the Basel Committee.
enum class TrafficLight { green, yellow, red };

/// Returns the zone of `hits`: green while P(X <= hits) is under 95 %, yellow under 99.99 %, red
/// from there, for X binomial; any number of observations and any p.
/// Source: Basel Committee, "Supervisory framework for the use of backtesting", January 1996.
[[nodiscard]] TrafficLight traffic_light(std::int64_t hits, std::int64_t observations, double p);

/// Returns "green", "yellow" or "red".
[[nodiscard]] std::string_view name_of(TrafficLight light) noexcept;

}  // namespace ballast::statistics
