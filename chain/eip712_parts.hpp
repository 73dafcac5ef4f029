// SPDX-License-Identifier: MIT
// Shared by the files that read and write EIP-712 documents, and by nobody else.
#pragma once

#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "chain/abi.hpp"
#include "chain/eip712.hpp"

namespace ballast::chain {

constexpr std::string_view kDomainType = "EIP712Domain";

/// Returns the type without its brackets: "Person" of "Person[2][]".
[[nodiscard]] std::string_view eip712_base(std::string_view type);

/// Returns the element type of an array: "Person[2]" of "Person[2][]". Requires a type that ends
/// with a bracket. Errors: bad_data.
[[nodiscard]] Result<std::string_view> eip712_element(std::string_view type);

/// Returns true where an array of type `type` may have `count` elements. Requires what
/// eip712_element does.
[[nodiscard]] bool eip712_takes(std::string_view type, std::size_t count);

/// Reads a type that is neither struct nor array. Errors: bad_data.
[[nodiscard]] Result<AbiType> eip712_atom(std::string_view type);

/// Returns true for the value that stands where no struct is: the zero word.
[[nodiscard]] bool is_absent_struct(const AbiValue& value);

/// Checks every name and type, known or not used, and the bounds of chain/eip712_json.hpp. Errors:
/// bad_data with the path.
[[nodiscard]] Status check_eip712_types(const Eip712Types& types);

/// Reads `types` of a document without EIP712Domain, and checks them. Errors: bad_data.
[[nodiscard]] Result<Eip712Types> read_eip712_types(const Json& json);

/// Reads one struct's list of {"name", "type"}. Errors: bad_data with `path`.
[[nodiscard]] Result<std::vector<Eip712Member>> read_eip712_members(const Json& json,
                                                                    const std::string& path);

[[nodiscard]] Json write_eip712_members(const std::vector<Eip712Member>& members);

/// Reads a struct of type `name`. Requires checked types that hold it. Errors: bad_data.
[[nodiscard]] Result<AbiValue> read_eip712_message(const Eip712Types& types, std::string_view name,
                                                   const Json& json);

/// Writes a struct of type `name`. Requires the same. Errors: bad_data.
[[nodiscard]] Result<Json> write_eip712_message(const Eip712Types& types, std::string_view name,
                                                const AbiValue& value);

}  // namespace ballast::chain
