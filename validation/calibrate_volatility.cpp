// SPDX-License-Identifier: MIT
#include "validation/calibrate_volatility.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "statistics/decay.hpp"
#include "statistics/elementary.hpp"
#include "statistics/forecast.hpp"
#include "statistics/nnls.hpp"
#include "statistics/order.hpp"

namespace ballast::validation {
namespace {

constexpr std::size_t kDayHours = 24;
constexpr double kLevel = .99;
constexpr double kTickUnit = 1e4;

using Series = std::span<const std::vector<Close>>;
/// A volatility a day after each close, from the speeds.
using Sigma = std::function<double(const Speeds&)>;

/// Sums of squared returns up to each close, so that a window's variance is a difference.
std::vector<double> summed_squares(std::span<const Close> closes) {
    std::vector<double> sums = {0};
    for (std::size_t i = 1; i < closes.size(); ++i) {
        const double r = closes[i].price / closes[i - 1].price - 1;
        sums.push_back(sums.back() + r * r);
    }
    return sums;
}

double largest_sigma(const Speeds& speeds) {
    return std::sqrt(speeds.largest());
}

/// The mean QLIKE of three decays over windows of `hours`.
std::array<double, 3> likelihood(Series series, const std::array<double, 3>& decays,
                                 std::size_t hours) {
    std::array<double, 3> loss{};
    double count = 0;
    for (const std::vector<Close>& closes : series) {
        const auto path = speed_path(closes, {.decays = decays, .asymmetry = 0});
        const auto sums = summed_squares(closes);
        for (std::size_t i = warm_up(closes); i + hours < closes.size(); ++i, ++count) {
            const double y = (sums[i + hours] - sums[i]) * kDayHours / static_cast<double>(hours);
            const std::array<double, 3> forecasts = {path[i].fast, path[i].mid, path[i].slow};
            for (std::size_t k = 0; k < loss.size(); ++k)
                loss[k] += statistics::portable_log(forecasts[k]) + y / forecasts[k];
        }
    }
    for (double& value : loss)
        value /= count;
    return loss;
}

/// The mean tick loss of the second half, with the first half's multiplier.
double split_score(std::span<const Close> closes, const SpeedRule& rule, const Sigma& sigma) {
    const auto path = speed_path(closes, rule);
    const std::size_t first = warm_up(closes);
    const std::size_t middle = (first + closes.size()) / 2;
    const auto loss = [&](std::size_t i) {
        return 1 - closes[i + kDayHours].price / closes[i].price;
    };
    std::vector<double> past;
    for (std::size_t i = first; i + kDayHours <= middle; ++i)
        past.push_back(loss(i) / sigma(path[i]));
    const double multiplier = statistics::quantile(statistics::ascending(past), kLevel);
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = middle; i + kDayHours < closes.size(); ++i, ++count)
        sum += statistics::tick_loss({loss(i), multiplier * sigma(path[i]), 1}, kLevel);
    return kTickUnit * sum / static_cast<double>(count);
}

double mean_score(Series series, const SpeedRule& rule, const Sigma& sigma) {
    double sum = 0;
    for (const std::vector<Close>& closes : series)
        sum += split_score(closes, rule, sigma);
    return sum / static_cast<double>(series.size());
}

/// The columns of the regression and its target, both over the slow variance.
struct Regression {
    std::vector<std::vector<double>> columns{4};
    std::vector<double> target;

    void add(std::span<const Close> closes, const SpeedRule& rule, bool first_half_only) {
        const auto path = speed_path(closes, rule);
        const auto sums = summed_squares(closes);
        const std::size_t first = warm_up(closes);
        const std::size_t end = first_half_only ? (first + closes.size()) / 2 : closes.size();
        for (std::size_t i = first; i + kDayHours < end; ++i) {
            if (closes[i].at.count % kDay.count != 0) continue;
            const Speeds& speeds = path[i];
            columns[0].push_back(1 / speeds.slow);
            columns[1].push_back(speeds.fast / speeds.slow);
            columns[2].push_back(speeds.mid / speeds.slow);
            columns[3].push_back(1);
            target.push_back((sums[i + kDayHours] - sums[i]) / speeds.slow);
        }
    }
};

Result<std::array<double, 4>> regress(Series series, const SpeedRule& rule, bool first_half_only,
                                      std::size_t& days) {
    Regression regression;
    for (const std::vector<Close>& closes : series)
        regression.add(closes, rule, first_half_only);
    days = regression.target.size();
    const auto fitted =
        statistics::nonnegative_least_squares(regression.columns, regression.target);
    if (!fitted) return fail(fitted.error());
    return std::array<double, 4>{(*fitted)[0], (*fitted)[1], (*fitted)[2], (*fitted)[3]};
}

double forecast(const std::array<double, 4>& coefficients, const Speeds& speeds) {
    return coefficients[0] + coefficients[1] * speeds.fast + coefficients[2] * speeds.mid +
           coefficients[3] * speeds.slow;
}

double share_above(Series series, const SpeedRule& rule,
                   const std::array<double, 4>& coefficients) {
    std::size_t above = 0;
    std::size_t count = 0;
    for (const std::vector<Close>& closes : series) {
        const auto path = speed_path(closes, rule);
        for (std::size_t i = warm_up(closes); i < path.size(); ++i, ++count)
            above += forecast(coefficients, path[i]) > path[i].largest() ? 1U : 0U;
    }
    return static_cast<double>(above) / static_cast<double>(count);
}

/// The losses of the policy's decays and of the grid's.
struct Tried {
    double best = std::numeric_limits<double>::max();
    double best_days = 0;
    double policy = std::numeric_limits<double>::max();
};

Tried try_all(Series series, const std::array<double, 3>& decays, std::size_t hours) {
    Tried tried;
    const auto of_policy = likelihood(series, decays, hours);
    tried.policy = *std::min_element(of_policy.begin(), of_policy.end());
    for (std::size_t k = 0; k < kHalfLives.size(); k += 3) {
        std::array<double, 3> some{};
        for (std::size_t j = 0; j < some.size(); ++j)
            some[j] = statistics::decay_of_half_life(kHalfLives[k + j] * kDayHours);
        const auto loss = likelihood(series, some, hours);
        for (std::size_t j = 0; j < some.size(); ++j) {
            if (loss[j] >= tried.best) continue;
            tried.best = loss[j];
            tried.best_days = kHalfLives[k + j];
        }
    }
    return tried;
}

}  // namespace

std::vector<BestHalfLife> best_half_lives(Series series, const std::array<double, 3>& decays) {
    static_assert(kHalfLives.size() % 3 == 0);
    std::vector<BestHalfLife> best;
    for (const std::size_t hours : {std::size_t{1}, kDayHours, 7 * kDayHours, 30 * kDayHours}) {
        const Tried tried = try_all(series, decays, hours);
        best.push_back({Seconds{static_cast<std::int64_t>(hours) * kHour.count}, tried.best_days,
                        tried.best, tried.policy - tried.best});
    }
    return best;
}

std::vector<RuleScore> asymmetry_scores(Series series, const std::array<double, 3>& decays) {
    std::vector<RuleScore> result;
    for (int tenths = 0; tenths <= 5; ++tenths) {
        const SpeedRule rule{.decays = decays, .asymmetry = tenths / 10.0};
        result.push_back({rule.asymmetry, mean_score(series, rule, largest_sigma)});
    }
    return result;
}

Result<HarFit> fit_har(Series series, const SpeedRule& rule) {
    HarFit fit;
    const auto whole = regress(series, rule, false, fit.days);
    if (!whole) return fail(whole.error());
    std::size_t half_days = 0;
    const auto half = regress(series, rule, true, half_days);
    if (!half) return fail(half.error());
    fit.coefficients = *whole;
    fit.above_share = share_above(series, rule, *whole);
    fit.tick_without = mean_score(series, rule, largest_sigma);
    fit.tick_with = mean_score(series, rule, [&half](const Speeds& speeds) {
        return std::sqrt(std::max(speeds.largest(), forecast(*half, speeds)));
    });
    return fit;
}

}  // namespace ballast::validation
