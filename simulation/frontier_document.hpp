// SPDX-License-Identifier: MIT
// The result's document, read again: what others draw from it, in integers.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "engine/units.hpp"
#include "simulation/frontier_rows.hpp"

namespace ballast::simulation {

/// What the document says it is.
constexpr std::string_view kFrontierFormat = "ballast-frontier/1";

/// A RatioEstimate at 1e-4.
struct PointRatio {
    std::int64_t low = 0;
    std::int64_t value = 0;
    std::optional<std::int64_t> high;  ///< nothing: beyond all numbers
    bool operator==(const PointRatio&) const = default;
};

/// One row of the document.
struct FrontierPoint {
    CellKey key;
    std::int64_t paths = 0;
    engine::Bps mean_ltv;  ///< debt-weighted
    engine::Bps mean_lt;
    std::int64_t debt_share = 0;          ///< at 1e-4, over the uniform static policy's
    std::int64_t es99 = 0;                ///< hundredths of bps of the mean debt
    std::optional<PointRatio> to_static;  ///< nothing: the static twin had no bad debt
    bool operator==(const FrontierPoint&) const = default;
};

/// What of the document others draw.
struct FrontierDocument {
    std::int64_t calibration_paths = 0;
    std::vector<FrontierPoint> points;  ///< in the document's order
    bool operator==(const FrontierDocument&) const = default;
};

/// Reads what to_json(FrontierResult) wrote. Goals, signals and all other columns are not read.
/// Errors: bad_data, with the row; another format's document, and the rows of a run, which must be
/// merged first, are told apart.
[[nodiscard]] Result<FrontierDocument> frontier_from_json(const Json& document);

}  // namespace ballast::simulation
