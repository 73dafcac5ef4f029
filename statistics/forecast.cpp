// SPDX-License-Identifier: MIT
#include "statistics/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.hpp"
#include "statistics/elementary.hpp"
#include "statistics/normal.hpp"
#include "statistics/order.hpp"

namespace ballast::statistics {
namespace {

/// The mean of (x_t - centre)(x_(t-lag) - centre), over n as Newey and West have it.
double autocovariance(std::span<const double> values, double centre, std::size_t lag) {
    double sum = 0;
    for (std::size_t t = lag; t < values.size(); ++t)
        sum += (values[t] - centre) * (values[t - lag] - centre);
    return sum / static_cast<double>(values.size());
}

}  // namespace

double acerbi_szekely_z2(std::span<const Outcome> outcomes, double level) {
    BALLAST_CHECK(!outcomes.empty() && level > 0 && level < 1);
    double sum = 0;
    for (const Outcome& outcome : outcomes) {
        BALLAST_CHECK(outcome.shortfall > 0);
        if (outcome.loss > outcome.quantile) sum += outcome.loss / outcome.shortfall;
    }
    return 1 - sum / (static_cast<double>(outcomes.size()) * (1 - level));
}

double tick_loss(const Outcome& outcome, double level) {
    const double hit = outcome.loss > outcome.quantile ? 1 : 0;
    return (hit - (1 - level)) * (outcome.loss - outcome.quantile);
}

double fissler_ziegel_loss(const Outcome& outcome, double level) {
    const auto [loss, quantile, shortfall] = outcome;
    BALLAST_CHECK(shortfall > 0);
    const double beyond = std::max(0.0, loss - quantile);
    return beyond / ((1 - level) * shortfall) + quantile / shortfall + portable_log(shortfall) - 1;
}

double long_run_variance(std::span<const double> values, std::size_t lags) {
    const double centre = mean(values);
    double sum = autocovariance(values, centre, 0);
    for (std::size_t k = 1; k <= lags && k < values.size(); ++k) {
        const double weight = 1 - static_cast<double>(k) / static_cast<double>(lags + 1);
        sum += 2 * weight * autocovariance(values, centre, k);
    }
    return std::max(sum, 0.0);  // the weights make it so, up to rounding
}

Result<DieboldMariano> diebold_mariano(std::span<const double> first,
                                       std::span<const double> second, std::size_t lags) {
    BALLAST_CHECK(first.size() == second.size());
    std::vector<double> differences;
    for (std::size_t t = 0; t < first.size(); ++t)
        differences.push_back(first[t] - second[t]);
    const double variance = differences.empty() ? 0 : long_run_variance(differences, lags);
    if (!(variance > 0))
        return fail(Errc::bad_data,
                    "Diebold-Mariano: the two forecasts' losses differ nowhere, or "
                    "everywhere by the same amount");
    const double average = mean(differences);
    const double statistic = average / std::sqrt(variance / static_cast<double>(first.size()));
    return DieboldMariano{average, statistic, 2 * normal_cdf(-std::fabs(statistic))};
}

}  // namespace ballast::statistics
