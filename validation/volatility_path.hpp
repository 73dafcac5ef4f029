// SPDX-License-Identifier: MIT
// What the model believed at each hour, by the engine's own arithmetic.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "engine/state.hpp"
#include "history/series.hpp"

namespace ballast::validation {

/// Which volatility a forecast is made of.
enum class SigmaKind {
    published,    ///< the model: with stress mix and floor (M-3)
    plain,        ///< the same before them: the largest of the three speeds and of HAR
    ewma_normal,  ///< the benchmark: RiskMetrics, symmetric, with the normal's tail
};

/// Returns "published", "plain" or "ewma_normal".
[[nodiscard]] std::string_view name_of(SigmaKind kind) noexcept;

/// One hour of history with the volatilities a day that were known at its end.
struct VolatilityPoint {
    UnixSeconds at;
    double price = 0;
    double published = 0;
    double plain = 0;
    double ewma_normal = 0;

    [[nodiscard]] double sigma(SigmaKind kind) const noexcept;
};

/// The first 90 days only warm the variances up, from their own mean square: three halvings and
/// more of the two faster speeds, one of the slow.
constexpr Seconds kWarmUp{90 * kDay.count};

/// Returns the variances to begin with: the mean square return a day of the warm-up, at every
/// speed. Errors: bad_data where the series does not outlast the warm-up.
[[nodiscard]] Result<engine::Variances> starting_variances(const history::PriceSeries& series);

/// Folds engine::update_variances over the series and returns a point for each price after the
/// warm-up. Every price is believed: no jump waits for a second source, as in a live run.
/// Errors: those of starting_variances.
[[nodiscard]] Result<std::vector<VolatilityPoint>> volatility_path(
    const engine::VolatilityPolicy& policy, const engine::AssetPolicy& asset,
    const history::PriceSeries& series);

}  // namespace ballast::validation
