// SPDX-License-Identifier: MIT
// Typed structured data (EIP-712): what a signer sees and a contract checks.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/u256.hpp"
#include "chain/abi.hpp"
#include "chain/types.hpp"

namespace ballast::chain {

struct Eip712Member {
    /// An ABI type, the name of a struct, or an array of either.
    std::string type;
    std::string name;
};

/// Struct types by their name.
using Eip712Types = std::map<std::string, std::vector<Eip712Member>, std::less<>>;

/// The separator's fields. Only those present are hashed, in this order.
struct Eip712Domain {
    std::optional<std::string> name;
    std::optional<std::string> version;
    std::optional<U256> chain_id;
    std::optional<Address> verifying_contract;
    std::optional<Hash32> salt;
};

/// What a wallet is asked to sign.
struct Eip712Document {
    Eip712Types types;
    /// The struct type of `message`.
    std::string primary;
    Eip712Domain domain;
    AbiValue message;
};

/// Returns the type with all structs it uses: "Mail(Person from,...)Person(string name,...)".
/// Errors: bad_data where a struct or ABI type is unknown.
[[nodiscard]] Result<std::string> encode_type(const Eip712Types& types, std::string_view primary);

/// Returns hashStruct of `value`, a list of the members in the order of their type (a nested struct
/// is such a list again, or AbiValue(), the zero word, where there is none: EIP-712 leaves that
/// case open, and MetaMask's v4 hashes it as 32 zero bytes, which ends a recursive type). Errors:
/// bad_data where type or value do not fit.
[[nodiscard]] Result<Hash32> hash_struct(const Eip712Types& types, std::string_view primary,
                                         const AbiValue& value);

/// Returns the hash that binds a signature to one application, chain and contract.
[[nodiscard]] Hash32 domain_separator(const Eip712Domain& domain);

/// Returns keccak256(0x19 0x01 ‖ separator ‖ struct_hash), the digest that is signed.
[[nodiscard]] Hash32 signing_digest(const Hash32& separator, const Hash32& struct_hash);

/// Returns the same of a whole document. Errors: bad_data where type or value do not fit.
[[nodiscard]] Result<Hash32> signing_digest(const Eip712Document& document);

}  // namespace ballast::chain
