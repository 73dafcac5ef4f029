// SPDX-License-Identifier: MIT
#include "statistics/coverage.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "statistics/distributions.hpp"
#include "statistics/elementary.hpp"

namespace ballast::statistics {
namespace {

constexpr double kYellowFrom = 0.95;
constexpr double kRedFrom = 0.9999;

/// The log-likelihood of `hits` and `misses` at probability p, with 0 ln 0 = 0.
double log_likelihood(std::int64_t hits, std::int64_t misses, double p) {
    const double of_hits = hits == 0 ? 0 : static_cast<double>(hits) * portable_log(p);
    const double of_misses = misses == 0 ? 0 : static_cast<double>(misses) * portable_log(1 - p);
    return of_hits + of_misses;
}

double at_its_own_rate(std::int64_t hits, std::int64_t misses) {
    if (hits + misses == 0) return 0;
    return log_likelihood(hits, misses,
                          static_cast<double>(hits) / static_cast<double>(hits + misses));
}

LikelihoodRatio ratio(double restricted, double free, int degrees) {
    const double statistic = std::max(0.0, 2 * (free - restricted));  // rounding may give -1e-16
    return {statistic, chi_square_tail(statistic, degrees)};
}

}  // namespace

LikelihoodRatio kupiec(std::int64_t hits, std::int64_t observations, double p) {
    BALLAST_CHECK(observations >= 1 && hits >= 0 && hits <= observations && p > 0 && p < 1);
    const std::int64_t misses = observations - hits;
    return ratio(log_likelihood(hits, misses, p), at_its_own_rate(hits, misses), 1);
}

Transitions transitions(std::span<const std::uint8_t> hits) {
    Transitions counts;
    for (std::size_t i = 1; i < hits.size(); ++i) {
        if (hits[i - 1] == 0)
            ++(hits[i] == 0 ? counts.n00 : counts.n01);
        else
            ++(hits[i] == 0 ? counts.n10 : counts.n11);
    }
    return counts;
}

LikelihoodRatio independence(const Transitions& counts) {
    const auto [n00, n01, n10, n11] = counts;
    const double one_rate = at_its_own_rate(n01 + n11, n00 + n10);
    const double two_rates = at_its_own_rate(n01, n00) + at_its_own_rate(n11, n10);
    return ratio(one_rate, two_rates, 1);
}

LikelihoodRatio conditional_coverage(std::span<const std::uint8_t> hits, double p) {
    const auto observations = static_cast<std::int64_t>(hits.size());
    const auto failures = std::count(hits.begin(), hits.end(), std::uint8_t{1});
    const double statistic =
        kupiec(failures, observations, p).statistic + independence(transitions(hits)).statistic;
    return {statistic, chi_square_tail(statistic, 2)};
}

TrafficLight traffic_light(std::int64_t hits, std::int64_t observations, double p) {
    const double cumulative = binomial_cdf(hits, observations, p);
    if (cumulative >= kRedFrom) return TrafficLight::red;
    return cumulative >= kYellowFrom ? TrafficLight::yellow : TrafficLight::green;
}

std::string_view name_of(TrafficLight light) noexcept {
    switch (light) {
        case TrafficLight::green:
            return "green";
        case TrafficLight::yellow:
            return "yellow";
        case TrafficLight::red:
            return "red";
    }
    return "";
}

}  // namespace ballast::statistics
