// SPDX-License-Identifier: MIT
#include "bench/sign_input.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"

namespace ballast::bench {
namespace {

Hash32 named(std::string_view name) {
    return keccak256(as_bytes(name));
}

chain::SecretKey key_of(std::string_view name) {
    auto key = chain::SecretKey::from_bytes(named(name).view());
    BALLAST_CHECK(key.has_value());
    return std::move(*key);
}

oracle::RiskReport report() {
    oracle::RiskReport made{.config_digest = named("config"),
                            .seq = 412,
                            .observed_at = {1'722'859'200},
                            .valid_until = {1'722'880'800},
                            .inputs_root = named("inputs"),
                            .policy_hash = named("policy"),
                            .code_hash = named("code"),
                            .previous_report = named("previous"),
                            .updates = {}};
    for (std::uint8_t market = 1; market <= 2; ++market) {
        oracle::ParamUpdate update{.ltv = 7'300,
                                   .lt = 7'750,
                                   .bonus = 10'500,
                                   .supply_cap = oracle::kSameSupplyCap,
                                   .expected_ltv = 7'400,
                                   .expected_lt = 7'800,
                                   .ramp_seconds = 86'400,
                                   .induced_usd = 1'250'000,
                                   .regime = 62};
        update.market_id.bytes.fill(market);  // ascending, as the contract wants them
        made.updates.push_back(update);
    }
    return made;
}

Json text(std::uint64_t value) {
    return Json(std::to_string(value));
}

Json update_json(const oracle::ParamUpdate& u) {
    return Json(JsonObject{{"expectLt", text(u.expected_lt)},
                           {"expectLtv", text(u.expected_ltv)},
                           {"lb", text(u.bonus)},
                           {"lt", text(u.lt)},
                           {"ltv", text(u.ltv)},
                           {"marketId", Json(to_hex(u.market_id))},
                           {"maxNewLiqUsd", text(u.induced_usd)},
                           {"rampSeconds", text(u.ramp_seconds)},
                           {"regime", text(u.regime)},
                           {"supplyCap", text(u.supply_cap)}});
}

Json report_json(const oracle::RiskReport& r) {
    JsonArray updates;
    for (const oracle::ParamUpdate& update : r.updates)
        updates.push_back(update_json(update));
    return Json(JsonObject{{"codeHash", Json(to_hex(r.code_hash))},
                           {"configDigest", Json(to_hex(r.config_digest))},
                           {"inputsRoot", Json(to_hex(r.inputs_root))},
                           {"observedAt", text(static_cast<std::uint64_t>(r.observed_at.count))},
                           {"policyHash", Json(to_hex(r.policy_hash))},
                           {"prevReport", Json(to_hex(r.previous_report))},
                           {"seq", text(r.seq)},
                           {"updates", Json(std::move(updates))},
                           {"validUntil", text(static_cast<std::uint64_t>(r.valid_until.count))}});
}

Json transaction_json(const chain::Transaction& tx) {
    return Json(JsonObject{{"gas", text(tx.gas_limit)},
                           {"maxFeePerGas", Json(tx.max_fee_per_gas.to_decimal())},
                           {"maxPriorityFeePerGas", Json(tx.max_priority_fee_per_gas.to_decimal())},
                           {"nonce", text(tx.nonce)}});
}

/// The attestation of signer 0 alone: the bitmask and one EIP-2098 signature.
Bytes attestation(const chain::Signature& signature) {
    Bytes bytes{0, 0, 0, 1};
    append(bytes, chain::to_compact(signature).view());
    return bytes;
}

}  // namespace

SignInput make_sign_input() {
    constexpr std::uint64_t kChain = 31337;
    SignInput input{.chain_id = kChain,
                    .report = report(),
                    .oracle = key_of("oracle").address(),
                    .transaction = {},
                    .report_key = key_of("report"),
                    .gas_signer = std::make_unique<keys::LocalSigner>(key_of("gas"), kChain),
                    .json = {}};
    chain::Transaction& tx = input.transaction;
    tx.chain_id = kChain;
    tx.nonce = 911;
    tx.max_priority_fee_per_gas = U256(1'500'000'000);
    tx.max_fee_per_gas = U256(42'000'000'000);
    tx.gas_limit = 450'000;
    tx.to = input.oracle;
    input.json = write_json(Json(JsonObject{{"chainId", text(kChain)},
                                            {"gasKey", Json(to_hex(named("gas")))},
                                            {"oracle", Json(chain::checksum_text(input.oracle))},
                                            {"report", report_json(input.report)},
                                            {"reportKey", Json(to_hex(named("report")))},
                                            {"transaction", transaction_json(tx)}}));
    return input;
}

chain::Unchecked<Bytes> sign_tick(const SignInput& input) {
    const Hash32 digest = oracle::report_digest(input.report, input.chain_id, input.oracle);
    return input.report_key.sign_unchecked(digest).then([&](const chain::Signature& signature) {
        chain::Transaction tx = input.transaction;
        tx.data = oracle::encode_submit(input.report, attestation(signature));
        auto made = input.gas_signer->sign_transaction_unchecked(tx);
        BALLAST_CHECK(made.has_value());
        return std::move(*made);
    });
}

}  // namespace ballast::bench
