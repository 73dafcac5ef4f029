// SPDX-License-Identifier: MIT
// Calldata as people read it, before they sign it or after somebody else did.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/abi.hpp"

namespace ballast::chain {

/// Returns a decoded value in one line of printable ASCII: integers in decimal, addresses with
/// their checksum, bytes in hex, strings in quotes with every other byte as \xNN (no byte of a
/// stranger reaches the terminal as it is), arrays in [], tuples in (). Errors: bad_data where
/// the value does not fit the type.
[[nodiscard]] Result<std::string> abi_text(const AbiType& type, const AbiValue& value);

/// Returns "transfer(0x…, 1000)" for a signature such as "transfer(address,uint256)" and calldata
/// that begins with its selector. Where other bytes would mean the same, " (not the canonical
/// encoding)" follows. Errors: bad_data where the signature is none, the selector is another or
/// the arguments do not decode.
[[nodiscard]] Result<std::string> calldata_text(std::string_view signature, ByteView calldata);

}  // namespace ballast::chain
