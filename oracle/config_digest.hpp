// SPDX-License-Identifier: MIT
// The digest chain of the contract's configuration (OracleRoles.sol): every change can be replayed
// from the ConfigChanged events.
#pragma once

#include "base/bytes.hpp"
#include "chain/types.hpp"

namespace ballast::oracle {

/// Returns the digest that a new oracle starts with. `arguments` are the constructor's, encoded.
[[nodiscard]] Hash32 first_config_digest(std::uint64_t chain_id, const chain::Address& oracle,
                                         ByteView arguments);

/// Returns the digest after `by` made the call `data`, which changed the configuration.
[[nodiscard]] Hash32 next_config_digest(const Hash32& previous, const chain::Address& by,
                                        ByteView data);

}  // namespace ballast::oracle
