// SPDX-License-Identifier: MIT
// Limits on debt in proportion to depth (docs/model.md, M-26), for policies whose LT is fixed.
#pragma once

#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::simulation {

/// One limit that follows a target: down at once; up by at most the larger of 30 % of itself and a
/// twentieth of the target a day, after 2 quiet days without doubt. Integers, as the engine's.
class DepthLimit {
  public:
    /// Moves the limit at `at` and returns it. The first call sets it. Requires a later `at` each
    /// time.
    engine::Usd follow(UnixSeconds at, engine::Usd target, bool doubt);

  private:
    engine::Usd usd_;
    UnixSeconds raised_at_;
    UnixSeconds quiet_since_;
};

/// Returns floor(floor(ref multiple) depth_multiplier), at most 10^14, with depth_multiplier
/// 1 - .6 S.
[[nodiscard]] engine::Usd sized_limit(engine::Usd reference, engine::Wad multiple,
                                      engine::Wad score);

}  // namespace ballast::simulation
