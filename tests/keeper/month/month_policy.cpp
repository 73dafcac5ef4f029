// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_policy.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/signer.hpp"
#include "engine/canonical.hpp"
#include "oracle/default_limits.hpp"
#include "policies/policy_document.hpp"

namespace ballast::month {
namespace {

using engine::Bps;

Hash32 named_hash(const std::string& text) {
    return keccak256(as_bytes(text));
}

engine::Policy shipped() {
    auto policy = policies::load_policy("policies/carry_aware.toml");
    BALLAST_CHECK(policy.has_value());
    return std::move(*policy);
}

engine::AssetPolicy bitcoin(const engine::Policy& policy) {
    for (const engine::AssetPolicy& asset : policy.assets)
        if (asset.asset == "BTC") return asset;
    BALLAST_CHECK(false);
    return {};
}

oracle::MarketRecord first_record(const engine::AssetPolicy& asset) {
    oracle::MarketRecord record;
    engine::PublishedMarket& market = record.market;
    market.asset = asset.asset;
    // Some steps under what the calm market asks for: the month has rises.
    market.ltv = Bps::of(6'300);
    market.lt = market.lt_start = Bps::of(7'500);
    market.bonus = asset.bonus;
    market.limits = oracle::default_limits({.ltv_min = asset.ltv_min,
                                            .ltv_max = asset.ltv_max,
                                            .lt_min = asset.lt_min,
                                            .lt_max = asset.lt_max,
                                            .gap = Bps::of(200)});
    record.own_limits = oracle::default_own_limits(asset.bonus);
    return record;
}

}  // namespace

std::string asset_name(std::size_t market) {
    const std::string number = std::to_string(market + 1);
    return (number.size() == 1 ? "C0" : "C") + number;
}

engine::Policy month_policy() {
    engine::Policy policy = shipped();
    engine::AssetPolicy asset = bitcoin(policy);
    std::erase_if(asset.tails,
                  [&](const auto& tail) { return tail.level != policy.liquidity.tail_level; });
    policy.assets.clear();
    for (std::size_t i = 0; i < kMarkets; ++i) {
        asset.asset = asset_name(i);
        policy.assets.push_back(asset);
    }
    // One channel is enough to be late, missing or wrong; each more is paid for in every record.
    std::erase_if(policy.regime.channels,
                  [](const auto& channel) { return channel.name != "vix"; });
    policy.regime.carry_level_channel.clear();
    policy.regime.carry_change_channel.clear();
    return policy;
}

ChainIdentity chain_identity(std::size_t lane) {
    ChainIdentity identity{
        .name = "chain" + std::to_string(lane + 1), .chain_id = 1'001 + lane, .oracle = {}};
    identity.oracle.bytes.fill(static_cast<std::uint8_t>(0xa0 + lane));
    return identity;
}

audit::Setup month_setup(std::size_t lane, const engine::Policy& policy) {
    const ChainIdentity identity = chain_identity(lane);
    audit::Setup setup;
    setup.event = "month";
    setup.chain_id = identity.chain_id;
    setup.oracle = identity.oracle;
    for (const engine::AssetPolicy& asset : policy.assets)
        setup.markets.push_back({asset.asset, named_hash(identity.name + asset.asset)});
    setup.signers = {report_key().address()};
    setup.threshold = 1;
    setup.code_hash = named_hash("code");
    return setup;
}

oracle::OracleRecord deployed(const audit::Setup& setup, const engine::Policy& policy) {
    oracle::OracleRecord record;
    record.head.config_digest = named_hash("configuration");
    record.switches.threshold = 1;
    record.switches.signers = 1;
    record.policies = {engine::hash(policy)};
    record.codes = {setup.code_hash};
    for (std::size_t i = 0; i < setup.markets.size(); ++i)
        record.markets[setup.markets[i].market_id] = first_record(policy.assets[i]);
    return record;
}

const chain::SecretKey& report_key() {
    static const chain::SecretKey key = [] {
        Bytes bytes(32, 0x21);
        return std::move(*chain::SecretKey::from_bytes(bytes));
    }();
    return key;
}

}  // namespace ballast::month
