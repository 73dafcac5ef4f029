// SPDX-License-Identifier: MIT
// JSON-RPC to one node.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "rpc/block_reads.hpp"
#include "rpc/questions.hpp"
#include "rpc/send_verdict.hpp"
#include "rpc/transport.hpp"
#include "rpc/types.hpp"

namespace ballast::rpc {

/// Asks one node. Every function has the errors upstream_unavailable (no answer), bad_data (an
/// answer that is not what JSON-RPC or the method says) and failed (the node refused, with its
/// code and words), unless it says otherwise.
class Node final : public BlockReads {
  public:
    /// Keeps the reference.
    explicit Node(Transport& transport) : transport_(transport) {}

    /// Returns the result or the node's refusal, whatever they are.
    [[nodiscard]] Result<RpcAnswer> ask(std::string_view method, JsonArray params);
    /// Returns the result.
    [[nodiscard]] Result<Json> call(std::string_view method, JsonArray params);

    [[nodiscard]] Result<std::uint64_t> chain_id();
    /// Errors: also upstream_unavailable where the node has no such block yet.
    [[nodiscard]] Result<Block> block_by_tag(const BlockTag& tag) override;
    /// Returns the next nonce of the account as of that block.
    [[nodiscard]] Result<std::uint64_t> transaction_count(const chain::Address& account,
                                                          const BlockTag& tag);
    /// In wei.
    [[nodiscard]] Result<U256> balance(const chain::Address& account, const BlockTag& tag);
    /// Returns no bytes for an account without code.
    [[nodiscard]] Result<Bytes> get_code(const chain::Address& account, const BlockTag& tag);
    /// A revert is an outcome, not an error.
    [[nodiscard]] Result<CallOutcome> eth_call(const CallMessage& message, const BlockTag& tag);
    [[nodiscard]] Result<CallOutcome> eth_call(const chain::Address& to, ByteView data,
                                               const BlockTag& tag) override;
    /// A revert is the error failed, with the contract's bytes in its sentence.
    [[nodiscard]] Result<std::uint64_t> estimate_gas(const CallMessage& message);
    /// The tip that the node suggests, in wei per gas.
    [[nodiscard]] Result<U256> max_priority_fee();
    /// A refusal is an answer with its verdict, not an error. Where the node names another hash
    /// than that of `raw`, the verdict is unknown.
    [[nodiscard]] Result<SendAnswer> send_raw_transaction(ByteView raw);
    /// Returns nothing while the node knows no block with it. Errors: also bad_data for the
    /// receipt of another transaction.
    [[nodiscard]] Result<std::optional<Receipt>> transaction_receipt(const Hash32& tx_hash);
    /// Returns the logs of a contract with that first topic from block `first` to the latest, in
    /// the order of the chain.
    [[nodiscard]] Result<std::vector<Log>> logs(const chain::Address& contract, const Hash32& topic,
                                                std::uint64_t first);

  private:
    [[nodiscard]] tl::unexpected<Error> bad_answer(std::string_view method,
                                                   std::string_view reason) const;
    /// Calls, and reads the result with `reader`.
    template <class Value>
    Result<Value> call_for(Question question, Result<Value> (*reader)(const Json&));

    Transport& transport_;
    std::int64_t last_id_ = 0;
};

}  // namespace ballast::rpc
