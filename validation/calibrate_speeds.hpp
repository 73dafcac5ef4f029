// SPDX-License-Identifier: MIT
// The model's variances in doubles, for trying many decays. engine/volatility.hpp is the model.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "engine/policy.hpp"
#include "history/series.hpp"

namespace ballast::validation {

/// A price in its debt's asset at the moment when it was known.
struct Close {
    UnixSeconds at;
    double price = 0;
};

/// Returns the prices known up to `until`.
[[nodiscard]] std::vector<Close> closes_of(const history::PriceSeries& series, UnixSeconds until);

/// Returns those at midnight UTC.
[[nodiscard]] std::vector<Close> daily_closes(std::span<const Close> closes);

/// Variances a day at three speeds.
struct Speeds {
    double fast = 0;
    double mid = 0;
    double slow = 0;

    [[nodiscard]] double largest() const noexcept;
};

/// How squared returns are weighed (model M-1, M-2).
struct SpeedRule {
    std::array<double, 3> decays{};  ///< an hour: fast, mid, slow
    double asymmetry = 0;
    bool two_sided = false;  ///< a rise counts as a fall does
};

/// Returns the rule of a policy's asset.
[[nodiscard]] SpeedRule rule_of(const engine::VolatilityPolicy& policy, bool two_sided);

/// Returns the variances after each close, the first of them that of the start: the mean of the
/// first 30 days' squares. Requires closes that cover more than 30 days, in order, positive.
[[nodiscard]] std::vector<Speeds> speed_path(std::span<const Close> closes, const SpeedRule& rule);

/// Returns sqrt(max((3 v + stress^2) / 4, floor^2)), a day (model M-3).
[[nodiscard]] double published_volatility(double variance, double stress, double floor);

/// The closes that only warm the speeds up: 69 days, the slowest half-life. Requires more closes
/// than that.
[[nodiscard]] std::size_t warm_up(std::span<const Close> closes);

}  // namespace ballast::validation
