// SPDX-License-Identifier: MIT
#include "tests/rpc/liar.hpp"

#include "base/hash.hpp"
#include "rpc/read.hpp"

namespace ballast::test {
namespace {

Json quantity(std::uint64_t value) {
    return Json(U256(value).to_quantity());
}

Json with(const Json& object, const std::string& key, Json value) {
    JsonObject members = object.as_object() == nullptr ? JsonObject() : *object.as_object();
    members.insert_or_assign(key, std::move(value));
    return Json(std::move(members));
}

const std::string kOtherHash = "0x" + std::string(64, 'd');

}  // namespace

Json Liar::operator()(const std::string& method, const JsonArray& params, Json result) {
    if (draw(2) == 0) return result;
    Json said = lie(method, params, result);
    if (said != result) ++told_[method];
    return said;
}

Json Liar::lie(const std::string& method, const JsonArray& params, const Json& honest) {
    if (method == "eth_getTransactionReceipt") return receipt(params, honest);
    if (method == "eth_getBlockByNumber") return block(honest);
    if (method == "eth_sendRawTransaction") return Json(kOtherHash);
    if (method == "eth_getTransactionByHash")
        return honest.is_null() ? Json(JsonObject{{"hash", params[0]}}) : Json();
    if (method == "eth_call") return Json("0xbadbad");
    // Rarely: the endpoint is out for a while then, and would lie about nothing else.
    if (method == "eth_chainId") return draw(40) == 0 ? quantity(1) : honest;
    if (method == "eth_syncing") return draw(40) == 0 ? Json(JsonObject()) : honest;
    return number(honest);
}

Json Liar::number(const Json& honest) {
    const auto value = rpc::read_quantity64(honest);
    switch (draw(4)) {
        case 0:
            return quantity(value ? *value + 1 : 1);
        case 1:
            return quantity(value && *value > 0 ? *value - 1 : 7);
        case 2:
            return quantity(draw(~std::uint64_t{0}));
        default:
            return Json("0xnonsense");
    }
}

Json Liar::block(const Json& honest) {
    const auto number = honest.find("number") == nullptr
                            ? Result<std::uint64_t>(0)
                            : rpc::read_quantity64(*honest.find("number"));
    switch (draw(7)) {
        case 0:
            return with(honest, "hash", Json(kOtherHash));
        case 1:
            return with(honest, "number", quantity(*number + 1 + draw(1'000'000)));
        case 2: {  // an older block of the chain
            const std::uint64_t back = draw(*number + 1);
            const auto old = chain_.at_number(chain_.head(), std::min(back, chain_.head_number()));
            const MockBlock& found = chain_.block(*old);
            return block_json(found, chain_.block(found.parent).header);
        }
        case 3:
            return with(honest, "baseFeePerGas", Json("0x1"));
        case 4:
            return with(honest, "timestamp", Json("0x1"));
        case 5:
            return with(with(honest, "hash", Json(kOtherHash)), "number", quantity(*number + 1));
        default:
            return Json();
    }
}

Json Liar::invented_receipt(const Hash32& tx_hash) {
    rpc::Receipt receipt;
    receipt.tx_hash = tx_hash;
    receipt.succeeded = draw(2) == 0;
    const std::uint64_t number = chain_.head_number() - draw(chain_.head_number() + 1);
    receipt.block_number = number;
    receipt.gas_used = 21'000;
    // Half of them name a block that is on the chain.
    receipt.block_hash = draw(2) == 0
                             ? *hash_from_hex(kOtherHash)
                             : chain_.block(*chain_.at_number(chain_.head(), number)).header.hash;
    receipt.effective_gas_price = chain_.base_fee;
    return receipt_json(receipt);
}

Json Liar::receipt(const JsonArray& params, const Json& honest) {
    const Hash32 tx_hash = *rpc::read_hash(params[0]);
    if (honest.is_null()) return invented_receipt(tx_hash);
    switch (draw(6)) {
        case 0:
            return Json();
        case 1:
            return with(honest, "status",
                        *honest.find("status") == Json("0x1") ? Json("0x0") : Json("0x1"));
        case 2:
            return with(honest, "blockHash", Json(kOtherHash));
        case 3:
            return with(honest, "gasUsed", Json("0x1"));
        case 4:
            return with(honest, "transactionHash", Json(kOtherHash));
        default:
            return invented_receipt(tx_hash);
    }
}

}  // namespace ballast::test
