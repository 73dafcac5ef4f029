// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <vector>

#include "engine/policy.hpp"
#include "history/series.hpp"
#include "statistics/random.hpp"

namespace ballast::validation::test {

constexpr UnixSeconds kFirst{1'600'000'000 / kDay.count * kDay.count};

/// Hourly prices from kFirst on.
inline history::PriceSeries series_of(const std::vector<double>& prices) {
    history::PriceSeries series{.source = "test", .spacing = kHour};
    for (std::size_t i = 0; i < prices.size(); ++i) {
        const auto count = static_cast<std::int64_t>(std::llround(prices[i] * 1e8));
        series.points.push_back({kFirst + Seconds{static_cast<std::int64_t>(i) * kHour.count},
                                 engine::Price::of(count)});
    }
    return series;
}

/// Prices whose hourly returns are normal, of `sigma` a day.
inline history::PriceSeries normal_series(std::size_t days, double sigma, std::uint64_t seed) {
    statistics::Random random(seed);
    std::vector<double> prices{1'000};
    while (prices.size() < days * 24)
        prices.push_back(prices.back() * (1 + sigma / std::sqrt(24.0) * random.normal()));
    return series_of(prices);
}

inline engine::Wad wad(double x) {
    return engine::Wad::of(static_cast<std::int64_t>(std::llround(x * 1e12)) * 1'000'000);
}

/// The shipped speeds without asymmetry.
inline engine::VolatilityPolicy symmetric() {
    return {.decay_fast = wad(0.971531941154),
            .decay_mid = wad(0.997377886259),
            .decay_slow = wad(0.999581520449)};
}

/// A collateral whose tails are `scale` times the normal's, at every horizon and level judged.
inline engine::AssetPolicy normal_asset(double scale) {
    engine::AssetPolicy asset{.asset = "BTC"};
    for (const std::int64_t hours : {1, 6, 24}) {
        const Seconds horizon{hours * kHour.count};
        asset.tails.push_back(
            {horizon, engine::Bps::of(9'900), wad(scale * 2.326348), wad(scale * 2.665214)});
        asset.tails.push_back(
            {horizon, engine::Bps::of(9'950), wad(scale * 2.575829), wad(scale * 2.891916)});
    }
    return asset;
}

}  // namespace ballast::validation::test
