// SPDX-License-Identifier: MIT
#include "rpc/questions.hpp"

#include "rpc/read.hpp"

namespace ballast::rpc {
namespace {

Json address_json(const chain::Address& address) {
    return Json(to_hex(address));
}

Json message_json(const CallMessage& message) {
    JsonObject object;
    if (message.from) object.emplace("from", address_json(*message.from));
    if (message.to) object.emplace("to", address_json(*message.to));
    if (message.value != U256()) object.emplace("value", message.value.to_quantity());
    // The older name: every node reads it, and some read only it.
    object.emplace("data", to_hex(message.data));
    return Json(std::move(object));
}

}  // namespace

Question ask_chain_id() {
    return {"eth_chainId", {}};
}
Question ask_syncing() {
    return {"eth_syncing", {}};
}
Question ask_block(const BlockTag& tag) {
    return {"eth_getBlockByNumber", {Json(tag.text()), Json(false)}};
}
Question ask_nonce(const chain::Address& account, const BlockTag& tag) {
    return {"eth_getTransactionCount", {address_json(account), Json(tag.text())}};
}
Question ask_balance(const chain::Address& account, const BlockTag& tag) {
    return {"eth_getBalance", {address_json(account), Json(tag.text())}};
}
Question ask_code(const chain::Address& account, const BlockTag& tag) {
    return {"eth_getCode", {address_json(account), Json(tag.text())}};
}
Question ask_call(const CallMessage& message, const BlockTag& tag) {
    return {"eth_call", {message_json(message), Json(tag.text())}};
}
Question ask_estimate(const CallMessage& message) {
    return {"eth_estimateGas", {message_json(message)}};
}
Question ask_tip() {
    return {"eth_maxPriorityFeePerGas", {}};
}
Question ask_send(ByteView raw) {
    return {"eth_sendRawTransaction", {Json(to_hex(raw))}};
}
Question ask_receipt(const Hash32& tx_hash) {
    return {"eth_getTransactionReceipt", {Json(to_hex(tx_hash))}};
}
Question ask_transaction(const Hash32& tx_hash) {
    return {"eth_getTransactionByHash", {Json(to_hex(tx_hash))}};
}
Question ask_logs(const LogFilter& filter) {
    return {"eth_getLogs",
            {Json(JsonObject{{"address", address_json(filter.contract)},
                             {"fromBlock", U256(filter.first).to_quantity()},
                             {"toBlock", U256(filter.last).to_quantity()},
                             {"topics", JsonArray{Json(to_hex(filter.topic))}}})}};
}

Result<CallOutcome> read_call(const RpcAnswer& answer) {
    if (const auto* error = std::get_if<RemoteError>(&answer)) {
        if (is_revert(*error)) return CallOutcome{true, error->data, error->message};
        return fail(Errc::failed, "refused: " + sentence(*error));
    }
    auto output = read_bytes(std::get<Json>(answer));
    if (!output) return fail(output.error());
    return CallOutcome{false, std::move(*output), {}};
}

Result<std::optional<Receipt>> read_receipt_of(const RpcAnswer& answer, const Hash32& tx_hash) {
    const auto* result = std::get_if<Json>(&answer);
    if (result != nullptr && result->is_null()) return std::optional<Receipt>();
    auto receipt = read_result(answer, read_receipt);
    if (!receipt) return fail(receipt.error());
    if (receipt->tx_hash != tx_hash) return fail(Errc::bad_data, "it is of another transaction");
    return std::optional<Receipt>(std::move(*receipt));
}

Result<SendAnswer> read_send(const RpcAnswer& answer, const Hash32& tx_hash) {
    if (const auto* error = std::get_if<RemoteError>(&answer))
        return SendAnswer{error->verdict, sentence(*error)};
    const auto hash = read_hash(std::get<Json>(answer));
    if (!hash) return fail(hash.error());
    if (*hash != tx_hash)
        return SendAnswer{SendVerdict::unknown, "the node names another hash: " + to_hex(*hash)};
    return SendAnswer{SendVerdict::accepted, {}};
}

}  // namespace ballast::rpc
