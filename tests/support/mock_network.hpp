// SPDX-License-Identifier: MIT
// Several mock nodes on one chain, as the Network that a pool asks, and as a Transport for a Node.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rpc/network.hpp"
#include "rpc/transport.hpp"
#include "tests/support/mock_node.hpp"

namespace ballast::test {

class MockNetwork final : public rpc::Network {
  public:
    /// One node for each kind, all honest. Keeps the reference.
    MockNetwork(MockChain& chain, const std::vector<ClientKind>& kinds);

    [[nodiscard]] std::vector<Result<rpc::NetworkReply>> post(
        const std::vector<rpc::NetworkRequest>& requests, Milliseconds total) override;
    [[nodiscard]] std::size_t size() const override { return nodes_.size(); }
    [[nodiscard]] const std::string& name(std::size_t endpoint) const override {
        return names_[endpoint];
    }

    [[nodiscard]] MockNode& node(std::size_t endpoint) { return *nodes_[endpoint]; }
    [[nodiscard]] MockChain& chain() { return chain_; }

    /// Puts a block on the chain with what the pools hold, of two for one nonce the better paid,
    /// and lets the pools forget what is done.
    BlockId mine(UnixSeconds at);
    /// Takes `depth` blocks away, and gives what was in them back to the pools.
    void reorganise(std::uint64_t depth);

    /// Called with the time that a post took, so that a simulated clock moves on.
    std::function<void(Milliseconds)> on_time;
    /// Called before a request reaches its node, and after it was carried out but before anybody
    /// reads the answer: where a process may die.
    std::function<void(const rpc::NetworkRequest&)> before;
    std::function<void(const rpc::NetworkRequest&)> after;

  private:
    [[nodiscard]] Result<rpc::NetworkReply> serve(const rpc::NetworkRequest& request,
                                                  Milliseconds total, Milliseconds& longest);
    [[nodiscard]] std::vector<MockTransaction> candidates() const;

    MockChain& chain_;
    std::vector<std::unique_ptr<MockNode>> nodes_;
    std::vector<std::string> names_;
};

/// One endpoint of a network as a Transport. Keeps the reference.
class NodeTransport final : public rpc::Transport {
  public:
    NodeTransport(rpc::Network& network, std::size_t endpoint)
        : network_(network), endpoint_(endpoint) {}
    [[nodiscard]] Result<std::string> post(std::string_view body) override;
    [[nodiscard]] const std::string& name() const override { return network_.name(endpoint_); }

  private:
    rpc::Network& network_;
    std::size_t endpoint_;
};

}  // namespace ballast::test
