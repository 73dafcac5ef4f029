// SPDX-License-Identifier: MIT
// What history says for and against the three half-lives, the asymmetry and a forecast from all
// three speeds.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "validation/calibrate_speeds.hpp"

namespace ballast::validation {

/// The half-life whose exponential average forecast the variance over a horizon best.
struct BestHalfLife {
    Seconds horizon;
    double days = 0;
    double loss = 0;   ///< mean of ln f + y / f (QLIKE; Patton, Journal of Econometrics 2011)
    double worse = 0;  ///< how much more the policy's nearest half-life loses
};

/// The half-lives that are tried, in days.
inline constexpr std::array kHalfLives = {.25,  .5,   1.0,  2.0,  4.0,  7.0,
                                          11.0, 16.0, 23.0, 33.0, 48.0, 69.0};

/// Returns the best half-life at 1 h, 1, 7 and 30 days, over all series together, each hour from
/// the warm-up on; `decays` are the policy's. Requires hourly series longer than 120 days.
[[nodiscard]] std::vector<BestHalfLife> best_half_lives(std::span<const std::vector<Close>> series,
                                                        const std::array<double, 3>& decays);

/// How a rule's 99 % quantile over 24 h did in the second half of history, in sigmas of the largest
/// of its speeds, with a multiplier from the first half.
struct RuleScore {
    double parameter = 0;  ///< the asymmetry
    double tick_loss = 0;  ///< mean, in 1e-4
};

/// Returns the score of each asymmetry of 0, .1, ... .5. Requires as above.
[[nodiscard]] std::vector<RuleScore> asymmetry_scores(std::span<const std::vector<Close>> series,
                                                      const std::array<double, 3>& decays);

/// A forecast of the next day's variance: constant + fast, mid and slow, none negative. An
/// exponential HAR: Bollerslev, Hood, Huss and Pedersen, Review of Financial Studies 2018.
struct HarFit {
    std::array<double, 4> coefficients{};  ///< constant, fast, mid, slow
    std::size_t days = 0;
    double above_share = 0;   ///< part of the hours on which it exceeds the largest speed
    double tick_without = 0;  ///< as RuleScore, with a fit on the first half alone
    double tick_with = 0;
};

/// Fits by non-negative least squares on whole days, each weighed by 1 / slow, for the variance of
/// variance grows with its square. Requires as above.
/// Errors: bad_data where the speeds depend on each other.
[[nodiscard]] Result<HarFit> fit_har(std::span<const std::vector<Close>> series,
                                     const SpeedRule& rule);

}  // namespace ballast::validation
