// SPDX-License-Identifier: MIT
// One node's view of a chain, behind JSON-RPC, with the words of its kind and the lies it is told
// to tell.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "rpc/network.hpp"
#include "tests/support/client_words.hpp"
#include "tests/support/mock_chain.hpp"
#include "tests/support/mock_pool.hpp"

namespace ballast::test {

/// How a node misbehaves. All of it may be changed at any time.
struct MockBehaviour {
    // On the way
    bool unreachable = false;  ///< nothing arrives
    /// Methods that are carried out, but whose answers never come.
    std::set<std::string> drops_answers_to;
    /// Methods that it answers with an error.
    std::set<std::string> refuses_methods;
    /// In place of any answer: a 429 with Retry-After, a page of HTML, a 302 ...
    std::optional<rpc::NetworkReply> replies;
    Milliseconds delay;  ///< until the answer; past the deadline it never comes
    // What it knows
    std::optional<BlockId> frozen_at;  ///< sees this block as the head for ever
    std::uint64_t lag = 0;             ///< sees the head this many blocks late
    bool syncing = false;
    bool knows_finalized = true;
    std::uint64_t pruned_under = 0;  ///< has no receipts and transactions of lower blocks
    // What it says
    std::optional<std::uint64_t> other_chain_id;
    /// The request (a batch is one) from which it says so; counted from 1.
    std::uint64_t other_chain_from = 1;
    bool answers_batches_backwards = false;
    /// In place of carrying out any batch.
    std::optional<rpc::NetworkReply> replies_to_batches;
    /// Changes the result of a method, or leaves it: the honest one is handed in.
    std::function<Json(const std::string& method, const JsonArray& params, Json result)> lie;
    /// Words in place of those that its kind would say to a transaction it would have taken.
    std::optional<Words> refuses_with;
    /// True where it takes a transaction although it refuses it with those words.
    bool takes_what_it_refuses = false;
};

class MockNode {
  public:
    /// Keeps the reference.
    MockNode(MockChain& chain, ClientKind kind) : pool(chain, kind), chain_(chain), kind_(kind) {}

    /// Answers a JSON-RPC body, of one request or a batch.
    [[nodiscard]] Result<rpc::NetworkReply> serve(std::string_view body);

    [[nodiscard]] ClientKind kind() const { return kind_; }
    /// The block that this node takes for the head.
    [[nodiscard]] BlockId view() const;
    /// How many bodies came in, how often each method was asked, and every raw transaction.
    [[nodiscard]] std::uint64_t requests() const { return requests_; }
    [[nodiscard]] std::uint64_t asked(const std::string& method) const;
    [[nodiscard]] const std::vector<Bytes>& sent() const { return sent_; }

    MockBehaviour behaviour;
    MockPool pool;
    U256 suggested_tip{1'000'000'000};

  private:
    using Answer = std::variant<Json, Words>;

    [[nodiscard]] Json answer_one(const Json& request);
    [[nodiscard]] Answer dispatch(const std::string& method, const JsonArray& params);
    [[nodiscard]] Answer chain_answer(const std::string& method, const JsonArray& params);
    [[nodiscard]] Answer account_answer(const std::string& method, const JsonArray& params);
    [[nodiscard]] Answer take(const JsonArray& params);
    [[nodiscard]] Answer receipt(const JsonArray& params) const;
    [[nodiscard]] Answer transaction(const JsonArray& params) const;
    [[nodiscard]] Answer simulate(const std::string& method, const JsonArray& params) const;
    [[nodiscard]] std::optional<BlockId> block_of(const Json& tag) const;

    MockChain& chain_;
    ClientKind kind_;
    std::uint64_t requests_ = 0;
    std::map<std::string, std::uint64_t> asked_;
    std::vector<Bytes> sent_;
    bool drops_this_ = false;
};

/// As nodes write them; also for those who make up lies.
[[nodiscard]] Json block_json(const MockBlock& block, const rpc::Block& parent);
[[nodiscard]] Json receipt_json(const rpc::Receipt& receipt);

}  // namespace ballast::test
