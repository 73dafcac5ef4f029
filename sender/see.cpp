// SPDX-License-Identifier: MIT
// What one look says about one record, and how long it waits.
#include <algorithm>

#include "sender/attempt.hpp"
#include "sender/round.hpp"

namespace ballast::sender {
namespace {

/// Less than the base fee of the next block, or so: no block can take it.
bool is_outpriced(const TxRecord& record, const rpc::AccountView& view) {
    const auto newest = chain::decode_signed(record.attempts.back().raw);
    return newest && view.head.base_fee &&
           newest->transaction.max_fee_per_gas < *view.head.base_fee;
}

}  // namespace

/// The account's nonce is looked at first, so that a receipt that is missing afterwards, on a nonce
/// that is used, is no accident of time.
Result<Sight> Sender::see(const TxRecord& record, const Round& round) {
    const rpc::AccountView& view = round.view();
    const bool next = view.nonce == record.nonce;
    Sight sight{.used = view.nonce > record.nonce,
                .used_finally = view.nonce > record.nonce && view.finalized_nonce > record.nonce,
                .next = next,
                .stuck = next && is_stuck(record, view),
                .outpriced = next && is_outpriced(record, view),
                .overdue = is_overdue(record, view.head.timestamp)};
    if (sight.used) {
        if (auto found = find_receipt(record, view, sight); !found) return fail(found.error());
    } else if (record.state == TxState::sent) {
        const auto known = is_known(record);
        if (!known) return fail(known.error());
        sight.known = *known;
    }
    return sight;
}

/// Where there is none, and a stranger is to be blamed for good, silence is not enough: nodes throw
/// old receipts away.
Status Sender::find_receipt(const TxRecord& record, const rpc::AccountView& view, Sight& sight) {
    for (auto newest = record.attempts.rbegin(); newest != record.attempts.rend(); ++newest) {
        auto receipt = chain_.receipt(newest->tx_hash);
        if (!receipt) return fail(receipt.error());
        if (!*receipt) continue;
        sight.final_block = (*receipt)->block_number <= view.finalized_number;
        sight.receipt = std::move(*receipt);
        return {};
    }
    if (!sight.used_finally) return {};
    const auto known = is_known(record);
    if (!known) return fail(known.error());
    if (*known) return {};
    const auto whole = chain_.keeps_receipts_above(record.final_block);
    if (!whole) return fail(whole.error());
    sight.absence_shown = *whole;
    return {};
}

/// Some node finds one of the attempts.
Result<bool> Sender::is_known(const TxRecord& record) {
    for (auto newest = record.attempts.rbegin(); newest != record.attempts.rend(); ++newest) {
        auto known = chain_.knows(newest->tx_hash);
        if (!known || *known) return known;
    }
    return false;
}

/// Begins to wait for whoever is next in line, and stops for whoever is not. What was sent while it
/// was next says since when already.
Status Sender::watch(std::vector<TxRecord>& open, const rpc::AccountView& view) {
    std::optional<Hash32> next;
    for (TxRecord& record : open) {
        const bool waits = record.nonce == view.nonce && record.state == TxState::sent;
        if (waits) next = record.attempts.back().tx_hash;
        const bool told = record.wait != Wait();
        // A nonce that is used says so in its receipt.
        if (waits == told || record.nonce < view.nonce) continue;
        record.wait = waits ? Wait{view.head.number, view.head.timestamp} : Wait();
        if (auto kept = store_.update(record); !kept) return kept;
    }
    if (!next)
        watch_.reset();
    else if (!watch_ || watch_->tx_hash != *next)
        watch_ = Watch{*next, clock_.monotonic()};
    return {};
}

bool Sender::is_stuck(const TxRecord& record, const rpc::AccountView& view) const {
    if (record.wait == Wait()) return false;
    const std::int64_t seen = watch_ ? clock_.monotonic().count - watch_->since.count : 0;
    const std::int64_t told = 1'000 * (view.head.timestamp - record.wait.since).count;
    return std::max(seen, told) >= policy_.stuck_after.count ||
           (view.head.number >= record.wait.block &&
            view.head.number - record.wait.block >= policy_.stuck_blocks);
}

}  // namespace ballast::sender
