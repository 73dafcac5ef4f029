// SPDX-License-Identifier: MIT
// Transactions of type 2 (EIP-1559).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/u256.hpp"
#include "chain/rlp.hpp"
#include "chain/types.hpp"

namespace ballast::chain {

/// An account and slots that the sender says it will touch (EIP-2930).
struct AccessListItem {
    Address address;
    std::vector<Hash32> storage_keys;
    bool operator==(const AccessListItem&) const = default;
};

/// Fees in wei per gas, value in wei.
struct Transaction {
    std::uint64_t chain_id = 0;
    std::uint64_t nonce = 0;
    U256 max_priority_fee_per_gas;
    U256 max_fee_per_gas;
    std::uint64_t gas_limit = 0;
    /// Nothing creates a contract from `data`.
    std::optional<Address> to;
    U256 value;
    Bytes data;
    std::vector<AccessListItem> access_list;
    bool operator==(const Transaction&) const = default;
};

struct SignedTransaction {
    Transaction transaction;
    Signature signature;
    bool operator==(const SignedTransaction&) const = default;
};

/// A transaction's fields, encoded once for the hash that is signed and for the raw bytes.
class EncodedTransaction {
  public:
    explicit EncodedTransaction(const Transaction& transaction);
    /// Returns 0x02 ‖ rlp(the nine fields).
    [[nodiscard]] Bytes unsigned_bytes() const;
    [[nodiscard]] Hash32 signing_hash() const;
    /// Returns the raw bytes that nodes take; the fields go into them.
    [[nodiscard]] Bytes signed_bytes(const Signature& signature) &&;

  private:
    RlpList fields_;
};

/// Returns 0x02 ‖ rlp(the nine fields), whose hash is signed.
[[nodiscard]] Bytes encode_unsigned(const Transaction& transaction);

/// Returns keccak256(encode_unsigned(transaction)).
[[nodiscard]] Hash32 signing_hash(const Transaction& transaction);

/// Returns 0x02 ‖ rlp(the nine fields, y_parity, r, s): the raw bytes that nodes take. Requires a
/// y_parity of 0 or 1; checked.
[[nodiscard]] Bytes encode_signed(const SignedTransaction& transaction);

/// Reads what encode_unsigned writes. Errors: bad_data, also for any other transaction type.
[[nodiscard]] Result<Transaction> decode_unsigned(ByteView bytes);

/// Reads what encode_signed writes. The signature is not judged here: see recover_sender. Errors:
/// bad_data, also for any other transaction type.
[[nodiscard]] Result<SignedTransaction> decode_signed(ByteView raw);

/// Returns the name by which the chain knows these raw bytes.
[[nodiscard]] Hash32 transaction_hash(ByteView raw);

/// Returns who signed. Errors: bad_data (see recover in chain/signer.hpp).
[[nodiscard]] Result<Address> recover_sender(const SignedTransaction& transaction);

/// Returns where a contract that `sender` creates with `nonce` will live: the last 20 bytes of
/// keccak256(rlp([sender, nonce])).
[[nodiscard]] Address create_address(const Address& sender, std::uint64_t nonce);

}  // namespace ballast::chain
