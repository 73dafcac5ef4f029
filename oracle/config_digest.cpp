// SPDX-License-Identifier: MIT
#include "oracle/config_digest.hpp"

#include "base/check.hpp"
#include "base/hash.hpp"
#include "base/u256.hpp"
#include "chain/abi.hpp"

namespace ballast::oracle {
namespace {

using chain::AbiValue;

Hash32 hash_of(std::string_view type, const AbiValue& value) {
    const auto tuple = chain::parse_abi_type(type);
    BALLAST_CHECK(tuple.has_value());
    const auto encoded = chain::abi_encode(*tuple, value);
    BALLAST_CHECK(encoded.has_value());
    return keccak256(*encoded);
}

}  // namespace

Hash32 first_config_digest(std::uint64_t chain_id, const chain::Address& oracle,
                           ByteView arguments) {
    const Hash32 tag = keccak256(as_bytes("ballast.config.v1"));
    return hash_of("(bytes32,uint256,address,bytes)",
                   AbiValue::list({AbiValue::bytes(tag.view()), AbiValue::uint(U256(chain_id)),
                                   AbiValue::address(oracle), AbiValue::bytes(arguments)}));
}

Hash32 next_config_digest(const Hash32& previous, const chain::Address& by, ByteView data) {
    return hash_of("(bytes32,address,bytes)",
                   AbiValue::list({AbiValue::bytes(previous.view()), AbiValue::address(by),
                                   AbiValue::bytes(data)}));
}

}  // namespace ballast::oracle
