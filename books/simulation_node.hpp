// SPDX-License-Identifier: MIT
// One node, asked many questions at once. A simulation is checked against our own figure account
// by account, so that one node is enough where the book came from others: its lie is a difference.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rpc/node.hpp"
#include "rpc/questions.hpp"
#include "rpc/transport.hpp"

namespace ballast::books {

class SimulationNode {
  public:
    /// Keeps the reference. Requires batch > 0.
    SimulationNode(rpc::Transport& transport, std::size_t batch)
        : transport_(transport), node_(transport), batch_(batch == 0 ? 1 : batch) {}

    /// Asks one question alone. Errors: those of rpc::Node.
    [[nodiscard]] Result<rpc::RpcAnswer> ask(rpc::Question question);
    /// Asks, and returns the result. Errors: also failed where the node refused.
    [[nodiscard]] Result<Json> need(rpc::Question question);
    /// Asks the first question of a way. Nothing where the node does not know it: it refused, or
    /// did not answer while it still gives the block `at`; `why` then says in which words. A revert
    /// is an answer. Errors: those of ask(), where it does not answer at all.
    [[nodiscard]] Result<std::optional<rpc::RpcAnswer>> first(rpc::Question question,
                                                              std::uint64_t at, std::string& why);
    /// Asks all, in batches, smaller ones where the node refuses so many. Errors: those of ask();
    /// bad_data where a batch's answers are not the questions'.
    [[nodiscard]] Result<std::vector<rpc::RpcAnswer>> ask_all(
        const std::vector<rpc::Question>& questions);
    /// eth_call of each at a block; `overrides` go along where they are an object with members.
    /// Errors: those of ask_all; failed where the node refused one.
    [[nodiscard]] Result<std::vector<rpc::CallOutcome>> calls(
        const std::vector<rpc::CallMessage>& messages, std::uint64_t block,
        const JsonObject& overrides = {});

    [[nodiscard]] rpc::Node& node() { return node_; }
    /// The node's own words, without its secrets.
    [[nodiscard]] std::string shown(std::string_view words) const {
        return transport_.redactor().shown(words);
    }

  private:
    [[nodiscard]] Result<std::vector<rpc::RpcAnswer>> ask_slice(std::vector<rpc::Question> some);

    rpc::Transport& transport_;
    rpc::Node node_;
    std::size_t batch_;
    std::int64_t next_id_ = 1;
};

}  // namespace ballast::books
