// SPDX-License-Identifier: MIT
// ABI values that are no lists, as JSON documents write them.
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "chain/abi.hpp"

namespace ballast::chain {

/// The largest magnitude that every reader of JSON takes for the same number: 2^53 - 1.
constexpr std::uint64_t kJsonIntegerMax = (std::uint64_t{1} << 53U) - 1;

/// Reads a value of `type`. Integers are JSON numbers up to kJsonIntegerMax, decimal digits with an
/// optional minus sign, or hex after 0x; address, bytes and bytesN are hex after 0x; bool is true
/// or false. Requires a type that is no array and no tuple. Errors: bad_data.
[[nodiscard]] Result<AbiValue> abi_from_json(const AbiType& type, const Json& json);

/// Writes what abi_from_json reads: integers as decimal strings, addresses and bytes in lower-case
/// hex. Requires a type that is no array and no tuple. Errors: bad_data where the value does not
/// fit, or is a string that is not UTF-8.
[[nodiscard]] Result<Json> abi_to_json(const AbiType& type, const AbiValue& value);

/// Reads an unsigned integer from a JSON number or string, as abi_from_json does.
[[nodiscard]] Result<U256> word_from_json(const Json& json);

}  // namespace ballast::chain
