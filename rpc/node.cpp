// SPDX-License-Identifier: MIT
#include "rpc/node.hpp"

#include "base/hash.hpp"
#include "rpc/questions.hpp"
#include "rpc/read.hpp"

namespace ballast::rpc {
tl::unexpected<Error> Node::bad_answer(std::string_view method, std::string_view reason) const {
    return fail(Errc::bad_data, transport_.name() + ": the answer to " + std::string(method) +
                                    " is bad: " + transport_.redactor().shown(reason));
}

Result<RpcAnswer> Node::ask(std::string_view method, JsonArray params) {
    const std::int64_t id = ++last_id_;
    const auto text = transport_.post(write_request(id, {std::string(method), std::move(params)}));
    if (!text) return fail(text.error());
    auto answer = read_answer(*text, id, transport_.redactor());
    if (!answer) return bad_answer(method, answer.error().what);
    return answer;
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
Result<Value> Node::call_for(Question question, Result<Value> (*reader)(const Json&)) {
    const std::string method = question.method;
    const auto result = call(method, std::move(question.params));
    if (!result) return fail(result.error());
    auto value = reader(*result);
    if (!value) return bad_answer(method, value.error().what);
    return value;
}

Result<std::uint64_t> Node::chain_id() {
    return call_for(ask_chain_id(), read_quantity64);
}

Result<Block> Node::block_by_tag(const BlockTag& tag) {
    Question question = ask_block(tag);
    const auto result = call(question.method, std::move(question.params));
    if (!result) return fail(result.error());
    if (result->is_null())
        return fail(Errc::upstream_unavailable,
                    transport_.name() + ": the node has no block " + tag.text());
    auto block = read_block(*result);
    if (!block) return bad_answer(question.method, block.error().what);
    return block;
}

Result<std::uint64_t> Node::transaction_count(const chain::Address& account, const BlockTag& tag) {
    return call_for(ask_nonce(account, tag), read_quantity64);
}

Result<U256> Node::balance(const chain::Address& account, const BlockTag& tag) {
    return call_for(ask_balance(account, tag), read_quantity);
}

Result<Bytes> Node::get_code(const chain::Address& account, const BlockTag& tag) {
    return call_for(ask_code(account, tag), read_bytes);
}

Result<CallOutcome> Node::eth_call(const CallMessage& message, const BlockTag& tag) {
    Question question = ask_call(message, tag);
    const auto answer = ask(question.method, std::move(question.params));
    if (!answer) return fail(answer.error());
    auto outcome = read_call(*answer);
    if (!outcome && outcome.error().code == Errc::failed)
        return fail(Errc::failed, transport_.name() + ": eth_call was " + outcome.error().what);
    if (!outcome) return bad_answer(question.method, outcome.error().what);
    return outcome;
}

Result<CallOutcome> Node::eth_call(const chain::Address& to, ByteView data, const BlockTag& tag) {
    return eth_call({std::nullopt, to, Bytes(data.begin(), data.end()), U256()}, tag);
}

Result<std::uint64_t> Node::estimate_gas(const CallMessage& message) {
    return call_for(ask_estimate(message), read_quantity64);
}

Result<U256> Node::max_priority_fee() {
    return call_for(ask_tip(), read_quantity);
}

Result<SendAnswer> Node::send_raw_transaction(ByteView raw) {
    Question question = ask_send(raw);
    const auto answer = ask(question.method, std::move(question.params));
    if (!answer) return fail(answer.error());
    auto sent = read_send(*answer, keccak256(raw));
    if (!sent) return bad_answer(question.method, sent.error().what);
    return sent;
}

Result<std::optional<Receipt>> Node::transaction_receipt(const Hash32& tx_hash) {
    Question question = ask_receipt(tx_hash);
    const auto result = call(question.method, std::move(question.params));
    if (!result) return fail(result.error());
    auto receipt = read_receipt_of(*result, tx_hash);
    if (!receipt) return bad_answer(question.method, receipt.error().what);
    return receipt;
}

Result<std::vector<Log>> Node::logs(const chain::Address& contract, const Hash32& topic,
                                    std::uint64_t first) {
    JsonObject filter{{"address", to_hex(contract)},
                      {"fromBlock", U256(first).to_quantity()},
                      {"toBlock", "latest"},
                      {"topics", JsonArray{to_hex(topic)}}};
    const auto result = call("eth_getLogs", {Json(std::move(filter))});
    if (!result) return fail(result.error());
    auto logs = read_logs(*result);
    if (!logs) return bad_answer("eth_getLogs", logs.error().what);
    return logs;
}

}  // namespace ballast::rpc
