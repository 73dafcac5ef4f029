// SPDX-License-Identifier: MIT
// What the tests on the real Aave market ask of our own code: one JSON document in, one out.
//
//   aave_tool report   a report and its signers' keys -> calldata of submit, by oracle/
//   aave_tool figure   positions and a cut -> who is liquidatable, by adapters/ and engine/
//
// Every integer is a decimal string, every byte string is 0x and hex.
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "adapters/aave_book.hpp"
#include "base/check.hpp"
#include "base/json.hpp"
#include "chain/signer.hpp"
#include "engine/liquidity.hpp"
#include "oracle/risk_report.hpp"

namespace {

using namespace ballast;

/// The document is our own test's: what it lacks is a bug of that test.
const Json& member(const Json& object, std::string_view key) {
    const Json* found = object.find(key);
    BALLAST_CHECK(found != nullptr);
    return *found;
}

const std::string& text(const Json& object, std::string_view key) {
    return *member(object, key).as_string();
}

U256 word(const Json& object, std::string_view key) {
    return U256::from_text(text(object, key)).value();
}

std::uint64_t number(const Json& object, std::string_view key) {
    return word(object, key).to_u64().value();
}

Hash32 hash(const Json& object, std::string_view key) {
    return hash_from_hex(text(object, key)).value();
}

oracle::ParamUpdate update_of(const Json& json) {
    oracle::ParamUpdate u;
    u.market_id = hash(json, "marketId");
    u.ltv = static_cast<std::uint16_t>(number(json, "ltv"));
    u.lt = static_cast<std::uint16_t>(number(json, "lt"));
    u.bonus = static_cast<std::uint16_t>(number(json, "lb"));
    u.supply_cap = number(json, "supplyCap");
    u.expected_ltv = static_cast<std::uint16_t>(number(json, "expectLtv"));
    u.expected_lt = static_cast<std::uint16_t>(number(json, "expectLt"));
    u.ramp_seconds = static_cast<std::uint32_t>(number(json, "rampSeconds"));
    u.induced_usd = number(json, "maxNewLiqUsd");
    u.regime = static_cast<std::uint8_t>(number(json, "regime"));
    return u;
}

oracle::RiskReport report_of(const Json& json) {
    oracle::RiskReport r;
    r.config_digest = hash(json, "configDigest");
    r.seq = number(json, "seq");
    r.observed_at = UnixSeconds{static_cast<std::int64_t>(number(json, "observedAt"))};
    r.valid_until = UnixSeconds{static_cast<std::int64_t>(number(json, "validUntil"))};
    r.inputs_root = hash(json, "inputsRoot");
    r.policy_hash = hash(json, "policyHash");
    r.code_hash = hash(json, "codeHash");
    r.previous_report = hash(json, "prevReport");
    for (const Json& update : *member(json, "updates").as_array())
        r.updates.push_back(update_of(update));
    return r;
}

Json report(const Json& in) {
    const oracle::RiskReport made = report_of(member(in, "report"));
    const auto address = chain::parse_address(text(in, "oracle")).value();
    const Hash32 digest = oracle::report_digest(made, number(in, "chainId"), address);
    std::vector<chain::SecretKey> keys;
    for (const Json& key : *member(in, "keys").as_array())
        keys.push_back(chain::SecretKey::from_bytes(from_hex(*key.as_string()).value()).value());
    std::vector<oracle::IndexedKey> signers;
    for (std::uint32_t i = 0; i < keys.size(); ++i)
        signers.push_back({i, &keys[i]});
    const Bytes calldata = oracle::encode_submit(made, oracle::attest(digest, signers));
    return JsonObject{{"calldata", to_hex(calldata)}, {"digest", to_hex(digest)}};
}

Json decimals(const std::vector<U256>& values) {
    JsonArray array;
    for (const U256& value : values)
        array.emplace_back(value.to_decimal());
    return array;
}

Json figure(const Json& in) {
    std::vector<adapters::AavePosition> positions;
    for (const Json& p : *member(in, "positions").as_array())
        positions.push_back({word(p, "collateral"), word(p, "otherWeighted"), word(p, "debt")});
    const auto now = engine::Bps::from(Int128{number(in, "now")}).value();
    const auto after = engine::Bps::from(Int128{number(in, "after")}).value();
    const adapters::CutLimit limit{number(in, "limitAccounts"), word(in, "limitDebt")};
    std::vector<U256> health;
    JsonArray fallen;
    for (const adapters::AavePosition& p : positions) {
        health.push_back(adapters::health_factor(p, after));
        fallen.emplace_back(Json(adapters::liquidatable(p, after)));
    }
    const auto judged = adapters::judge_cut(positions, now, after, limit);
    const auto book = adapters::book_of(positions, now).value();
    const auto induced = engine::induced_liquidation(book, now, after, engine::Bps::of(0));
    return JsonObject{{"healthAfter", decimals(health)},
                      {"liquidatableAfter", fallen},
                      {"accounts", std::to_string(judged.impact.accounts)},
                      {"debt", judged.impact.debt.to_decimal()},
                      {"blocked", Json(judged.blocked)},
                      {"admissible", std::to_string(judged.admissible.count())},
                      {"engineUsd", std::to_string(induced.count())}};
}

}  // namespace

int main(int argc, char** argv) {
    const std::string command = argc == 2 ? argv[1] : "";
    if (command != "report" && command != "figure") {
        std::cerr << "usage: aave_tool report|figure < document\n";
        return 64;
    }
    const std::string in((std::istreambuf_iterator<char>(std::cin)), {});
    const auto document = ballast::parse_json(in);
    if (!document) {
        std::cerr << "aave_tool: " << document.error().what << '\n';
        return 65;
    }
    const auto out = command == "report" ? report(*document) : figure(*document);
    std::cout << ballast::write_json(out) << '\n';
}
