// SPDX-License-Identifier: MIT
#include "validation/calibrate_tails.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/gpd.hpp"
#include "statistics/order.hpp"

namespace ballast::validation {
namespace {

constexpr double kThresholdRank = .9;
constexpr double kShapeMax = .5;

statistics::GpdTail as_gpd(const TailFit& tail) {
    return {.gpd = {.shape = tail.shape, .scale = tail.scale},
            .threshold = tail.threshold,
            .exceedances = tail.exceedances,
            .observations = tail.blocks};
}

}  // namespace

std::vector<double> block_losses(std::span<const Close> closes, const SigmaPath& sigmas,
                                 std::size_t first, Seconds horizon, bool reverse) {
    std::vector<double> losses;
    const double root =
        std::sqrt(static_cast<double>(horizon.count) / static_cast<double>(kDay.count));
    std::size_t end = first;
    for (std::size_t i = first; i < closes.size(); ++i) {
        while (end < closes.size() && closes[end].at < closes[i].at + horizon)
            ++end;
        if (end == closes.size()) break;
        if (closes[end].at != closes[i].at + horizon) continue;
        const double kept = closes[end].price / closes[i].price;
        losses.push_back((1 - (reverse ? 1 / kept : kept)) / (sigmas[i] * root));
    }
    std::sort(losses.begin(), losses.end());
    return losses;
}

Result<TailFit> fit_tail(std::span<const double> losses) {
    if (losses.empty()) return fail(Errc::bad_data, "there is no block of this horizon");
    const double threshold = statistics::quantile(losses, kThresholdRank);
    const auto fitted = statistics::fit_gpd_tail(losses, threshold);
    if (!fitted) return fail(fitted.error());
    TailFit tail{.threshold = threshold,
                 .shape = std::clamp(fitted->gpd.shape, 0.0, kShapeMax),
                 .scale = fitted->gpd.scale,
                 .worst = losses.back(),
                 .blocks = losses.size(),
                 .exceedances = fitted->exceedances};
    // The mean excess is scale / (1 - shape).
    if (tail.shape != fitted->gpd.shape)
        tail.scale = fitted->gpd.scale / (1 - fitted->gpd.shape) * (1 - tail.shape);
    return tail;
}

double quantile_of(const TailFit& tail, double level) {
    return statistics::tail_quantile(as_gpd(tail), level);
}

double shortfall_of(const TailFit& tail, std::span<const double> losses, double level) {
    return std::max(statistics::tail_shortfall(as_gpd(tail), level),
                    statistics::expected_shortfall(losses, level));
}

}  // namespace ballast::validation
