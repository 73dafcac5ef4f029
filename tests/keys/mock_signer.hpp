// SPDX-License-Identifier: MIT
// A remote signer that answers as Web3Signer or clef does, and lies as it is told.
#pragma once

#include <functional>
#include <string>

#include "base/check.hpp"
#include "base/json.hpp"
#include "chain/eip712_json.hpp"
#include "chain/signer.hpp"
#include "chain/transaction.hpp"
#include "keys/remote_signer.hpp"
#include "rpc/read.hpp"
#include "rpc/transport.hpp"

namespace ballast::keys {

/// What the mock does to the transaction, the signature or the whole answer before it leaves.
struct Lies {
    std::function<void(chain::Transaction&)> transaction;
    std::function<void(chain::Signature&)> signature;
    std::function<std::string(std::string)> answer;
    /// Signs with this key instead.
    const chain::SecretKey* key = nullptr;
};

class MockSigner final : public rpc::Transport {
  public:
    MockSigner(RemoteKind kind, const chain::SecretKey& key) : kind_(kind), key_(key) {}

    Result<std::string> post(std::string_view body) override {
        ++asked;
        const Json request = *parse_json(body);
        last_method = *request.find("method")->as_string();
        last_params = *request.find("params");
        const Json result = last_method.ends_with("TypedData") ? typed_data() : transaction();
        const Json answer(
            JsonObject{{"jsonrpc", Json("2.0")}, {"id", *request.find("id")}, {"result", result}});
        honest = write_json(answer);
        return lies.answer ? lies.answer(honest) : honest;
    }
    const std::string& name() const override { return name_; }

    Lies lies;
    int asked = 0;
    std::string last_method;
    Json last_params;
    std::string honest;  ///< the answer before lies.answer

  private:
    chain::Signature sign(const Hash32& digest) const {
        chain::Signature made = (lies.key != nullptr ? *lies.key : key_).sign(digest);
        if (lies.signature) lies.signature(made);
        return made;
    }

    Json transaction() const {
        const Json& asked_for = (*last_params.as_array())[0];
        chain::Transaction tx;
        const auto number = [&](const char* name) {
            return *rpc::read_quantity64(*asked_for.find(name));
        };
        tx.chain_id = number("chainId");
        tx.nonce = number("nonce");
        tx.gas_limit = number("gas");
        tx.value = *rpc::read_quantity(*asked_for.find("value"));
        tx.max_fee_per_gas = *rpc::read_quantity(*asked_for.find("maxFeePerGas"));
        tx.max_priority_fee_per_gas = *rpc::read_quantity(*asked_for.find("maxPriorityFeePerGas"));
        tx.data = *rpc::read_bytes(*asked_for.find("data"));
        if (const Json* to = asked_for.find("to")) tx.to = *chain::parse_address(*to->as_string());
        if (const Json* list = asked_for.find("accessList")) tx.access_list = read_list(*list);
        if (lies.transaction) lies.transaction(tx);
        const Bytes raw = chain::encode_signed({tx, sign(chain::signing_hash(tx))});
        if (kind_ == RemoteKind::web3signer) return Json(to_hex(raw));
        return Json(JsonObject{{"raw", Json(to_hex(raw))}, {"tx", asked_for}});
    }

    static std::vector<chain::AccessListItem> read_list(const Json& list) {
        std::vector<chain::AccessListItem> items;
        for (const Json& entry : *list.as_array()) {
            chain::AccessListItem item{*chain::parse_address(*entry.find("address")->as_string()),
                                       {}};
            for (const Json& slot : *entry.find("storageKeys")->as_array())
                item.storage_keys.push_back(*rpc::read_hash(slot));
            items.push_back(std::move(item));
        }
        return items;
    }

    Json typed_data() const {
        const Json& given = (*last_params.as_array())[1];
        const bool is_text = kind_ == RemoteKind::web3signer;
        BALLAST_CHECK(is_text == (given.as_string() != nullptr));
        const auto document =
            chain::eip712_from_json(is_text ? *parse_json(*given.as_string()) : given);
        const chain::Signature made = sign(*chain::signing_digest(*document));
        Bytes bytes;
        append(bytes, made.r.view());
        append(bytes, made.s.view());
        bytes.push_back(static_cast<std::uint8_t>(27 + made.y_parity));
        return Json(to_hex(bytes));
    }

    RemoteKind kind_;
    const chain::SecretKey& key_;
    std::string name_ = "mock signer";
};

}  // namespace ballast::keys
