// SPDX-License-Identifier: MIT
// Every transaction that names its chain, behind one type: EIP-155 legacy, EIP-2930, EIP-1559.
//
// We send EIP-1559 only (chain/transaction.hpp). The rest is read where the chain or a wallet shows
// what somebody else sent, and written where a chain knows nothing newer.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/u256.hpp"
#include "chain/transaction.hpp"
#include "chain/types.hpp"

namespace ballast::chain {

/// A transaction without a type byte, bound to its chain by EIP-155. Price in wei per gas.
struct LegacyTransaction {
    /// From 1: where it is 0 there would be no EIP-155.
    std::uint64_t chain_id = 1;
    std::uint64_t nonce = 0;
    U256 gas_price;
    std::uint64_t gas_limit = 0;
    std::optional<Address> to;
    U256 value;
    Bytes data;
    bool operator==(const LegacyTransaction&) const = default;
};

/// Type 1 (EIP-2930).
struct AccessListTransaction {
    std::uint64_t chain_id = 0;
    std::uint64_t nonce = 0;
    U256 gas_price;
    std::uint64_t gas_limit = 0;
    std::optional<Address> to;
    U256 value;
    Bytes data;
    std::vector<AccessListItem> access_list;
    bool operator==(const AccessListTransaction&) const = default;
};

using AnyTransaction = std::variant<LegacyTransaction, AccessListTransaction, Transaction>;

/// A transaction and who signed it.
struct Envelope {
    AnyTransaction transaction;
    Signature signature;
    bool operator==(const Envelope&) const = default;
};

[[nodiscard]] std::uint64_t chain_id_of(const AnyTransaction& transaction);

/// Returns the bytes whose hash is signed: with a legacy transaction the nine fields of EIP-155.
/// Requires a legacy transaction's chain id over 0 (so do all functions below).
[[nodiscard]] Bytes encode_unsigned(const AnyTransaction& transaction);

/// Returns keccak256(encode_unsigned(transaction)).
[[nodiscard]] Hash32 signing_hash(const AnyTransaction& transaction);

/// Returns the raw bytes that nodes take; with a legacy transaction v is 35 + y_parity + 2
/// chain_id. Requires a y_parity of 0 or 1; checked.
[[nodiscard]] Bytes encode_signed(const Envelope& envelope);

/// Reads what encode_unsigned writes. Errors: bad_data.
[[nodiscard]] Result<AnyTransaction> decode_any_unsigned(ByteView bytes);

/// Reads what encode_signed writes. Refuses what has no chain id (v of 27 or 28, from before
/// EIP-155): such a signature holds on every chain, so nothing can be bound to one. Refuses types
/// above 2. The signature is not judged here: see recover_sender. Errors: bad_data.
[[nodiscard]] Result<Envelope> decode_envelope(ByteView raw);

/// Returns who signed. Errors: mismatch where the transaction is for another chain than `chain_id`;
/// bad_data (see recover in chain/signer.hpp).
[[nodiscard]] Result<Address> recover_sender(const Envelope& envelope, std::uint64_t chain_id);

}  // namespace ballast::chain
