// SPDX-License-Identifier: MIT
#include "oracle/deployment.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/abi.hpp"
#include "oracle/calls.hpp"
#include "oracle/creation_bytecode.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;

AbiValue number(std::int64_t value) {
    BALLAST_CHECK(value >= 0);
    return AbiValue::uint(U256(static_cast<std::uint64_t>(value)));
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

}  // namespace

Bytes constructor_arguments(const OracleSetup& setup) {
    std::vector<AbiValue> signers;
    for (const chain::Address& signer : setup.signers)
        signers.push_back(AbiValue::address(signer));
    return encoded(
        "(address,address,address[],uint8,bytes32[],bytes32[],bool)",
        AbiValue::list({AbiValue::address(setup.owner), AbiValue::address(setup.guardian),
                        AbiValue::list(std::move(signers)), number(setup.threshold),
                        hashes(setup.policies), hashes(setup.codes),
                        AbiValue::boolean(setup.hold_ramp_when_frozen)}));
}

Bytes creation_code(const OracleSetup& setup) {
    const auto bytecode = from_hex(kCreationBytecode);
    BALLAST_CHECK(bytecode.has_value());
    Bytes code = *bytecode;
    append(code, constructor_arguments(setup));
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
    MarketRecord record;
    record.market = market;
    record.own_limits = default_own_limits(market.bonus);
    return encode_add_market(id, record);
}

}  // namespace ballast::oracle
