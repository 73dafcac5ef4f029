// SPDX-License-Identifier: MIT
// What is read of a chain at one block, whoever answers: a node, or several that agree.
#pragma once

#include "base/result.hpp"
#include "chain/types.hpp"
#include "rpc/types.hpp"

namespace ballast::rpc {

/// Errors of all functions: upstream_unavailable (no answer, no agreement, no such block yet),
/// bad_data, failed (refused).
class BlockReads {
  public:
    virtual ~BlockReads() = default;

    [[nodiscard]] virtual Result<Block> block_by_tag(const BlockTag& tag) = 0;
    /// Simulates a call on the state of that block. A revert is an outcome, not an error.
    [[nodiscard]] virtual Result<CallOutcome> eth_call(const chain::Address& to, ByteView data,
                                                       const BlockTag& tag) = 0;

  protected:
    BlockReads() = default;
    BlockReads(const BlockReads&) = default;
    BlockReads& operator=(const BlockReads&) = default;
};

}  // namespace ballast::rpc
