// SPDX-License-Identifier: MIT
// Sixteen scenarios side by side: they share the scan of the tiles, and the memory that it brings.
#pragma once

#include <span>
#include <vector>

#include "stress/block.hpp"
#include "stress/cascade_lane.hpp"
#include "stress/kernels.hpp"

namespace ballast::stress {

class CascadeBatch {
  public:
    /// Requires that both outlive it.
    CascadeBatch(const StressIndex& index, std::span<const ImpactCurve> curves, LeafWay way);

    /// Fills the rows of the scenarios of `numbers`. Requires 1 to kLanes of them.
    void solve(const PriceTable& prices, std::span<const std::uint32_t> numbers,
               std::vector<CascadeRow>& rows);

  private:
    void move_pairs();
    void open_tiles();
    void tell_prices();

    const StressIndex& index_;
    LeafKernels kernels_;
    std::vector<CascadeLane> lanes_;
    std::size_t active_ = 0;  ///< one bit a lane
    AlignedArray<float> collateral_, debt_;
    std::vector<std::uint32_t> opened_;
    std::vector<LeafFound> found_;
};

}  // namespace ballast::stress
