// SPDX-License-Identifier: MIT
// Morpho: a market's LLTV never changes, so a lower threshold is another market. What a MetaMorpho
// vault's curator does to get there, and when; which rung of the ladder is engine/plan.hpp's.
#pragma once

#include <vector>

#include "adapters/call.hpp"
#include "base/time.hpp"
#include "engine/plan.hpp"

namespace ballast::adapters {

/// A market without its LLTV.
struct MorphoPair {
    chain::Address loan;
    chain::Address collateral;
    chain::Address oracle;
    chain::Address irm;
};

/// Where a vault stands in one market, in the loan asset's units.
struct MorphoPosition {
    engine::Bps lltv;
    U256 cap;     ///< under 2^184
    U256 assets;  ///< what the vault has supplied there
};

/// Returns the curator's calls that take a vault from `now` to the LLTV of `step`, which is
/// make_plan's for Protocol::morpho_blue; none where it stands there. Down: the old market's cap to
/// 0 at once; the same cap in the new one, after `timelock`; then all assets over. Up: the old cap
/// falls last. The new market must exist (Morpho's createMarket is open to anyone). Errors:
/// bad_data where the LLTV is 0, which is no market to lend in, or the cap is 2^184 or more.
[[nodiscard]] Result<std::vector<TimedCall>> morpho_calls(const chain::Address& vault,
                                                          const MorphoPair& pair,
                                                          const MorphoPosition& now,
                                                          const engine::PlanStep& step,
                                                          Seconds timelock);

}  // namespace ballast::adapters
