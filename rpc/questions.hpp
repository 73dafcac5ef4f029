// SPDX-License-Identifier: MIT
// The methods of Ethereum's JSON-RPC that the house uses, as questions, and their answers read.
#pragma once

#include "rpc/json_rpc.hpp"
#include "rpc/send_verdict.hpp"
#include "rpc/types.hpp"

namespace ballast::rpc {

[[nodiscard]] Question ask_chain_id();
[[nodiscard]] Question ask_syncing();
[[nodiscard]] Question ask_block(const BlockTag& tag);
[[nodiscard]] Question ask_nonce(const chain::Address& account, const BlockTag& tag);
[[nodiscard]] Question ask_balance(const chain::Address& account, const BlockTag& tag);
[[nodiscard]] Question ask_code(const chain::Address& account, const BlockTag& tag);
[[nodiscard]] Question ask_call(const CallMessage& message, const BlockTag& tag);
[[nodiscard]] Question ask_estimate(const CallMessage& message);
[[nodiscard]] Question ask_tip();
[[nodiscard]] Question ask_send(ByteView raw);
[[nodiscard]] Question ask_receipt(const Hash32& tx_hash);
[[nodiscard]] Question ask_transaction(const Hash32& tx_hash);
[[nodiscard]] Question ask_logs(const LogFilter& filter);

/// Reads a result with `reader`. Errors: failed where the node refused, the reader's otherwise.
template <class Value>
[[nodiscard]] Result<Value> read_result(const RpcAnswer& answer,
                                        Result<Value> (*reader)(const Json&)) {
    if (const auto* error = std::get_if<RemoteError>(&answer))
        return fail(Errc::failed, "refused: " + sentence(*error));
    return reader(std::get<Json>(answer));
}

/// Reads the answer to eth_call. A revert is an outcome. Errors: failed where the node refused,
/// bad_data.
[[nodiscard]] Result<CallOutcome> read_call(const RpcAnswer& answer);

/// Reads the answer to eth_getTransactionReceipt: null means nothing. Errors: failed, bad_data,
/// also for the receipt of another transaction than `tx_hash`.
[[nodiscard]] Result<std::optional<Receipt>> read_receipt_of(const RpcAnswer& answer,
                                                             const Hash32& tx_hash);

/// Reads the answer to eth_sendRawTransaction. A refusal is an answer; where the node names another
/// hash than `tx_hash`, the verdict is unknown. Errors: bad_data.
[[nodiscard]] Result<SendAnswer> read_send(const RpcAnswer& answer, const Hash32& tx_hash);

}  // namespace ballast::rpc
