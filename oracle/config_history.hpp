// SPDX-License-Identifier: MIT
// What the contract's events tell of its configuration.
#pragma once

#include <set>
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

/// What the contract holds and cannot list.
struct Configured {
    std::set<Hash32> policies;  ///< approved
    std::set<Hash32> codes;     ///< approved
    std::set<Hash32> markets;   ///< their ids
    bool operator==(const Configured&) const = default;
};

/// Returns what the changes come to: the constructor's arguments and the calls approvePolicy,
/// approveCode and addMarket. As sure as the changes are, see check_config_changes(). Errors:
/// bad_data where one of them is too short for its arguments.
[[nodiscard]] Result<Configured> configured_by(const std::vector<ConfigChange>& changes);

}  // namespace ballast::oracle
