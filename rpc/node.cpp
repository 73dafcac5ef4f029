// SPDX-License-Identifier: MIT
#include "rpc/node.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "rpc/read.hpp"

namespace ballast::rpc {
namespace {

/// A node's words go into our sentences, but not whole pages of them.
constexpr std::size_t kMessageCharactersMax = 300;
constexpr std::size_t kRevertBytesShown = 100;
/// EIP-1474 leaves it to nodes; geth, erigon, reth and anvil use it.
constexpr std::int64_t kRevertCode = 3;

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

/// Some nodes nest the revert bytes one object deeper.
Bytes revert_data(const Json* data) {
    if (data != nullptr && data->as_object() != nullptr) data = data->find("data");
    if (data == nullptr) return {};
    return read_bytes(*data).value_or(Bytes{});
}

std::optional<RemoteError> read_error(const Json& json) {
    const Json* code = json.find("code");
    const Json* message = json.find("message");
    if (code == nullptr || code->as_number() == nullptr) return std::nullopt;
    if (message == nullptr || message->as_string() == nullptr) return std::nullopt;
    const auto number = parse_integer(code->as_number()->text);
    if (!number) return std::nullopt;
    return RemoteError{*number, message->as_string()->substr(0, kMessageCharactersMax),
                       revert_data(json.find("data"))};
}

bool is_revert(const RemoteError& error) {
    return error.code == kRevertCode || !error.data.empty() ||
           error.message.find("revert") != std::string::npos;
}

std::string sentence(const RemoteError& error) {
    std::string text = error.message + " (code " + std::to_string(error.code) + ")";
    const std::size_t count = std::min(error.data.size(), kRevertBytesShown);
    if (count > 0) text += ", with the bytes " + to_hex(ByteView(error.data).first(count));
    return text;
}

}  // namespace

tl::unexpected<Error> Node::bad_answer(std::string_view method, std::string_view reason) const {
    return fail(Errc::bad_data, transport_.name() + ": the answer to " + std::string(method) +
                                    " is bad: " + std::string(reason));
}

Result<RpcAnswer> Node::ask(std::string_view method, JsonArray params) {
    const std::string id = std::to_string(++last_id_);
    const Json request(JsonObject{{"jsonrpc", Json("2.0")},
                                  {"id", Json(JsonNumber{id})},
                                  {"method", Json(method)},
                                  {"params", Json(std::move(params))}});
    const auto text = transport_.post(write_json(request));
    if (!text) return fail(text.error());
    return read_answer(method, *text, id);
}

Result<RpcAnswer> Node::read_answer(std::string_view method, std::string_view text,
                                    const std::string& id) const {
    const auto json = parse_json(text);
    if (!json) return bad_answer(method, json.error().what);
    const Json* answered = json->find("id");
    const bool ours = answered != nullptr && answered->as_number() != nullptr &&
                      answered->as_number()->text == id;
    const Json* error = json->find("error");
    const Json* result = json->find("result");
    if (!ours) return bad_answer(method, "it answers another request");
    if (error != nullptr && !error->is_null()) {
        auto remote = read_error(*error);
        if (!remote) return bad_answer(method, "its error has no code and message");
        return std::move(*remote);
    }
    if (result == nullptr) return bad_answer(method, "it has neither result nor error");
    return *result;
}

Result<Json> Node::call(std::string_view method, JsonArray params) {
    auto answer = ask(method, std::move(params));
    if (!answer) return fail(answer.error());
    if (const auto* error = std::get_if<RemoteError>(&*answer))
        return fail(Errc::failed, transport_.name() + ": " + std::string(method) +
                                      " was refused: " + sentence(*error));
    return std::get<Json>(std::move(*answer));
}

template <class Value>
Result<Value> Node::call_for(std::string_view method, JsonArray params,
                             Result<Value> (*reader)(const Json&)) {
    const auto result = call(method, std::move(params));
    if (!result) return fail(result.error());
    auto value = reader(*result);
    if (!value) return bad_answer(method, value.error().what);
    return value;
}

Result<std::uint64_t> Node::chain_id() {
    return call_for("eth_chainId", {}, read_quantity64);
}

Result<Block> Node::block_by_tag(const BlockTag& tag) {
    const auto result = call("eth_getBlockByNumber", {Json(tag.text()), Json(false)});
    if (!result) return fail(result.error());
    if (result->is_null())
        return fail(Errc::upstream_unavailable,
                    transport_.name() + ": the node has no block " + tag.text());
    auto block = read_block(*result);
    if (!block) return bad_answer("eth_getBlockByNumber", block.error().what);
    return block;
}

Result<std::uint64_t> Node::transaction_count(const chain::Address& account, const BlockTag& tag) {
    return call_for("eth_getTransactionCount", {address_json(account), Json(tag.text())},
                    read_quantity64);
}

Result<U256> Node::balance(const chain::Address& account, const BlockTag& tag) {
    return call_for("eth_getBalance", {address_json(account), Json(tag.text())}, read_quantity);
}

Result<Bytes> Node::get_code(const chain::Address& account, const BlockTag& tag) {
    return call_for("eth_getCode", {address_json(account), Json(tag.text())}, read_bytes);
}

Result<CallOutcome> Node::eth_call(const CallMessage& message, const BlockTag& tag) {
    const auto answer = ask("eth_call", {message_json(message), Json(tag.text())});
    if (!answer) return fail(answer.error());
    if (const auto* error = std::get_if<RemoteError>(&*answer)) {
        if (is_revert(*error)) return CallOutcome{true, error->data, error->message};
        return fail(Errc::failed,
                    transport_.name() + ": eth_call was refused: " + sentence(*error));
    }
    auto output = read_bytes(std::get<Json>(*answer));
    if (!output) return bad_answer("eth_call", output.error().what);
    return CallOutcome{false, std::move(*output), {}};
}

Result<CallOutcome> Node::eth_call(const chain::Address& to, ByteView data, const BlockTag& tag) {
    return eth_call({std::nullopt, to, Bytes(data.begin(), data.end()), U256()}, tag);
}

Result<std::uint64_t> Node::estimate_gas(const CallMessage& message) {
    return call_for("eth_estimateGas", {message_json(message)}, read_quantity64);
}

Result<U256> Node::max_priority_fee() {
    return call_for("eth_maxPriorityFeePerGas", {}, read_quantity);
}

Result<SendAnswer> Node::send_raw_transaction(ByteView raw) {
    const auto answer = ask("eth_sendRawTransaction", {Json(to_hex(raw))});
    if (!answer) return fail(answer.error());
    if (const auto* error = std::get_if<RemoteError>(&*answer))
        return SendAnswer{classify_send_error(error->message), sentence(*error)};
    const auto hash = read_hash(std::get<Json>(*answer));
    if (!hash) return bad_answer("eth_sendRawTransaction", hash.error().what);
    if (*hash != keccak256(raw))
        return SendAnswer{SendVerdict::unknown, "the node names another hash: " + to_hex(*hash)};
    return SendAnswer{SendVerdict::accepted, {}};
}

Result<std::optional<Receipt>> Node::transaction_receipt(const Hash32& tx_hash) {
    constexpr std::string_view kMethod = "eth_getTransactionReceipt";
    const auto result = call(kMethod, {Json(to_hex(tx_hash))});
    if (!result) return fail(result.error());
    if (result->is_null()) return std::optional<Receipt>();
    auto receipt = read_receipt(*result);
    if (!receipt) return bad_answer(kMethod, receipt.error().what);
    if (receipt->tx_hash != tx_hash) return bad_answer(kMethod, "it is of another transaction");
    return std::optional<Receipt>(std::move(*receipt));
}

}  // namespace ballast::rpc
