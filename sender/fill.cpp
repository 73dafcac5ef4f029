// SPDX-License-Identifier: MIT
// Empty transactions on the nonces that hold up ours.
#include <algorithm>

#include "sender/attempt.hpp"
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
    if (!seen || !round.may_send()) return {};
    const bool urgent =
        std::any_of(open.begin(), open.end(), [](const TxRecord& record) { return record.urgent; });
    for (const std::uint64_t nonce : *missing)
        if (auto filled = fill(nonce, urgent, round); !filled)
            return fail_in("the gap at nonce " + std::to_string(nonce), filled.error());
    return {};
}

Status Sender::fill(std::uint64_t nonce, bool urgent, Round& round) {
    const TransactionRequest request{
        .key = fill_key(chain_.chain_id(), signer_.address(), nonce),
        .to = signer_.address(),
        .data = {},
        .urgent = urgent,
    };
    const auto fees = affordable_fees(request, round.view(), kEmptyGas);
    if (!fees) return fail(fees.error());
    auto attempt =
        sign_attempt(signer_, empty_transaction(chain_.chain_id(), signer_.address(), nonce, *fees),
                     AttemptKind::fill, round.view().head.timestamp);
    if (!attempt) return fail(attempt.error());
    TxRecord record{.key = request.key,
                    .chain_id = chain_.chain_id(),
                    .account = signer_.address(),
                    .nonce = nonce,
                    .deadline = {},
                    .urgent = urgent,
                    .fee_cap = request.fee_cap,
                    .attempts = {std::move(*attempt)},
                    .inclusion = std::nullopt};
    if (auto kept = store_.insert(record); !kept) return kept;
    if (auto sent = announce(record, record, round); !sent) return sent;
    round.moved(Move::fill, record);
    return {};
}

}  // namespace ballast::sender
