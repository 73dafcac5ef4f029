// SPDX-License-Identifier: MIT
// Compound v3: a proposal that changes one collateral's factors. Calldata only: its governor has a
// delay of 2 to 30 days and no ramp.
#pragma once

#include <vector>

#include "adapters/call.hpp"
#include "engine/units.hpp"

namespace ballast::adapters {

/// Collateral factors at 1e-18, as Comet and its Configurator hold them.
struct CometFactors {
    U256 borrow;
    U256 liquidate;
    bool operator==(const CometFactors&) const = default;
};

struct CometMarket {
    chain::Address configurator;
    chain::Address proxy_admin;
    chain::Address comet;
    chain::Address asset;
};

/// Returns the calls of one proposal: the factors that change, then deployAndUpgradeTo; none where
/// nothing changes. `staged` is the Configurator's configuration, `live` what the Comet in force
/// holds. Errors: mismatch where they differ, since our upgrade would ship somebody else's change;
/// bad_data where not 0 < borrow < liquidate <= 10,000 bps, which would block every later upgrade.
[[nodiscard]] Result<std::vector<Call>> compound_proposal(const CometMarket& market,
                                                          const CometFactors& staged,
                                                          const CometFactors& live,
                                                          engine::Bps borrow,
                                                          engine::Bps liquidate);

}  // namespace ballast::adapters
