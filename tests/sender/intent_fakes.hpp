// SPDX-License-Identifier: MIT
// A node of one account, played in memory, for the tests of rpc and sender.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "chain/transaction.hpp"
#include "rpc/transport.hpp"
#include "sender/intent.hpp"
#include "sender/intent_sender.hpp"

namespace ballast::sender {

/// What happened, in order, over node, store and waiter: "eth_chainId", "store", "wait" ...
using Journal = std::vector<std::string>;

/// Answers as a healthy node does, until a fault is set.
class FakeNode final : public rpc::Transport {
  public:
    explicit FakeNode(Journal& journal) : journal_(journal) {}

    Result<std::string> post(std::string_view body) override {
        const Json request = *parse_json(body);
        const std::string method = *request.find("method")->as_string();
        journal_.push_back(method);
        const std::string result = answer(method, *request.find("params")->as_array());
        if (unreachable.contains(method))
            return fail(Errc::upstream_unavailable, "fake: Timeout was reached");
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.find("id")->as_number()->text + "," +
               result + "}";
    }
    const std::string& name() const override { return name_; }

    /// Puts what is in the pool into a block.
    void mine() {
        for (const Hash32& hash : pool) {
            mined.insert(hash);
            ++nonce;
        }
        pool.clear();
    }

    std::uint64_t chain_id = 31337;
    std::uint64_t nonce = 5;
    std::string base_fee = "\"0x3b9aca00\"";
    std::string tip = "0x5f5e100";
    std::string gas = "\"result\":\"0x5208\"";
    std::string status = "0x1";
    /// Methods that are carried out, but whose answer never comes.
    std::set<std::string> unreachable;
    /// The node's words for every eth_sendRawTransaction, where not empty.
    std::string send_error;
    /// False where the send error also keeps the transaction out.
    bool takes_despite_error = false;
    /// True where the pool goes into a block as soon as somebody looks for a receipt.
    bool mines = true;
    /// True where the pool goes into a block just before somebody looks at the nonce.
    bool mines_before_nonce = false;

    std::vector<Bytes> sent;
    std::set<Hash32> pool;
    std::set<Hash32> mined;

  private:
    static std::string result(const std::string& json) { return "\"result\":" + json; }
    static std::string quoted(const std::string& text) { return result("\"" + text + "\""); }

    std::string answer(const std::string& method, const JsonArray& params) {
        if (method == "eth_chainId") return quoted(U256(chain_id).to_quantity());
        if (method == "eth_getTransactionCount") {
            if (mines_before_nonce) mine();
            return quoted(U256(nonce).to_quantity());
        }
        if (method == "eth_maxPriorityFeePerGas") return quoted(tip);
        if (method == "eth_estimateGas") return gas;
        if (method == "eth_getBlockByNumber")
            return result(
                "{\"number\":\"0x10\",\"timestamp\":\"0x66\",\"baseFeePerGas\":" + base_fee +
                ",\"hash\":\"" + std::string("0x") + std::string(64, 'b') + "\"}");
        if (method == "eth_sendRawTransaction") return take(*from_hex(*params[0].as_string()));
        if (method == "eth_getTransactionReceipt")
            return receipt(*hash_from_hex(*params[0].as_string()));
        return "\"error\":{\"code\":-32601,\"message\":\"unknown method\"}";
    }

    std::string take(const Bytes& raw) {
        sent.push_back(raw);
        const Hash32 hash = keccak256(raw);
        if (send_error.empty() || takes_despite_error) pool.insert(hash);
        if (send_error.empty()) return quoted(to_hex(hash));
        return "\"error\":{\"code\":-32000,\"message\":\"" + send_error + "\"}";
    }

    std::string receipt(const Hash32& hash) {
        if (mines) mine();
        if (!mined.contains(hash)) return result("null");
        return result("{\"transactionHash\":\"" + to_hex(hash) + "\",\"status\":\"" + status +
                      "\",\"blockNumber\":\"0x11\",\"blockHash\":\"0x" + std::string(64, 'c') +
                      "\",\"gasUsed\":\"0x5208\",\"logs\":[],\"contractAddress\":null}");
    }

    Journal& journal_;
    std::string name_ = "fake";
};

/// A store in memory that can fail at its next write, before or after it is durable.
class FakeStore final : public IntentStore {
  public:
    enum class Fault { none, full, killed_after_write };

    explicit FakeStore(Journal& journal) : journal_(journal) {}

    Result<std::optional<StoredIntent>> find(const Hash32& key) override {
        const auto found = intents.find(key);
        if (found == intents.end()) return std::optional<StoredIntent>();
        return std::optional<StoredIntent>(found->second);
    }
    Status store(const StoredIntent& intent) override {
        if (fault == Fault::full) return fail(Errc::cannot_write, "disk full");
        journal_.push_back("store");
        intents.emplace(intent.key, intent);
        if (fault == Fault::killed_after_write) return fail(Errc::our_bug, "killed");
        return {};
    }
    Status mark_mined(const Hash32& key, const rpc::Receipt&) override {
        journal_.push_back("mark_mined");
        finished.insert(key);
        return {};
    }
    Result<std::vector<StoredIntent>> unfinished() override {
        std::vector<StoredIntent> open;
        for (const auto& [key, intent] : intents)
            if (!finished.contains(key)) open.push_back(intent);
        return open;
    }

    Fault fault = Fault::none;
    std::map<Hash32, StoredIntent> intents;
    std::set<Hash32> finished;

  private:
    Journal& journal_;
};

class FakeWaiter final : public Waiter {
  public:
    explicit FakeWaiter(Journal& journal) : journal_(journal) {}
    void wait(Seconds) override { journal_.push_back("wait"); }

  private:
    Journal& journal_;
};

}  // namespace ballast::sender
