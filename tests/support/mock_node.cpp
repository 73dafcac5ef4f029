// SPDX-License-Identifier: MIT
#include "tests/support/mock_node.hpp"

#include <algorithm>

#include "rpc/read.hpp"

namespace ballast::test {
namespace {

const Words kNoSuchMethod{-32601, "the method does not exist/is not available"};
const Words kNoSuchBlock{-32000, "header not found"};
const Words kBadParams{-32602, "invalid argument"};

Json quantity(std::uint64_t value) {
    return Json(U256(value).to_quantity());
}

Json error_json(const Words& words) {
    return Json(JsonObject{{"code", Json::number(words.code)}, {"message", Json(words.message)}});
}

Json reply_json(const Json& id, std::variant<Json, Words> answer) {
    JsonObject reply{{"jsonrpc", Json("2.0")}, {"id", id}};
    if (const auto* words = std::get_if<Words>(&answer))
        reply.emplace("error", error_json(*words));
    else
        reply.emplace("result", std::get<Json>(std::move(answer)));
    return Json(std::move(reply));
}

const Json& param(const JsonArray& params, std::size_t index) {
    static const Json kNothing;
    return index < params.size() ? params[index] : kNothing;
}

std::optional<Hash32> hash_param(const JsonArray& params) {
    const auto hash = rpc::read_hash(param(params, 0));
    return hash ? std::optional(*hash) : std::nullopt;
}

std::optional<chain::Address> address_param(const JsonArray& params) {
    const auto bytes = rpc::read_bytes(param(params, 0));
    const auto address = bytes ? chain::address_from_bytes(*bytes) : fail(Errc::bad_data, "");
    return address ? std::optional(*address) : std::nullopt;
}

Json log_json(const rpc::Log& log, const rpc::Receipt& receipt) {
    JsonArray topics;
    for (const Hash32& topic : log.topics)
        topics.emplace_back(to_hex(topic));
    return Json(JsonObject{{"address", Json(to_hex(log.address))},
                           {"topics", Json(std::move(topics))},
                           {"data", Json(to_hex(log.data))},
                           {"logIndex", quantity(log.index)},
                           {"blockHash", Json(to_hex(receipt.block_hash))},
                           {"blockNumber", quantity(receipt.block_number)},
                           {"transactionHash", Json(to_hex(receipt.tx_hash))},
                           {"removed", Json(false)}});
}

}  // namespace

Json block_json(const MockBlock& block, const rpc::Block& parent) {
    JsonArray hashes;
    for (const MockTransaction& transaction : block.transactions)
        hashes.emplace_back(to_hex(transaction.hash));
    JsonObject object{
        {"number", quantity(block.header.number)},
        {"hash", Json(to_hex(block.header.hash))},
        {"parentHash", Json(to_hex(parent.hash))},
        {"timestamp", quantity(static_cast<std::uint64_t>(block.header.timestamp.count))},
        {"transactions", Json(std::move(hashes))}};
    if (block.header.base_fee)
        object.emplace("baseFeePerGas", block.header.base_fee->to_quantity());
    return Json(std::move(object));
}

Json receipt_json(const rpc::Receipt& receipt) {
    JsonArray logs;
    for (const rpc::Log& log : receipt.logs)
        logs.push_back(log_json(log, receipt));
    JsonObject object{{"transactionHash", Json(to_hex(receipt.tx_hash))},
                      {"status", quantity(receipt.succeeded ? 1 : 0)},
                      {"blockNumber", quantity(receipt.block_number)},
                      {"blockHash", Json(to_hex(receipt.block_hash))},
                      {"gasUsed", quantity(receipt.gas_used)},
                      {"logs", Json(std::move(logs))},
                      {"contractAddress", Json()}};
    if (receipt.contract_address)
        object["contractAddress"] = Json(to_hex(*receipt.contract_address));
    if (receipt.effective_gas_price)
        object.emplace("effectiveGasPrice", receipt.effective_gas_price->to_quantity());
    return Json(std::move(object));
}

BlockId MockNode::view() const {
    if (behaviour.frozen_at) return *behaviour.frozen_at;
    const std::uint64_t number = chain_.head_number();
    return *chain_.at_number(chain_.head(), number - std::min(number, behaviour.lag));
}

std::uint64_t MockNode::asked(const std::string& method) const {
    const auto found = asked_.find(method);
    return found == asked_.end() ? 0 : found->second;
}

Result<rpc::NetworkReply> MockNode::serve(std::string_view body) {
    const auto lost = fail(Errc::upstream_unavailable, "mock: Timeout was reached");
    if (behaviour.unreachable) return lost;
    ++requests_;
    if (behaviour.replies) return *behaviour.replies;
    const auto request = parse_json(body);
    if (!request) return rpc::NetworkReply{200, write_json(reply_json(Json(), kBadParams)), {}};
    drops_this_ = false;
    const JsonArray* batch = request->as_array();
    if (batch != nullptr && behaviour.replies_to_batches) return *behaviour.replies_to_batches;
    JsonArray answers;
    for (const Json& one : batch != nullptr ? *batch : JsonArray{*request})
        answers.push_back(answer_one(one));
    if (drops_this_) return lost;
    if (batch == nullptr) return rpc::NetworkReply{200, write_json(answers.front()), {}};
    if (behaviour.answers_batches_backwards) std::reverse(answers.begin(), answers.end());
    return rpc::NetworkReply{200, write_json(Json(std::move(answers))), {}};
}

Json MockNode::answer_one(const Json& request) {
    const Json* id = request.find("id");
    const Json* name = request.find("method");
    const Json* params = request.find("params");
    const std::string* method = name == nullptr ? nullptr : name->as_string();
    if (id == nullptr || method == nullptr) return reply_json(Json(), kBadParams);
    ++asked_[*method];
    drops_this_ = drops_this_ || behaviour.drops_answers_to.contains(*method);
    if (behaviour.refuses_methods.contains(*method)) return reply_json(*id, kBadParams);
    const JsonArray none;
    const JsonArray& given = params != nullptr && params->as_array() ? *params->as_array() : none;
    Answer answer = dispatch(*method, given);
    if (behaviour.lie && std::holds_alternative<Json>(answer))
        answer = behaviour.lie(*method, given, std::get<Json>(std::move(answer)));
    return reply_json(*id, std::move(answer));
}

MockNode::Answer MockNode::dispatch(const std::string& method, const JsonArray& params) {
    if (method == "eth_sendRawTransaction") return take(params);
    if (method == "eth_getTransactionReceipt") return receipt(params);
    if (method == "eth_getTransactionByHash") return transaction(params);
    if (method == "eth_call" || method == "eth_estimateGas") return simulate(method, params);
    if (method.starts_with("eth_getTransactionCount") || method == "eth_getBalance" ||
        method == "eth_getCode")
        return account_answer(method, params);
    return chain_answer(method, params);
}

MockNode::Answer MockNode::chain_answer(const std::string& method, const JsonArray& params) {
    if (method == "eth_chainId") {
        const bool other = behaviour.other_chain_id && requests_ >= behaviour.other_chain_from;
        return quantity(other ? *behaviour.other_chain_id : chain_.chain_id());
    }
    if (method == "eth_blockNumber") return quantity(chain_.block(view()).header.number);
    if (method == "eth_maxPriorityFeePerGas") return Json(suggested_tip.to_quantity());
    if (method == "eth_gasPrice") return Json((chain_.base_fee + suggested_tip).to_quantity());
    if (method == "eth_syncing") {
        if (!behaviour.syncing) return Json(false);
        return Json(JsonObject{{"startingBlock", Json("0x0")},
                               {"currentBlock", quantity(chain_.block(view()).header.number)},
                               {"highestBlock", quantity(chain_.head_number() + 1000)}});
    }
    if (method != "eth_getBlockByNumber") return kNoSuchMethod;
    const Json& tag = param(params, 0);
    if (!behaviour.knows_finalized && tag == Json("finalized"))
        return Words{-39001, "Unknown block"};
    const auto found = block_of(tag);
    if (!found) return Json();
    const MockBlock& block = chain_.block(*found);
    return block_json(block, chain_.block(block.parent).header);
}

MockNode::Answer MockNode::account_answer(const std::string& method, const JsonArray& params) {
    const auto address = address_param(params);
    const auto found = block_of(param(params, 1));
    if (!address) return kBadParams;
    if (!found) return kNoSuchBlock;
    if (method == "eth_getCode") return Json("0x");
    const MockAccounts& accounts = chain_.block(*found).accounts;
    const auto entry = accounts.find(*address);
    const MockAccount account = entry == accounts.end() ? MockAccount() : entry->second;
    if (method == "eth_getBalance") return Json(account.balance.to_quantity());
    const bool pending = param(params, 1) == Json("pending");
    return quantity(pending ? pool.pending_nonce(*address, account.nonce) : account.nonce);
}

MockNode::Answer MockNode::take(const JsonArray& params) {
    const auto raw = rpc::read_bytes(param(params, 0));
    if (!raw) return kBadParams;
    sent_.push_back(*raw);
    const auto transaction = read_transaction(*raw);
    if (!transaction) return Words{-32000, "rlp: " + transaction.error().what};
    if (behaviour.refuses_with && !behaviour.takes_what_it_refuses) return *behaviour.refuses_with;
    const auto refusal = pool.add(*transaction, view());
    if (refusal) return words(kind_, *refusal);
    if (behaviour.refuses_with) return *behaviour.refuses_with;
    return Json(to_hex(transaction->hash));
}

MockNode::Answer MockNode::receipt(const JsonArray& params) const {
    const auto hash = hash_param(params);
    if (!hash) return kBadParams;
    const auto found = chain_.find(view(), *hash);
    if (!found || chain_.block(*found).header.number < behaviour.pruned_under) return Json();
    for (const rpc::Receipt& receipt : chain_.block(*found).receipts)
        if (receipt.tx_hash == *hash) return receipt_json(receipt);
    return Json();
}

MockNode::Answer MockNode::transaction(const JsonArray& params) const {
    const auto hash = hash_param(params);
    if (!hash) return kBadParams;
    auto found = chain_.find(view(), *hash);
    if (found && chain_.block(*found).header.number < behaviour.pruned_under) found.reset();
    if (!found && pool.find(*hash) == nullptr) return Json();
    JsonObject object{
        {"hash", Json(to_hex(*hash))}, {"blockNumber", Json()}, {"blockHash", Json()}};
    if (found) {
        object["blockNumber"] = quantity(chain_.block(*found).header.number);
        object["blockHash"] = Json(to_hex(chain_.block(*found).header.hash));
    }
    return Json(std::move(object));
}

MockNode::Answer MockNode::simulate(const std::string& method, const JsonArray& params) const {
    const auto found = params.size() > 1 ? block_of(params[1]) : std::optional(view());
    if (!found) return kNoSuchBlock;
    const auto outcome =
        chain_.call ? chain_.call(chain_.block(*found), param(params, 0)) : rpc::CallOutcome();
    if (outcome.reverted) return Words{3, "execution reverted: " + outcome.message};
    if (method == "eth_call") return Json(to_hex(outcome.output));
    const Json* data = param(params, 0).find("data");
    const auto bytes = data == nullptr ? Result<Bytes>(Bytes()) : rpc::read_bytes(*data);
    const bool creates = param(params, 0).find("to") == nullptr;
    return quantity(21'000 + (creates ? 32'000U : 0U) + 16 * (bytes ? bytes->size() : 0));
}

std::optional<BlockId> MockNode::block_of(const Json& tag) const {
    const BlockId head = view();
    if (tag == Json("latest") || tag == Json("pending")) return head;
    if (tag == Json("finalized") || tag == Json("safe"))
        return chain_.at_number(head, chain_.finalized_number(head));
    const auto number = rpc::read_quantity64(tag);
    return number ? chain_.at_number(head, *number) : std::nullopt;
}

}  // namespace ballast::test
