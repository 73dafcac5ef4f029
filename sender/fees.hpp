// SPDX-License-Identifier: MIT
// What a transaction may cost. Pure functions; all fees in wei per gas.
#pragma once

#include <cstdint>
#include <optional>

#include "base/u256.hpp"
#include "sender/fee_policy.hpp"
#include "sender/record.hpp"

namespace ballast::sender {

/// The two fields of EIP-1559. Requires everywhere tip <= max_fee.
struct Fees {
    U256 max_fee;
    U256 tip;
    bool operator==(const Fees&) const = default;
};

/// Returns 2^128: products of fees below it with 64 bits of gas, and sums of many, fit 256 bits.
[[nodiscard]] const U256& fee_bound();

/// Tells whether every fee of the policy is below 2^128, as a Sender requires.
[[nodiscard]] bool is_bounded(const FeePolicy& fees);

/// Returns the most that a call may offer: the policy's cap of its urgency, or the request's own.
[[nodiscard]] U256 call_cap(const FeePolicy& policy, bool urgent, const U256& request_cap);

/// Returns ceil(1.125 * cap) + 1: a cancellation must outbid the call that already stands at its
/// cap, and costs 21,000 gas. Requires cap < 2^128.
[[nodiscard]] U256 cancel_cap(const U256& cap);

/// Returns 2 * base + tip with both at least at their floors, not above `cap`. Twice the base fee
/// lasts for five full blocks, each of which raises it by an eighth at most. Any base and tip.
[[nodiscard]] Fees first_fees(const U256& base, const U256& tip, const U256& cap,
                              const FeePolicy& policy);

/// Returns fees that every node takes in the place of `old`: both fields at least ceil(1.125 * old)
/// (geth and erigon ask for 10 %, others 12.5 %), at least `fresh`, not above `cap`. Nothing where
/// the cap leaves no room for that. Requires old below 2^192.
[[nodiscard]] std::optional<Fees> replacement_fees(const Fees& old, const Fees& fresh,
                                                   const U256& cap);

/// Returns the largest fee in wei that a transaction with these fees can come to.
[[nodiscard]] U256 worst_fee(const Fees& fees, std::uint64_t gas_limit);

/// Returns the most that the record may still cost or has cost, in wei: what was paid once it is
/// final, else the dearest of its attempts, included or not, for a reorganisation may change which
/// of them counts. Errors: bad_data where an attempt is damaged.
[[nodiscard]] Result<U256> committed_fee(const TxRecord& record);

/// Tells whether `addition` still fits the day's budget beside what is `committed`.
[[nodiscard]] bool fits_budget(const FeePolicy& policy, bool urgent, const U256& committed,
                               const U256& addition);

}  // namespace ballast::sender
