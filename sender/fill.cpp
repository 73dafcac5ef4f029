// SPDX-License-Identifier: MIT
// Empty transactions on the nonces that hold up ours.
#include <algorithm>
#include <string>

#include "sender/attempt.hpp"
#include "sender/fees.hpp"
#include "sender/gap.hpp"
#include "sender/round.hpp"

namespace ballast::sender {

/// A gap must be seen by two steps in a row: one look may come from nodes that are behind, and a
/// fill costs money.
Status Sender::fill_gap(const std::vector<TxRecord>& open, Round& round) {
    const auto missing = missing_nonces(round.view().nonce, open, policy_.gap_max);
    if (!missing) return fail(missing.error());
    const bool seen = gap_seen_ == round.view().nonce;
    gap_seen_ = missing->empty() ? std::nullopt : std::optional(round.view().nonce);
    if (!seen || !round.may_sign()) return {};
    const bool urgent = std::any_of(open.begin(), open.end(), [](const TxRecord& record) {
        return record.urgent || record.hurry_cap != U256();
    });
    for (const std::uint64_t nonce : *missing) {
        const auto filled = fill(nonce, urgent, round);
        if (!filled) return fail(filled.error());
        // A higher one would only stand above the gap that is left.
        if (!*filled) return {};
    }
    return {};
}

Result<bool> Sender::fill(std::uint64_t nonce, bool urgent, Round& round) {
    const auto cannot = [&](const Error& error) {
        round.fault(nonce, fail_in("the gap at nonce " + std::to_string(nonce), error).value());
        return false;
    };
    const TransactionRequest request{
        .key = fill_key(chain_.chain_id(), signer_.address(), nonce),
        .to = signer_.address(),
        .data = {},
        .fee_cap = fee_bound() - U256(1),  // No request made it: the policy's caps alone hold.
        .urgent = urgent,
    };
    const auto fees = affordable_fees(request, round.view(), kEmptyGas);
    if (!fees && fees.error().code == Errc::failed) return cannot(fees.error());
    if (!fees) return fail(fees.error());
    auto attempt =
        sign_attempt(signer_, empty_transaction(chain_.chain_id(), signer_.address(), nonce, *fees),
                     AttemptKind::fill, round.view().head.timestamp);
    if (!attempt) return cannot(attempt.error());
    TxRecord record{.key = request.key,
                    .chain_id = chain_.chain_id(),
                    .account = signer_.address(),
                    .nonce = nonce,
                    .deadline = {},
                    .urgent = urgent,
                    .fee_cap = request.fee_cap,
                    .fees = policy_.fees,
                    .final_block = round.view().finalized_number,
                    .hurry_cap = {},
                    .wait = {},
                    .attempts = {std::move(*attempt)},
                    .inclusion = std::nullopt};
    if (auto kept = store_.insert(record); !kept) return fail(kept.error());
    if (auto sent = announce(record, record, round); !sent) return fail(sent.error());
    round.moved(Move::fill, record);
    return true;
}

}  // namespace ballast::sender
