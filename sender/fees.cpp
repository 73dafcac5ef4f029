// SPDX-License-Identifier: MIT
#include "sender/fees.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "chain/transaction.hpp"

namespace ballast::sender {
namespace {

/// Returns ceil(1.125 * old), and more than `old` even at zero.
U256 dearer(const U256& old) {
    return std::max(mul_div_up(old, U256(9), U256(8)), old + U256(1));
}

}  // namespace

const U256& fee_bound() {
    static const U256 kBound = *U256::from_text("0x100000000000000000000000000000000");
    return kBound;
}

bool is_bounded(const FeePolicy& fees) {
    return fees.base_floor < fee_bound() && fees.tip_floor < fee_bound() &&
           fees.routine_cap < fee_bound() && fees.urgent_cap < fee_bound();
}

U256 call_cap(const FeePolicy& policy, bool urgent, const U256& request_cap) {
    return std::min(urgent ? policy.urgent_cap : policy.routine_cap, request_cap);
}

U256 cancel_cap(const U256& cap) {
    return mul_div_up(cap, U256(9), U256(8)) + U256(1);
}

Fees first_fees(const U256& base, const U256& tip, const U256& cap, const FeePolicy& policy) {
    // Cut to the cap first: what a node says may be any number, and the sum must not overflow.
    const U256 bounded_base = std::min(std::max(base, policy.base_floor), cap);
    const U256 bounded_tip = std::min(std::max(tip, policy.tip_floor), cap);
    return {std::min(bounded_base + bounded_base + bounded_tip, cap), bounded_tip};
}

std::optional<Fees> replacement_fees(const Fees& old, const Fees& fresh, const U256& cap) {
    BALLAST_CHECK(old.tip <= old.max_fee && fresh.tip <= fresh.max_fee);
    const Fees least{dearer(old.max_fee), dearer(old.tip)};
    if (least.max_fee > cap) return std::nullopt;
    const U256 max_fee = std::min(std::max(least.max_fee, fresh.max_fee), cap);
    return Fees{max_fee, std::min(std::max(least.tip, fresh.tip), max_fee)};
}

U256 worst_fee(const Fees& fees, std::uint64_t gas_limit) {
    return fees.max_fee * U256(gas_limit);
}

Result<U256> committed_fee(const TxRecord& record) {
    if (is_final(record.state)) return record.inclusion ? record.inclusion->fee : U256();
    U256 dearest;
    for (const Attempt& attempt : record.attempts) {
        const auto read = chain::decode_signed(attempt.raw);
        if (!read) return fail_in("attempt " + to_hex(attempt.tx_hash), read.error());
        const chain::Transaction& made = read->transaction;
        dearest = std::max(dearest, worst_fee({made.max_fee_per_gas, made.max_priority_fee_per_gas},
                                              made.gas_limit));
    }
    return dearest;
}

bool fits_budget(const FeePolicy& policy, bool urgent, const U256& committed,
                 const U256& addition) {
    const U256& budget = urgent ? policy.urgent_day : policy.routine_day;
    return committed <= budget && addition <= budget - committed;
}

}  // namespace ballast::sender
