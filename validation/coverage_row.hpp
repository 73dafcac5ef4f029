// SPDX-License-Identifier: MIT
// One line of the backtest: how one forecast did over one span.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/policy.hpp"
#include "statistics/coverage.hpp"
#include "statistics/forecast.hpp"
#include "validation/volatility_path.hpp"
#include "validation/windows.hpp"

namespace ballast::validation {

/// The figures of one asset, volatility, span, horizon and level.
struct CoverageRow {
    std::string asset;
    Falling falling = Falling::collateral;
    SigmaKind sigma = SigmaKind::published;
    std::string span;
    Seconds horizon;
    engine::Bps level;
    std::int64_t observations = 0;
    std::int64_t hits = 0;
    double expected = 0;
    statistics::TrafficLight light = statistics::TrafficLight::green;
    double kupiec_p = 1;
    double independence_p = 1;    ///< Christoffersen: do hits follow hits
    double christoffersen_p = 1;  ///< both at once: conditional coverage
    double z2 = 0;
    double tick_loss = 0;            ///< mean
    double fissler_ziegel_loss = 0;  ///< mean
    /// Tick loss against the benchmark's; below 0: the model lost less. Absent for the benchmark
    /// itself, and where the two do not differ.
    std::optional<statistics::DieboldMariano> against_benchmark;
    /// The fewest and the most hits over all hours of the day (or of the horizon) at which the
    /// windows may begin; the row itself begins at midnight.
    std::int64_t hits_least = 0;
    std::int64_t hits_most = 0;
};

/// What is judged.
struct Question {
    std::string asset;
    Falling falling = Falling::collateral;
    SigmaKind sigma = SigmaKind::published;
    Span span;
    engine::TailPoint tail;
};

/// Returns the row. Errors: bad_data where the span holds no window.
[[nodiscard]] Result<CoverageRow> judge(std::span<const VolatilityPoint> path,
                                        const Question& question);

}  // namespace ballast::validation
