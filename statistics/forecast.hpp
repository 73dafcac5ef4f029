// SPDX-License-Identifier: MIT
// Scores of a forecast of quantile and shortfall, and the test that tells two forecasts apart.
// Losses are positive: a fall of 3 % is .03.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.hpp"

namespace ballast::statistics {

/// What was said of one period and what came.
struct Outcome {
    double loss = 0;
    double quantile = 0;   ///< the loss that was to be exceeded with probability 1 - level
    double shortfall = 0;  ///< the mean loss in that case; above 0
};

/// Returns the Z2 of Acerbi and Szekely: 1 - sum over the hits of loss / shortfall, divided by the
/// number of hits expected. 0 is expected of a true model, less of one that understates risk; -.7
/// is the 5 % critical value of 250 days at 97.5 %. Requires at least one outcome, 0 < level < 1
/// and shortfalls above 0. Source: "Backtesting expected shortfall", Risk, December 2014, test 2.
[[nodiscard]] double acerbi_szekely_z2(std::span<const Outcome> outcomes, double level);

/// Returns (1{loss > quantile} - (1 - level)) (loss - quantile), whose mean the true quantile makes
/// least. Source: Koenker and Bassett, Econometrica 46 (1978), 33-50.
[[nodiscard]] double tick_loss(const Outcome& outcome, double level);

/// Returns the joint score of quantile q and shortfall e, homogeneous of degree 0:
/// 1{loss > q} (loss - q) / ((1 - level) e) + q / e + ln e - 1. Requires e > 0.
/// Source: Fissler and Ziegel, Annals of Statistics 44 (2016); this form is Patton, Ziegel and
/// Chen, Journal of Econometrics 211 (2019), equation 6.
[[nodiscard]] double fissler_ziegel_loss(const Outcome& outcome, double level);

/// Returns the variance of sqrt(n) times the mean, with Bartlett weights 1 - k / (lags + 1); never
/// negative. Requires at least one value. Source: Newey and West, Econometrica 55 (1987), 703-708.
[[nodiscard]] double long_run_variance(std::span<const double> values, std::size_t lags);

/// A test of equal accuracy.
struct DieboldMariano {
    double mean_difference = 0;  ///< below 0: the first forecast lost less
    double statistic = 0;        ///< standard normal if both are equally good
    double p = 1;                ///< two-sided
};

/// Compares the losses of two forecasts of the same periods; `lags` is the overlap of forecasts
/// less one, or what autocorrelation asks for. Requires spans of one length.
/// Errors: bad_data where the differences do not vary, so that there is nothing to judge by.
/// Source: Diebold and Mariano, Journal of Business and Economic Statistics 13 (1995), 253-263.
[[nodiscard]] Result<DieboldMariano> diebold_mariano(std::span<const double> first,
                                                     std::span<const double> second,
                                                     std::size_t lags);

}  // namespace ballast::statistics
