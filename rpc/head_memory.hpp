// SPDX-License-Identifier: MIT
// The heads that a quorum agreed on, so that the chain is never believed to go back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "rpc/types.hpp"

namespace ballast::rpc {

class HeadMemory {
  public:
    /// Takes a head with the finalized block below it, both agreed on. Errors:
    /// upstream_unavailable, and nothing is remembered, where the head is older than one taken
    /// before and no reorganisation explains it, where the finalized number goes back, or where a
    /// block that was final has another hash.
    [[nodiscard]] Status take(const Block& head, const Block& finalized);

    [[nodiscard]] const std::optional<Block>& head() const { return head_; }
    [[nodiscard]] std::uint64_t finalized_number() const { return finalized_.number; }

  private:
    std::optional<Block> head_;
    Block finalized_;
    /// Agreed heads from the finalized one on.
    std::map<std::uint64_t, Hash32> hashes_;
};

}  // namespace ballast::rpc
