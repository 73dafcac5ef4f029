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
    /// Whoever refuses the batch is asked one by one, then and for as long as the rules say, with
    /// eth_chainId before and again behind the questions; that takes up to `total` once more.
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
    /// Asks with batches. Returns who refused them.
    [[nodiscard]] std::vector<std::size_t> ask_in_batches(const std::vector<std::size_t>& endpoints,
                                                          const std::vector<Question>& questions,
                                                          Milliseconds total,
                                                          std::vector<Testimony>& said);
    /// Returns the answers without the chain id; nothing where the endpoint is not believed.
    [[nodiscard]] std::optional<std::vector<RpcAnswer>> judge(std::size_t endpoint,
                                                              const NetworkReply& reply,
                                                              std::int64_t first_id,
                                                              std::size_t count);
    /// Asks without batches; notes which of them refused one just now.
    void ask_singly(std::vector<std::size_t> endpoints, const std::vector<std::size_t>& refused,
                    const std::vector<Question>& questions, Milliseconds total,
                    std::vector<Testimony>& said);
    /// Puts every question to every endpoint, each in a body of its own. Returns whoever answered
    /// all of them; the others are noted.
    [[nodiscard]] std::vector<Testimony> ask_each(const std::vector<std::size_t>& endpoints,
                                                  const std::vector<Question>& questions,
                                                  Milliseconds until);
    [[nodiscard]] std::vector<std::size_t> on_our_chain(const std::vector<std::size_t>& endpoints,
                                                        Milliseconds until);
    [[nodiscard]] std::optional<RpcAnswer> read_single(std::size_t endpoint,
                                                       const Result<NetworkReply>& reply,
                                                       std::int64_t id);
    /// Notes a reply without an answer in it. Returns true where its body may hold one.
    [[nodiscard]] bool has_answer(Endpoint& endpoint, const Result<NetworkReply>& reply) const;
    /// Notes another chain, or no chain id. Returns true where it is ours.
    [[nodiscard]] bool is_on_our_chain(Endpoint& endpoint, const RpcAnswer& chain_id) const;

    Network& network_;
    const Clock& clock_;
    std::uint64_t chain_id_;
    std::vector<Endpoint> endpoints_;
    std::int64_t next_id_ = 1;
};

}  // namespace ballast::rpc
