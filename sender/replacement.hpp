// SPDX-License-Identifier: MIT
// The next attempt on a nonce: dearer, or empty. Pure.
#pragma once

#include <optional>

#include "chain/transaction.hpp"
#include "sender/fees.hpp"
#include "sender/record.hpp"
#include "sender/request.hpp"

namespace ballast::sender {

/// What a replacement has to reckon with.
struct Market {
    U256 base_fee;
    U256 tip;
    U256 balance;
    /// In wei: what the account's other records of the last 24 hours cost or may cost.
    U256 committed;
};

/// A transaction to sign, or why there is none.
struct Replacement {
    std::optional<chain::Transaction> transaction;
    TxReason reason = TxReason::none;  ///< fee_capped, budget_spent or cannot_pay
};

/// Plans the attempt that takes the place of the record's newest: the same again for the kind call
/// (where the newest is one), else an empty transaction. A cancellation may go one step above the
/// cap, for a call may stand there. What is no call may take the urgent cap and budget where an
/// urgent request waits; a call has no room there where its cap keeps it under the base fee.
/// Errors: bad_data where an attempt is damaged. Requires at least one attempt.
[[nodiscard]] Result<Replacement> plan_replacement(const TxRecord& record, AttemptKind kind,
                                                   const Market& market, const FeePolicy& policy);

/// Tells whether a balance in wei suffices for the value and the most that the fee may come to.
[[nodiscard]] bool can_pay(const U256& balance, const chain::Transaction& transaction);

}  // namespace ballast::sender
