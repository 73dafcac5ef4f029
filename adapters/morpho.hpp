// SPDX-License-Identifier: MIT
// Morpho: a market's LLTV never changes, so a lower threshold is another market. What a MetaMorpho
// vault's curator does to get there, and when.
#pragma once

#include <optional>
#include <vector>

#include "adapters/call.hpp"
#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::adapters {

/// The LLTVs that Morpho's governance has enabled, in bps; 0 is not for lending against.
constexpr std::int32_t kMorphoLadder[] = {3850, 6250, 7700, 8600, 9150, 9450, 9650, 9800};

/// Returns the highest rung that is not above `lt`; nothing where even the lowest is.
[[nodiscard]] std::optional<engine::Bps> morpho_rung(engine::Bps lt);

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

struct MorphoStep {
    UnixSeconds not_before;
    Call call;
};

/// Returns the curator's steps from `now` to the rung of `lt`: none where it stands there. Down:
/// the old market's cap to 0 at once; the same cap in the new one, after `timelock`; then all
/// assets over. Up: the old cap falls last. The new market must exist (Morpho's createMarket is
/// open to anyone). Errors: bad_data where no rung is low enough, or the cap is 2^184 or more.
[[nodiscard]] Result<std::vector<MorphoStep>> plan_morpho(const chain::Address& vault,
                                                          const MorphoPair& pair,
                                                          const MorphoPosition& now, engine::Bps lt,
                                                          UnixSeconds start, Seconds timelock);

}  // namespace ballast::adapters
