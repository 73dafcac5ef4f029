// SPDX-License-Identifier: MIT
// From a request to a signed record that is not stored yet.
#include <algorithm>
#include <string>

#include "sender/attempt.hpp"
#include "sender/sender.hpp"

namespace ballast::sender {
namespace {

/// A quarter above the estimate, which the state may outgrow before the block, but not above `cap`.
/// Requires estimate <= cap.
std::uint64_t with_margin(std::uint64_t estimate, std::uint64_t cap) {
    return estimate / 4 <= cap - estimate ? estimate + estimate / 4 : cap;
}

}  // namespace

Result<TxRecord> Sender::prepare(const TransactionRequest& request, const rpc::AccountView& view) {
    if (auto agreed = preflight(request); !agreed) return fail(agreed.error());
    const auto gas = gas_limit(request);
    if (!gas) return fail(gas.error());
    const auto fees = affordable_fees(request, view, *gas);
    if (!fees) return fail(fees.error());
    const chain::Transaction transaction{.chain_id = chain_.chain_id(),
                                         .nonce = view.nonce,
                                         .max_priority_fee_per_gas = fees->tip,
                                         .max_fee_per_gas = fees->max_fee,
                                         .gas_limit = *gas,
                                         .to = request.to,
                                         .value = request.value,
                                         .data = request.data,
                                         .access_list = {}};
    auto attempt = sign_attempt(signer_, transaction, AttemptKind::call, view.head.timestamp);
    if (!attempt) return fail(attempt.error());
    return TxRecord{.key = request.key,
                    .chain_id = transaction.chain_id,
                    .account = signer_.address(),
                    .nonce = transaction.nonce,
                    .deadline = request.deadline,
                    .urgent = request.urgent,
                    .fee_cap = request.fee_cap,
                    .fees = policy_.fees,
                    .final_block = view.finalized_number,
                    .hurry_cap = {},
                    .wait = {},
                    .state = TxState::stored,
                    .reason = TxReason::none,
                    .attempts = {std::move(*attempt)},
                    .inclusion = std::nullopt};
}

Status Sender::preflight(const TransactionRequest& request) {
    for (const Preflight& check : request.preflights) {
        const auto outcome = chain_.call({signer_.address(), check.to, check.data, U256()});
        if (!outcome) return fail(outcome.error());
        if (outcome->reverted || outcome->output != check.expected)
            return fail(Errc::mismatch, "simulated, " + chain::checksum_text(check.to) +
                                            " answers " + to_hex(outcome->output) +
                                            " in the place of " + to_hex(check.expected) +
                                            "; nothing was signed");
    }
    return {};
}

Result<std::uint64_t> Sender::gas_limit(const TransactionRequest& request) {
    const rpc::CallMessage message{signer_.address(), request.to, request.data, request.value};
    const auto estimate = chain_.estimate_gas(message);
    if (estimate && *estimate <= request.gas_limit_max)
        return with_margin(*estimate, request.gas_limit_max);
    const bool reverts = !estimate && estimate.error().code != Errc::upstream_unavailable;
    if (reverts || !request.gas_fallback)
        return estimate ? fail(Errc::failed, "the transaction needs " + std::to_string(*estimate) +
                                                 " gas, above the cap of " +
                                                 std::to_string(request.gas_limit_max))
                        : fail(estimate.error());
    // Nobody says how much it needs, but somebody must say that it works.
    const auto outcome = chain_.call(message);
    if (!outcome) return fail(outcome.error());
    if (outcome->reverted) return fail(Errc::failed, "the call reverts: " + outcome->message);
    return std::min(*request.gas_fallback, request.gas_limit_max);
}

Result<Fees> Sender::affordable_fees(const TransactionRequest& request,
                                     const rpc::AccountView& view, std::uint64_t gas) {
    if (!view.head.base_fee) return fail(Errc::failed, "the chain has no base fee (EIP-1559)");
    const U256 cap = call_cap(policy_.fees, request.urgent, request.fee_cap);
    if (*view.head.base_fee > cap)
        return fail(Errc::failed, "the base fee of " + view.head.base_fee->to_decimal() +
                                      " wei is above the cap of " + cap.to_decimal());
    const Fees fees = first_fees(*view.head.base_fee, view.tip, cap, policy_.fees);
    const auto spent = committed(view.head.timestamp, request.key);
    if (!spent) return fail(spent.error());
    if (!fits_budget(policy_.fees, request.urgent, *spent, worst_fee(fees, gas)))
        return fail(Errc::failed, "it may cost " + worst_fee(fees, gas).to_decimal() +
                                      " wei, and of the day's budget " + spent->to_decimal() +
                                      " are spent or promised");
    return fees;
}

Result<U256> Sender::committed(UnixSeconds now, const Hash32& except) {
    const auto records = store_.since(chain_.chain_id(), signer_.address(), now - kDay);
    if (!records) return fail(records.error());
    U256 sum;
    for (const TxRecord& record : *records) {
        if (record.key == except) continue;
        const auto fee = committed_fee(record);
        if (!fee) return fee;
        sum = sum + *fee;
    }
    return sum;
}

}  // namespace ballast::sender
