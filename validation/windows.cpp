// SPDX-License-Identifier: MIT
#include "validation/windows.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.hpp"
#include "statistics/normal.hpp"

namespace ballast::validation {
namespace {

constexpr double kHaircutMax = 0.95;

/// Quantile and shortfall in sigmas.
struct Multiples {
    double quantile = 0;
    double shortfall = 0;
};

Multiples multiples(const engine::TailPoint& tail, SigmaKind kind) {
    if (kind != SigmaKind::ewma_normal)
        return {static_cast<double>(tail.quantile.count()) * 1e-18,
                static_cast<double>(tail.shortfall.count()) * 1e-18};
    const double beyond = 1 - tail.level.count() / double{engine::kBpsOne};
    const double quantile = -statistics::normal_quantile(beyond);
    return {quantile, statistics::normal_density(quantile) / beyond};
}

}  // namespace

std::string_view name_of(Falling falling) noexcept {
    return falling == Falling::collateral ? "collateral" : "debt";
}

std::vector<Window> windows(std::span<const VolatilityPoint> path, Seconds horizon, Seconds offset,
                            const Span& span, Falling falling) {
    BALLAST_CHECK(horizon >= kHour && offset.count >= 0 && offset < horizon);
    std::vector<Window> found;
    auto last = path.begin();
    for (const VolatilityPoint& start : path) {
        const UnixSeconds end = start.at + horizon;
        if ((start.at.count - offset.count) % horizon.count != 0) continue;
        if (start.at < span.from || end > span.until) continue;
        last = std::find_if(last, path.end(), [&](const auto& point) { return point.at >= end; });
        if (last == path.end() || last->at != end) continue;
        const bool direct = falling == Falling::collateral;
        const auto [before, after] = direct ? std::pair(start.price, last->price)
                                            : std::pair(1 / start.price, 1 / last->price);
        found.push_back({&start, (before - after) / before});
    }
    return found;
}

double sigma_of(double daily, Seconds horizon) {
    return daily * std::sqrt(static_cast<double>(horizon.count) / double{kDay.count});
}

std::vector<statistics::Outcome> outcomes(std::span<const Window> windows,
                                          const engine::TailPoint& tail, SigmaKind kind) {
    const auto [quantile, shortfall] = multiples(tail, kind);
    std::vector<statistics::Outcome> said;
    for (const Window& window : windows) {
        const double sigma = sigma_of(window.start->sigma(kind), tail.horizon);
        said.push_back({window.loss, std::min(quantile * sigma, kHaircutMax),
                        std::min(shortfall * sigma, kHaircutMax)});
    }
    return said;
}

}  // namespace ballast::validation
