// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "rpc/node.hpp"

namespace ballast::apps {

/// What an anvil can and a real node cannot: set the clock and give money away.
class LocalChain {
  public:
    /// Keeps the reference.
    explicit LocalChain(rpc::Node& rpc) : rpc_(rpc) {}

    /// Holds the chain's clock still between calls of advance_to, so that no block's time depends
    /// on how fast this machine is or how long a run was interrupted. Errors: as advance_to.
    [[nodiscard]] Status hold_clock();

    /// Errors: configuration where the chain's clock is past `first` already: reports of then have
    /// expired there; those of Rpc.
    [[nodiscard]] Status check_clock(UnixSeconds first);

    /// Mines one block with the timestamp `at`, unless the chain is there already. Errors: those of
    /// Rpc; configuration where the node is no anvil.
    [[nodiscard]] Status advance_to(UnixSeconds at);

    /// Sets the balance of `account` to 1,000 ether. Errors: as advance_to.
    [[nodiscard]] Status fund(const chain::Address& account);

  private:
    [[nodiscard]] Status tell(std::string_view method, JsonArray params);

    rpc::Node& rpc_;
};

}  // namespace ballast::apps
