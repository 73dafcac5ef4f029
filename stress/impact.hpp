// SPDX-License-Identifier: MIT
// What a sale does to a price, on a grid of basis points: no tolerance, no rounding to argue about.
#pragma once

#include <cstdint>
#include <vector>

#include "base/int128.hpp"
#include "engine/snapshot.hpp"

namespace ballast::stress {

/// No sale moves a price by more.
constexpr std::int32_t kImpactMaxBps = 9'500;

/// Impact of selling one asset.
class ImpactCurve {
  public:
    /// Makes the curve of a depth: linear between its points as engine::depth_at has it, and beyond
    /// the last one at the slope of its last piece.
    explicit ImpactCurve(const engine::DepthCurve& depth);

    /// Returns the least impact in bps at which `value` (1e-16 USD) can be sold; kImpactMaxBps
    /// where there is none. Never falls as value rises. Requires value >= 0.
    [[nodiscard]] std::int32_t impact(Int128 value) const;

  private:
    std::vector<std::int64_t> sellable_;  ///< whole USD, at 0, 1, … bps
};

}  // namespace ballast::stress
