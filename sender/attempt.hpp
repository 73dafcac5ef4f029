// SPDX-License-Identifier: MIT
// Signed bytes: made once, read back every time before they are believed.
#pragma once

#include "base/result.hpp"
#include "chain/transaction.hpp"
#include "keys/signer.hpp"
#include "sender/fees.hpp"
#include "sender/record.hpp"

namespace ballast::sender {

/// The gas of a transaction without data to an account without code.
constexpr std::uint64_t kEmptyGas = 21'000;

/// Returns a zero transaction from the account to itself.
[[nodiscard]] chain::Transaction empty_transaction(std::uint64_t chain_id,
                                                   const chain::Address& account,
                                                   std::uint64_t nonce, const Fees& fees);

[[nodiscard]] Fees fees_of(const chain::Transaction& transaction);

/// Signs, reads the bytes back and compares: what is stored is what was meant. Errors: the
/// signer's; mismatch where it signed anything else or with another key.
[[nodiscard]] Result<Attempt> sign_attempt(keys::Signer& signer,
                                           const chain::Transaction& transaction, AttemptKind kind,
                                           UnixSeconds at);

/// Reads the transaction of a stored attempt. Errors: bad_data where its hash, chain, nonce, signer
/// or kind is not what the record says, so that a damaged store sends nothing.
[[nodiscard]] Result<chain::Transaction> read_attempt(const TxRecord& record,
                                                      const Attempt& attempt);

}  // namespace ballast::sender
