// SPDX-License-Identifier: MIT
// What the contract's events tell of its configuration.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/types.hpp"
#include "rpc/node.hpp"

namespace ballast::oracle {

/// One ConfigChanged event. The first one's data are the constructor's arguments, every later one's
/// the call that changed something.
struct ConfigChange {
    Hash32 digest;
    Hash32 previous;
    chain::Address by;
    Bytes data;
};

/// Returns the changes since block `first`, in order. Errors: those of Node; bad_data.
[[nodiscard]] Result<std::vector<ConfigChange>> read_config_changes(rpc::Node& node,
                                                                    const chain::Address& oracle,
                                                                    std::uint64_t first);

/// Computes every digest of the changes anew. Errors: mismatch where one does not follow from the
/// one before, where the first is not a deployment, or where the last is not `in_force`.
[[nodiscard]] Status check_config_changes(const std::vector<ConfigChange>& changes,
                                          std::uint64_t chain_id, const chain::Address& oracle,
                                          const Hash32& in_force);

/// Returns the ids of the markets added since block `first`, in order. Errors: those of Node.
[[nodiscard]] Result<std::vector<Hash32>> read_added_markets(rpc::Node& node,
                                                             const chain::Address& oracle,
                                                             std::uint64_t first);

}  // namespace ballast::oracle
