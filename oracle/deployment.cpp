// SPDX-License-Identifier: MIT
#include "oracle/deployment.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/abi.hpp"
#include "oracle/creation_bytecode.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;
using engine::Bps;

AbiValue number(std::int64_t value) {
    BALLAST_CHECK(value >= 0);
    return AbiValue::uint(U256(static_cast<std::uint64_t>(value)));
}
AbiValue number(Bps value) {
    return number(value.count());
}
AbiValue number(Seconds value) {
    return number(value.count);
}

AbiValue hashes(const std::vector<Hash32>& values) {
    std::vector<AbiValue> items;
    for (const Hash32& value : values)
        items.push_back(AbiValue::bytes(value.view()));
    return AbiValue::list(std::move(items));
}

Bytes encoded(std::string_view tuple, const AbiValue& value) {
    const auto type = chain::parse_abi_type(tuple);
    BALLAST_CHECK(type.has_value());
    auto bytes = chain::abi_encode(*type, value);
    BALLAST_CHECK(bytes.has_value());
    return std::move(*bytes);
}

/// Limits of RiskTypes.sol, in its order. The bonus band is the bonus itself: it does not move.
AbiValue to_abi(const engine::OracleLimits& l, Bps bonus) {
    return AbiValue::list({number(l.ltv_min),
                           number(l.ltv_max),
                           number(l.lt_min),
                           number(l.lt_max),
                           number(bonus),
                           number(bonus),
                           number(l.gap_min),
                           number(l.ltv_rise_step),
                           number(l.lt_rise_step),
                           number(l.ltv_rise_day),
                           number(l.ltv_rise_week),
                           number(l.lt_rise_day),
                           number(l.lt_rise_week),
                           number(l.lt_cut_week),
                           number(l.max_age),
                           number(l.ltv_rise_delay),
                           number(l.lt_rise_delay),
                           number(l.lt_cut_delay),
                           number(l.ltv_rise_after_cut),
                           number(l.lt_rise_after_cut),
                           number(l.ramp_min),
                           number(l.ramp_per_100_bps),
                           number(l.ltv_veto),
                           number(l.lt_veto)});
}

}  // namespace

Bytes creation_code(const OracleSetup& setup) {
    std::vector<AbiValue> signers;
    for (const chain::Address& signer : setup.signers)
        signers.push_back(AbiValue::address(signer));
    const AbiValue arguments =
        AbiValue::list({AbiValue::address(setup.owner), AbiValue::address(setup.guardian),
                        AbiValue::list(std::move(signers)), number(setup.threshold),
                        hashes(setup.policies), hashes(setup.codes)});
    const auto bytecode = from_hex(kCreationBytecode);
    BALLAST_CHECK(bytecode.has_value());
    Bytes code = *bytecode;
    append(code, encoded("(address,address,address[],uint8,bytes32[],bytes32[])", arguments));
    return code;
}

Hash32 market_id(const MarketIdentity& identity) {
    return keccak256(encoded(
        "(uint256,address,address,address,address,uint8)",
        AbiValue::list({AbiValue::uint(U256(identity.chain_id)),
                        AbiValue::address(identity.protocol), AbiValue::address(identity.pool),
                        AbiValue::address(identity.collateral), AbiValue::address(identity.debt),
                        number(identity.emode)})));
}

Bytes encode_add_market(const Hash32& id, const engine::PublishedMarket& market) {
    auto calldata = chain::encode_call(
        "addMarket(bytes32,(uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,"
        "uint16,uint16,uint16,uint16,uint32,uint24,uint24,uint24,uint24,uint24,uint24,uint24,"
        "uint24,uint24),uint16,uint16,uint16)",
        {AbiValue::bytes(id.view()), to_abi(market.limits, market.bonus), number(market.ltv),
         number(market.lt), number(market.bonus)});
    BALLAST_CHECK(calldata.has_value());
    return std::move(*calldata);
}

}  // namespace ballast::oracle
