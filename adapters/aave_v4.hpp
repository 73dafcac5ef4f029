// SPDX-License-Identifier: MIT
// Aave v4: a new dynamic configuration of a reserve. Positions keep the one they have until their
// owner takes more risk, so that a lower factor liquidates nobody.
#pragma once

#include <cstdint>

#include "adapters/call.hpp"
#include "engine/units.hpp"

namespace ballast::adapters {

struct DynamicReserveConfig {
    engine::Bps collateral_factor;  ///< LTV and threshold in one
    engine::Bps bonus;              ///< the largest bonus, alone: 500 is 5 %
    engine::Bps liquidation_fee;    ///< part of the bonus that the protocol takes
};

/// Returns addDynamicReserveConfig(reserve_id, config) of a spoke. Errors: bad_data where the
/// factor is not within 1 to 9,999, the bonus or the fee not within 0 to 10,000, or factor times
/// (10,000 + bonus) is over 9,999 x 10,000, which the spoke refuses.
[[nodiscard]] Result<Call> add_dynamic_reserve_config(const chain::Address& spoke,
                                                      std::uint64_t reserve_id,
                                                      const DynamicReserveConfig& config);

}  // namespace ballast::adapters
