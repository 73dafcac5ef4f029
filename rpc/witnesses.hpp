// SPDX-License-Identifier: MIT
// The endpoints of a pool, asked all at once, each for its chain id in the same batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "rpc/endpoint.hpp"
#include "rpc/json_rpc.hpp"
#include "rpc/network.hpp"

namespace ballast::rpc {

/// What one endpoint on the right chain answered.
struct Testimony {
    std::size_t endpoint = 0;
    std::vector<RpcAnswer> answers;  ///< one a question
};

class Witnesses {
  public:
    /// Keeps the references.
    Witnesses(Network& network, const Clock& clock, std::uint64_t chain_id,
              const EndpointRules& rules, std::uint64_t seed, const EndpointObserver& observer);

    /// Returns the number of every endpoint.
    [[nodiscard]] std::vector<std::size_t> all() const;

    /// Puts the questions, behind eth_chainId in one batch, to those of `endpoints` that may be
    /// asked now. Whoever does not answer, or answers for another chain, is noted and left out.
    [[nodiscard]] std::vector<Testimony> ask(const std::vector<std::size_t>& endpoints,
                                             const std::vector<Question>& questions,
                                             Milliseconds total);

    [[nodiscard]] Endpoint& at(std::size_t endpoint) { return endpoints_.at(endpoint); }
    [[nodiscard]] const Endpoint& at(std::size_t endpoint) const { return endpoints_.at(endpoint); }
    [[nodiscard]] std::size_t size() const { return endpoints_.size(); }
    [[nodiscard]] Milliseconds now() const { return clock_.monotonic(); }
    /// Notes an answer that cannot be read, of an endpoint that was on the right chain.
    void unreadable(std::size_t endpoint);
    [[nodiscard]] bool any_on_other_chain() const;
    /// Names every endpoint with its state, for an error.
    [[nodiscard]] std::string summary() const;

  private:
    /// Returns the answers without the chain id; nothing where the endpoint is not believed.
    [[nodiscard]] std::optional<std::vector<RpcAnswer>> judge(Endpoint& endpoint,
                                                              const Result<NetworkReply>& reply,
                                                              std::int64_t first_id,
                                                              std::size_t count);

    Network& network_;
    const Clock& clock_;
    std::uint64_t chain_id_;
    std::vector<Endpoint> endpoints_;
    std::int64_t next_id_ = 1;
};

}  // namespace ballast::rpc
