// SPDX-License-Identifier: MIT
// Typed data as wallets and remote signers take it: the JSON document of eth_signTypedData_v4.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "chain/eip712.hpp"

namespace ballast::chain {

// Bounds of a document that is read or written; JSON itself is read 64 levels deep.
constexpr std::size_t kEip712BytesMax = std::size_t{1} << 20U;
constexpr std::size_t kEip712StructsMax = 64;
constexpr std::size_t kEip712MembersMax = 256;
/// Of a struct, a member or a member's type.
constexpr std::size_t kEip712NameMax = 128;

/// Reads {"types", "primaryType", "domain", "message"} and nothing beside them. `types` holds
/// EIP712Domain, whose members are those of the standard, in its order, and just the ones that
/// `domain` has; they are kept in Eip712Document::domain and not among its types. Values are read
/// as abi_from_json does. Every member of every struct is there, and no other; null says that there
/// is no nested struct, as in MetaMask's v4, which is how recursive types end. Errors: bad_data
/// with the path of what is wrong, as in "message.to[2].wallet: ...".
[[nodiscard]] Result<Eip712Document> eip712_from_json(const Json& json);

/// Reads the same from text of at most kEip712BytesMax bytes. Errors: bad_data.
[[nodiscard]] Result<Eip712Document> parse_eip712(std::string_view text);

/// Writes what eip712_from_json reads. Integers are decimal strings; the chain id is a bare number
/// up to kJsonIntegerMax, as in the standard's example. Errors: bad_data where types or message are
/// not what eip712_from_json would take.
[[nodiscard]] Result<Json> eip712_to_json(const Eip712Document& document);

}  // namespace ballast::chain
