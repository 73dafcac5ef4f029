// SPDX-License-Identifier: MIT
#include "validation/procyclicality_row.hpp"

#include <algorithm>

#include "statistics/procyclicality.hpp"
#include "validation/windows.hpp"

namespace ballast::validation {

ProcyclicalityRow procyclicality(std::string asset, std::string haircut,
                                 std::span<const double> daily) {
    return {.asset = std::move(asset),
            .haircut = std::move(haircut),
            .trough = *std::min_element(daily.begin(), daily.end()),
            .peak = *std::max_element(daily.begin(), daily.end()),
            .peak_to_trough = statistics::peak_to_trough(daily),
            .rise_1d = statistics::largest_rise(daily, 1),
            .rise_5d = statistics::largest_rise(daily, 5),
            .rise_30d = statistics::largest_rise(daily, 30)};
}

std::vector<double> daily_margins(std::span<const VolatilityPoint> path,
                                  const engine::TailPoint& tail, SigmaKind kind) {
    std::vector<Window> midnights;
    for (const VolatilityPoint& point : path)
        if (point.at.count % kDay.count == 0) midnights.push_back({&point, 0});
    std::vector<double> margins;
    for (const statistics::Outcome& outcome : outcomes(midnights, tail, kind))
        margins.push_back(outcome.quantile);
    return margins;
}

}  // namespace ballast::validation
