// SPDX-License-Identifier: MIT
#include "keys/remote_signer.hpp"

#include <algorithm>

#include "chain/eip712_json.hpp"
#include "chain/signer.hpp"
#include "keys/chain_binding.hpp"
#include "rpc/read.hpp"

namespace ballast::keys {
namespace {

constexpr std::size_t kSignatureBytes = 65;

Json access_list_json(const std::vector<chain::AccessListItem>& list) {
    JsonArray items;
    for (const chain::AccessListItem& item : list) {
        JsonArray slots;
        for (const Hash32& slot : item.storage_keys)
            slots.emplace_back(to_hex(slot));
        items.emplace_back(JsonObject{{"address", Json(to_hex(item.address))},
                                      {"storageKeys", Json(std::move(slots))}});
    }
    return Json(std::move(items));
}

/// clef takes `data` or `input`, Web3Signer either: the older name serves both.
Json transaction_json(const chain::Transaction& tx, const chain::Address& from) {
    JsonObject object{
        {"chainId", Json(U256(tx.chain_id).to_quantity())},
        {"data", Json(to_hex(tx.data))},
        {"from", Json(chain::checksum_text(from))},
        {"gas", Json(U256(tx.gas_limit).to_quantity())},
        {"maxFeePerGas", Json(tx.max_fee_per_gas.to_quantity())},
        {"maxPriorityFeePerGas", Json(tx.max_priority_fee_per_gas.to_quantity())},
        {"nonce", Json(U256(tx.nonce).to_quantity())},
        {"value", Json(tx.value.to_quantity())},
    };
    if (tx.to) object.emplace("to", chain::checksum_text(*tx.to));
    if (!tx.access_list.empty()) object.emplace("accessList", access_list_json(tx.access_list));
    return Json(std::move(object));
}

/// Names the first field that is another, so that the operator knows what the signer does.
std::string first_difference(const chain::Transaction& asked, const chain::Transaction& got) {
    if (asked.chain_id != got.chain_id) return "chain id";
    if (asked.nonce != got.nonce) return "nonce";
    if (asked.max_priority_fee_per_gas != got.max_priority_fee_per_gas) return "tip";
    if (asked.max_fee_per_gas != got.max_fee_per_gas) return "fee";
    if (asked.gas_limit != got.gas_limit) return "gas limit";
    if (asked.to != got.to) return "recipient";
    if (asked.value != got.value) return "value";
    if (asked.data != got.data) return "data";
    if (asked.access_list != got.access_list) return "access list";
    return {};
}

/// Web3Signer returns the raw bytes; clef an object that holds them beside a copy in words.
Result<Bytes> read_raw(const Json& answer) {
    const Json* raw = answer.as_object() == nullptr ? &answer : answer.find("raw");
    if (raw == nullptr) return fail(Errc::bad_data, "no raw transaction");
    return rpc::read_bytes(*raw);
}

/// r ‖ s ‖ v, where v is the parity, or 27 above it.
Result<chain::Signature> read_signature(const Json& answer) {
    const auto bytes = rpc::read_bytes(answer);
    if (!bytes) return fail(bytes.error());
    if (bytes->size() != kSignatureBytes) return fail(Errc::bad_data, "not 65 bytes");
    chain::Signature signature;
    std::copy_n(bytes->begin(), 32, signature.r.bytes.begin());
    std::copy_n(bytes->begin() + 32, 32, signature.s.bytes.begin());
    const std::uint8_t v = bytes->back();
    signature.y_parity = v >= 27 ? static_cast<std::uint8_t>(v - 27) : v;
    return signature;
}

}  // namespace

tl::unexpected<Error> RemoteSigner::refuse(const std::string& reason) const {
    return fail(Errc::mismatch,
                "the remote signer " + name_ + " " + reason + "; nothing of its answer is used");
}

Result<Json> RemoteSigner::ask(std::string_view method, JsonArray params) {
    auto answer = node_.ask(method, std::move(params));
    if (!answer && answer.error().code == Errc::upstream_unavailable)
        return fail_in("the remote signer", answer.error());
    if (!answer) return refuse("gave no usable answer: " + answer.error().what);
    if (const auto* error = std::get_if<rpc::RemoteError>(&*answer))
        return fail(Errc::permission, "the remote signer " + name_ + " refuses: " + error->message +
                                          " (code " + std::to_string(error->code) + ")");
    return std::get<Json>(std::move(*answer));
}

Result<Bytes> RemoteSigner::sign_transaction(const chain::Transaction& transaction) {
    if (auto ours = check_chain(transaction, chain_id_); !ours) return fail(ours.error());
    const auto answer =
        ask(kind_ == RemoteKind::clef ? "account_signTransaction" : "eth_signTransaction",
            {transaction_json(transaction, address_)});
    if (!answer) return fail(answer.error());
    auto raw = read_raw(*answer);
    if (!raw) return refuse("returned no transaction: " + raw.error().what);
    const auto read = chain::decode_signed(*raw);
    if (!read) return refuse("returned no transaction: " + read.error().what);
    const std::string difference = first_difference(transaction, read->transaction);
    if (!difference.empty()) return refuse("signed another " + difference);
    const auto signed_by = chain::recover_sender(*read);
    if (!signed_by) return refuse("returned a bad signature: " + signed_by.error().what);
    if (*signed_by != address_)
        return refuse("signed as " + chain::checksum_text(*signed_by) + ", not as " +
                      chain::checksum_text(address_));
    return raw;
}

Result<chain::Signature> RemoteSigner::sign_typed_data(const chain::Eip712Document& document) {
    if (auto ours = check_chain(document, chain_id_); !ours) return fail(ours.error());
    const auto digest = chain::signing_digest(document);
    if (!digest) return fail(digest.error());
    const auto json = chain::eip712_to_json(document);
    if (!json) return fail(json.error());
    const bool as_object = kind_ == RemoteKind::clef;
    const auto answer =
        ask(as_object ? "account_signTypedData" : "eth_signTypedData",
            {Json(chain::checksum_text(address_)), as_object ? *json : Json(write_json(*json))});
    if (!answer) return fail(answer.error());
    const auto signature = read_signature(*answer);
    if (!signature) return refuse("returned no signature: " + signature.error().what);
    const auto signed_by = chain::recover(*digest, *signature);
    if (!signed_by) return refuse("returned a bad signature: " + signed_by.error().what);
    if (*signed_by != address_)
        return refuse("signed other data, or as " + chain::checksum_text(*signed_by) + " and not " +
                      chain::checksum_text(address_));
    return *signature;
}

}  // namespace ballast::keys
