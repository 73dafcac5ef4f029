// SPDX-License-Identifier: MIT
#include "sender/replacement.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "sender/attempt.hpp"

namespace ballast::sender {
namespace {

chain::Transaction same_again(chain::Transaction newest, const Fees& fees) {
    newest.max_fee_per_gas = fees.max_fee;
    newest.max_priority_fee_per_gas = fees.tip;
    return newest;
}

U256 cap_of(const TxRecord& record, AttemptKind kind, bool hurries, const FeePolicy& policy) {
    const U256 call = call_cap(policy, record.urgent, record.fee_cap);
    const U256 own = kind == AttemptKind::cancel ? cancel_cap(call) : call;
    return hurries ? std::max(own, call_cap(policy, true, record.hurry_cap)) : own;
}

}  // namespace

bool can_pay(const U256& balance, const chain::Transaction& transaction) {
    const U256 worst = worst_fee(fees_of(transaction), transaction.gas_limit);
    return balance >= transaction.value && balance - transaction.value >= worst;
}

Result<Replacement> plan_replacement(const TxRecord& record, AttemptKind kind, const Market& market,
                                     const FeePolicy& policy) {
    BALLAST_CHECK(!record.attempts.empty());
    auto newest = read_attempt(record, record.attempts.back());
    if (!newest) return fail(newest.error());
    const auto so_far = committed_fee(record);
    if (!so_far) return fail(so_far.error());

    const bool awaited = record.hurry_cap != U256();
    const bool hurries = awaited && kind != AttemptKind::call;
    const U256 cap = cap_of(record, kind, hurries, policy);
    const Fees fresh = first_fees(market.base_fee, market.tip, cap, policy);
    const auto fees = replacement_fees(fees_of(*newest), fresh, cap);
    const bool useless = awaited && !hurries && fees && fees->max_fee < market.base_fee;
    if (!fees || useless) return Replacement{std::nullopt, TxReason::fee_capped};

    chain::Transaction made =
        kind == AttemptKind::call
            ? same_again(std::move(*newest), *fees)
            : empty_transaction(record.chain_id, record.account, record.nonce, *fees);
    const U256 worst = worst_fee(*fees, made.gas_limit);
    // What costs no more than is promised already is no addition: a cancellation is always allowed.
    if (worst > *so_far && !fits_budget(policy, record.urgent || hurries, market.committed, worst))
        return Replacement{std::nullopt, TxReason::budget_spent};
    if (!can_pay(market.balance, made)) return Replacement{std::nullopt, TxReason::cannot_pay};
    return Replacement{std::move(made), TxReason::none};
}

}  // namespace ballast::sender
