// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/policy.hpp"
#include "validation/volatility_path.hpp"

namespace ballast::validation {

/// How much one daily haircut moved by itself over all of history. Rises in parts of the price: .02
/// is two percentage points.
struct ProcyclicalityRow {
    std::string asset;
    /// "tail_published", "tail_plain", "tail_ewma_normal": the quantile of 24 h at 99 %;
    /// "lt", "ltv": 1 less what the whole model would have had in force.
    std::string haircut;
    double trough = 0;
    double peak = 0;
    double peak_to_trough = 1;
    double rise_1d = 0;
    double rise_5d = 0;
    double rise_30d = 0;
    std::optional<double> moves_a_year;  ///< of "lt" and "ltv": how often it was published anew
};

/// Returns the figures of a haircut taken once a day. Requires at least one, all above 0.
[[nodiscard]] ProcyclicalityRow procyclicality(std::string asset, std::string haircut,
                                               std::span<const double> daily);

/// Returns the quantile of `tail` at each midnight UTC: what a clearing house calls the margin.
[[nodiscard]] std::vector<double> daily_margins(std::span<const VolatilityPoint> path,
                                                const engine::TailPoint& tail, SigmaKind kind);

}  // namespace ballast::validation
