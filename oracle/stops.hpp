// SPDX-License-Identifier: MIT
// The two stops and whose they are: all that pausing and freezing need to know.
#pragma once

#include "base/result.hpp"
#include "chain/types.hpp"
#include "rpc/chain_view.hpp"

namespace ballast::oracle {

struct Stops {
    chain::Address owner;
    chain::Address guardian;
    bool loosening_paused = false;
    bool frozen = false;
    bool operator==(const Stops&) const = default;
};

/// Reads them as a quorum of nodes tells them, and nothing else: no event, no market. Errors: those
/// of ChainView; mismatch where the address holds no such oracle; bad_data.
[[nodiscard]] Result<Stops> read_stops(rpc::ChainView& chain, const chain::Address& oracle);

}  // namespace ballast::oracle
