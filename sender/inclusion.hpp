// SPDX-License-Identifier: MIT
// From a receipt to what a record says of it. Pure.
#pragma once

#include "rpc/types.hpp"
#include "sender/record.hpp"

namespace ballast::sender {

/// Returns the attempt with that hash. Requires that the record has one.
[[nodiscard]] const Attempt& attempt_of(const TxRecord& record, const Hash32& tx_hash);

/// Returns where the attempt of the receipt is. Its fee is what was paid, and the most that could
/// be paid where the node does not say or says more. Requires attempt_of(record, receipt.tx_hash).
[[nodiscard]] Inclusion inclusion_of(const TxRecord& record, const rpc::Receipt& receipt);

/// Returns the state that the receipt ends in once it is final: succeeded or reverted for a call,
/// cancelled for an empty transaction. Requires the same.
[[nodiscard]] TxState final_state(const TxRecord& record, const rpc::Receipt& receipt);

/// Tells whether the included attempt is what the caller asked for. Requires an inclusion.
[[nodiscard]] bool is_call_included(const TxRecord& record);

}  // namespace ballast::sender
