// SPDX-License-Identifier: MIT
// The chain at a block that a quorum of nodes agreed on.
#pragma once

#include <optional>

#include "rpc/block_reads.hpp"
#include "rpc/pool.hpp"

namespace ballast::keeper {

/// Every block and every answer is what a quorum of the pool says, on our chain, at one hash: a
/// node that is behind, on another chain or lying is outvoted, and `latest` never goes back but for
/// a reorganisation. A pool of one endpoint is believed as Pool says. Errors: those of Pool.
class AgreedReads final : public rpc::BlockReads {
  public:
    /// Keeps the reference.
    explicit AgreedReads(rpc::Pool& pool) : pool_(pool) {}

    /// Takes `latest` and numbers. Errors: also our_bug for another tag.
    [[nodiscard]] Result<rpc::Block> block_by_tag(const rpc::BlockTag& tag) override;
    /// The block is the one that block_by_tag() gave last for that tag: where a reorganisation has
    /// taken it away meanwhile, nothing is read.
    [[nodiscard]] Result<rpc::CallOutcome> eth_call(const chain::Address& to, ByteView data,
                                                    const rpc::BlockTag& tag) override;

  private:
    rpc::Pool& pool_;
    std::optional<rpc::Block> block_;  ///< the last one agreed on
};

}  // namespace ballast::keeper
