// SPDX-License-Identifier: MIT
// Shared by the ABI's encoder, decoder and texts, and by the types of EIP-712.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "chain/abi.hpp"

namespace ballast::chain {

/// Returns true where `word` is a clean encoding of `type`: in range, padding as it must be. False
/// for every type that is not one word.
[[nodiscard]] bool word_fits(const AbiType& type, const Hash32& word);

/// Returns N of bytesN, and 24 of function; nothing for every other type.
[[nodiscard]] std::optional<std::size_t> fixed_bytes_size(const AbiType& type);

/// Returns how many values one of `type` is without the elements of its dynamic arrays; what is
/// empty counts as one, and an array of no elements as if it had one.
[[nodiscard]] std::size_t abi_places(const AbiType& type);

/// Returns true for a name as Solidity has them: letters, digits, _ and $, no digit first.
[[nodiscard]] bool is_identifier(std::string_view name);

/// Returns 2^256 - value: its negative in two's complement. Requires value > 0.
[[nodiscard]] U256 negated(const U256& value);

/// Returns the decimal text of a word in two's complement.
[[nodiscard]] std::string signed_decimal(const U256& word);

}  // namespace ballast::chain
