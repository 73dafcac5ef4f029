// SPDX-License-Identifier: MIT
// The limits that a market of the oracle starts with; no chain is needed to know them.
#pragma once

#include "engine/current.hpp"
#include "oracle/records.hpp"

namespace ballast::oracle {

/// Returns the limits of docs/oracle-contract.md's table with the given bands and gap.
struct Bands {
    engine::Bps ltv_min;
    engine::Bps ltv_max;
    engine::Bps lt_min;
    engine::Bps lt_max;
    engine::Bps gap;
};
[[nodiscard]] engine::OracleLimits default_limits(const Bands& bands);

/// Returns the rest of them: a bonus that does not move, the decay of a stale LTV, no managed cap.
[[nodiscard]] OwnLimits default_own_limits(engine::Bps bonus);

}  // namespace ballast::oracle
