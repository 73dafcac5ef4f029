// SPDX-License-Identifier: MIT
#include "adapters/call.hpp"

#include "adapters/safe_checksum.hpp"
#include "base/check.hpp"

namespace ballast::adapters {

Call make_call(const chain::Address& to, std::string_view signature,
               const std::vector<chain::AbiValue>& arguments) {
    auto data = chain::encode_call(signature, arguments);
    BALLAST_CHECK(data.has_value());
    return {to, *std::move(data)};
}

Json safe_batch(std::uint64_t chain_id, const chain::Address& safe, std::string_view name,
                UnixSeconds created, const std::vector<Call>& calls) {
    JsonArray transactions;
    for (const Call& call : calls)
        transactions.emplace_back(JsonObject{{"to", chain::checksum_text(call.to)},
                                             {"value", "0"},
                                             {"data", to_hex(call.data)},
                                             {"contractMethod", Json()},
                                             {"contractInputsValues", Json()}});
    JsonObject meta{{"name", name},
                    {"description", ""},
                    {"createdFromSafeAddress", chain::checksum_text(safe)}};
    JsonObject batch{{"version", "1.0"},
                     {"chainId", std::to_string(chain_id)},
                     {"createdAt", Json::number(created.count * 1000)},
                     {"meta", meta},
                     {"transactions", std::move(transactions)}};
    meta["checksum"] = to_hex(safe_checksum(batch));
    batch["meta"] = std::move(meta);
    return batch;
}

}  // namespace ballast::adapters
