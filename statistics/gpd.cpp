// SPDX-License-Identifier: MIT
#include "statistics/gpd.hpp"

#include <cmath>
#include <vector>

#include "base/check.hpp"
#include "statistics/elementary.hpp"
#include "statistics/order.hpp"

namespace ballast::statistics {
namespace {

constexpr double kPlotting = 0.35;
// Nearer to 0 the power form loses more digits than the exponential form is wrong.
constexpr double kShapeOfExponential = 1e-9;

/// The mean of (1 - p_i) y_(i).
double weighted_moment(std::span<const double> sorted) {
    const auto count = static_cast<double>(sorted.size());
    double sum = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i)
        sum += (1 - (static_cast<double>(i + 1) - kPlotting) / count) * sorted[i];
    return sum / count;
}

}  // namespace

Result<Gpd> fit_gpd(std::span<const double> excesses) {
    const std::vector<double> sorted = ascending(excesses);
    if (sorted.size() < 2 || !(sorted.front() > 0) || !std::isfinite(sorted.back()))
        return fail(Errc::bad_data, "a GPD needs two or more excesses above 0, all finite");
    if (sorted.front() == sorted.back())
        return fail(Errc::bad_data, "a GPD cannot be fitted to excesses that are all equal");
    const double a0 = mean(sorted);
    const double a1 = weighted_moment(sorted);
    if (!(a0 - 2 * a1 > 0) || !(a1 > 0))
        return fail(Errc::bad_data, "these excesses have no GPD by probability-weighted moments");
    return Gpd{.shape = 2 - a0 / (a0 - 2 * a1), .scale = 2 * a0 * a1 / (a0 - 2 * a1)};
}

Result<GpdTail> fit_gpd_tail(std::span<const double> losses, double threshold) {
    std::vector<double> excesses;
    for (const double loss : losses)
        if (loss > threshold) excesses.push_back(loss - threshold);
    const Result<Gpd> gpd = fit_gpd(excesses);
    if (!gpd) return fail(gpd.error());
    return GpdTail{*gpd, threshold, excesses.size(), losses.size()};
}

double tail_quantile(const GpdTail& tail, double level) {
    const double share =
        static_cast<double>(tail.exceedances) / static_cast<double>(tail.observations);
    const double log_ratio = portable_log((1 - level) / share);
    // A hair over: 1 - level of the threshold's own level is seldom exact.
    BALLAST_CHECK(level < 1 && log_ratio < 1e-9);
    const auto [shape, scale] = tail.gpd;
    if (std::fabs(shape) < kShapeOfExponential) return tail.threshold - scale * log_ratio;
    return tail.threshold + scale / shape * (portable_exp(-shape * log_ratio) - 1);
}

double tail_shortfall(const GpdTail& tail, double level) {
    const auto [shape, scale] = tail.gpd;
    BALLAST_CHECK(shape < 1);
    return (tail_quantile(tail, level) + scale - shape * tail.threshold) / (1 - shape);
}

}  // namespace ballast::statistics
