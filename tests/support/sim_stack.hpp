// SPDX-License-Identifier: MIT
// Three nodes that speak JSON-RPC over one chain, with time and blocks: what the pool of a keeper
// that runs in a simulated process is connected to.
#pragma once

#include <memory>

#include "rpc/pool.hpp"
#include "tests/support/mock_network.hpp"
#include "tests/support/sim_process.hpp"
#include "tests/support/sim_random.hpp"
#include "tests/support/sim_world.hpp"
#include "tests/support/simulated_clock.hpp"

namespace ballast::test {

/// What becomes of the transactions of the blocks that a reorganisation takes away.
enum class Dropped {
    returned,   ///< the nodes put them back into their pools
    forgotten,  ///< nobody knows them any more
    reordered,  ///< they stand in the first of the new blocks, as far as they are valid there
    kept_one,   ///< the oldest stands there, the others come back
};

class SimStack {
  public:
    explicit SimStack(std::uint64_t finality_depth);
    SimStack(const SimStack&) = delete;
    SimStack& operator=(const SimStack&) = delete;
    ~SimStack() = default;

    /// Lets time pass; mines when a block is due.
    void pass(Milliseconds span);
    void mine();
    /// Returns how many transactions the blocks held that went. A depth below the finalized block
    /// is cut.
    std::size_t reorganise(std::uint64_t depth, Dropped dropped);

    MockChain chain{kSimChain};
    MockNetwork nodes{chain, {ClientKind::geth, ClientKind::nethermind, ClientKind::reth}};
    SimulatedClock clock;

  private:
    void put_back(const std::vector<MockTransaction>& transactions);
};

/// The clock of a process on the stack; waiting lets the chain go on.
class StackClock final : public Clock {
  public:
    /// Keeps the reference.
    explicit StackClock(SimStack& stack) : stack_(stack) {}
    [[nodiscard]] UnixSeconds now() const override { return stack_.clock.now(); }
    [[nodiscard]] Milliseconds monotonic() const override { return stack_.clock.monotonic(); }
    void wait(Milliseconds span) override { stack_.pass(span); }

  private:
    SimStack& stack_;
};

/// The wires of a simulated process: what it posts arrives while it lives, and it hears the answer
/// if it lives then.
class StackNetwork final : public rpc::Network {
  public:
    /// Keeps the references.
    StackNetwork(SimStack& stack, SimProcess& process) : stack_(stack), process_(process) {}

    [[nodiscard]] std::vector<Result<rpc::NetworkReply>> post(
        const std::vector<rpc::NetworkRequest>& requests, Milliseconds total) override;
    [[nodiscard]] std::size_t size() const override { return stack_.nodes.size(); }
    [[nodiscard]] const std::string& name(std::size_t endpoint) const override {
        return stack_.nodes.name(endpoint);
    }

  private:
    SimStack& stack_;
    SimProcess& process_;
};

}  // namespace ballast::test
