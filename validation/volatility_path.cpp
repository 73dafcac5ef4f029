// SPDX-License-Identifier: MIT
#include "validation/volatility_path.hpp"

#include <algorithm>
#include <tuple>

#include "engine/fixed_point.hpp"
#include "engine/volatility.hpp"

namespace ballast::validation {
namespace {

using engine::Variances;
using engine::VolatilityPolicy;
using engine::Wad;
using history::PricePoint;

// .94 a day, by the hour: .94^(1/24), to 18 decimals. RiskMetrics 1996.
constexpr std::int64_t kRiskMetricsHourly = 997'425'178'731'806'957;
constexpr double kWad = 1e-18;

double volatility(Wad variance) {
    return static_cast<double>(engine::wad_sqrt_up(variance).count()) * kWad;
}

std::int64_t hours_between(const PricePoint& from, const PricePoint& to) {
    return std::max<std::int64_t>((to.at - from.at).count / kHour.count, 1);
}

/// The mean square return a day over the first `count` prices. Requires count >= 2.
Wad mean_square(const std::vector<PricePoint>& points, std::size_t count) {
    Int128 sum = 0;
    for (std::size_t i = 1; i < count; ++i) {
        const Int128 r = engine::simple_return(points[i - 1].price, points[i].price).count();
        sum += engine::wad_mul_up(r, r);
    }
    const std::int64_t hours = hours_between(points.front(), points[count - 1]);
    return Wad::saturated(mul_div_up(sum, 24, hours));
}

/// The place of the first price after the warm-up.
std::size_t first_judged(const std::vector<PricePoint>& points) {
    const auto found = std::find_if(points.begin(), points.end(), [&](const PricePoint& point) {
        return point.at >= points.front().at + kWarmUp;
    });
    return static_cast<std::size_t>(found - points.begin());
}

VolatilityPolicy riskmetrics() {
    const Wad decay = Wad::of(kRiskMetricsHourly);
    return {.decay_fast = decay, .decay_mid = decay, .decay_slow = decay, .asymmetry = Wad()};
}

}  // namespace

std::string_view name_of(SigmaKind kind) noexcept {
    switch (kind) {
        case SigmaKind::published:
            return "published";
        case SigmaKind::plain:
            return "plain";
        case SigmaKind::ewma_normal:
            return "ewma_normal";
    }
    return "";
}

double VolatilityPoint::sigma(SigmaKind kind) const noexcept {
    switch (kind) {
        case SigmaKind::published:
            return published;
        case SigmaKind::plain:
            return plain;
        case SigmaKind::ewma_normal:
            return ewma_normal;
    }
    return 0;
}

Result<Variances> starting_variances(const history::PriceSeries& series) {
    const std::size_t first = first_judged(series.points);
    if (first < 2 || first == series.points.size())
        return fail(Errc::bad_data, series.source + " is too short: its first " +
                                        std::to_string(kWarmUp.count / kDay.count) +
                                        " days only warm the model up");
    const Wad start = mean_square(series.points, first);
    return Variances{start, start, start};
}

Result<std::vector<VolatilityPoint>> volatility_path(const VolatilityPolicy& policy,
                                                     const engine::AssetPolicy& asset,
                                                     const history::PriceSeries& series) {
    const auto start = starting_variances(series);
    if (!start) return fail(start.error());
    Variances variances = *start;
    Variances benchmark = *start;
    const std::vector<PricePoint>& points = series.points;
    const std::size_t first = first_judged(points);
    std::vector<VolatilityPoint> path;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const auto& [from, to] = std::tie(points[i - 1], points[i]);
        const std::int64_t hours = hours_between(from, to);
        variances =
            update_variances(policy, variances, from.price, to.price, hours, asset.two_sided);
        benchmark = update_variances(riskmetrics(), benchmark, from.price, to.price, hours);
        if (i < first) continue;
        const Wad now = std::max(largest(variances), har_variance(policy.har, variances));
        const Wad mixed =
            anti_procyclical_variance(now, asset.stress_volatility, asset.floor_volatility);
        path.push_back({to.at, static_cast<double>(to.price.count()) * 1e-8, volatility(mixed),
                        volatility(now), volatility(benchmark.mid)});
    }
    return path;
}

}  // namespace ballast::validation
