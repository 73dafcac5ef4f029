// SPDX-License-Identifier: MIT
// One record, one step: see, decide, carry out.
#include <algorithm>

#include "base/check.hpp"
#include "sender/attempt.hpp"
#include "sender/inclusion.hpp"
#include "sender/replacement.hpp"
#include "sender/round.hpp"

namespace ballast::sender {
namespace {

bool is_sending(Move move) {
    return move == Move::broadcast || move == Move::replace || move == Move::cancel;
}

/// What the nodes' words make of a record. Whatever else was said, or not said, a node may have it.
void hear(TxRecord& record, rpc::SendVerdict verdict) {
    const bool cannot_pay = verdict == rpc::SendVerdict::insufficient_funds;
    record.state = cannot_pay ? TxState::stored : TxState::sent;
    if (cannot_pay) record.reason = TxReason::cannot_pay;
}

}  // namespace

Status Sender::advance(TxRecord record, Round& round) {
    const auto sight = see(record, round);
    if (!sight) return fail(sight.error());
    const Decision decision = decide(record, *sight);
    if (decision.move == Move::wait) return {};
    if (is_sending(decision.move) && !round.may_send()) return {};
    return carry_out(decision, *sight, record, round);
}

/// The account's nonce is looked at first, so that a receipt that is missing afterwards, on a nonce
/// that is used, is no accident of time.
Result<Sight> Sender::see(const TxRecord& record, const Round& round) {
    const rpc::AccountView& view = round.view();
    Sight sight{.used = view.nonce > record.nonce,
                .used_finally = view.nonce > record.nonce && view.finalized_nonce > record.nonce,
                .stuck = view.nonce == record.nonce && is_stuck(view),
                .overdue = record.deadline.count != 0 && view.head.timestamp > record.deadline};
    const auto& attempts = record.attempts;
    if (sight.used) {
        for (auto newest = attempts.rbegin(); newest != attempts.rend(); ++newest) {
            auto receipt = chain_.receipt(newest->tx_hash);
            if (!receipt) return fail(receipt.error());
            if (!*receipt) continue;
            sight.final_block = (*receipt)->block_number <= view.finalized_number;
            sight.receipt = std::move(*receipt);
            break;
        }
        return sight;
    }
    if (record.state != TxState::sent) return sight;
    sight.known = false;
    for (auto newest = attempts.rbegin(); newest != attempts.rend() && !sight.known; ++newest) {
        const auto known = chain_.knows(newest->tx_hash);
        if (!known) return fail(known.error());
        sight.known = *known;
    }
    return sight;
}

Status Sender::carry_out(const Decision& decision, const Sight& sight, TxRecord& record,
                         Round& round) {
    const TxRecord before = record;
    record.state = decision.state;
    record.reason = decision.reason;
    record.inclusion =
        sight.receipt ? std::optional(inclusion_of(record, *sight.receipt)) : std::nullopt;
    if (decision.move == Move::replace || decision.move == Move::cancel)
        return carry_out_outbid(decision.move, sight, before, record, round);
    const Status done =
        decision.move == Move::broadcast ? announce(before, record, round) : keep(before, record);
    if (!done) return done;
    round.report.stopped = round.report.stopped || decision.move == Move::foreign;
    round.moved(decision.move, record);
    return {};
}

Status Sender::carry_out_outbid(Move move, const Sight& sight, const TxRecord& before,
                                TxRecord& record, Round& round) {
    const AttemptKind newest = record.attempts.back().kind;
    const auto done = outbid(record, move == Move::cancel ? AttemptKind::cancel : newest, round);
    if (!done) {
        // Stored bytes need no signer, who may be what is away.
        const bool lost = move == Move::replace && !sight.known;
        if (lost) (void)announce(before, record, round);
        return fail(done.error());
    }
    if (*done) {
        round.moved(move, record);
        return {};
    }
    // No room for a dearer one: the newest must at least be somewhere, unless it is overdue. That
    // one node has it, or says so, is no proof: the others hear of it once a stuck time.
    const bool again = move == Move::replace;
    if (again && sight.known) watch_.reset();
    if (auto kept = again ? announce(before, record, round) : keep(before, record); !kept)
        return kept;
    if (again || record != before) round.moved(again ? Move::broadcast : Move::note, record);
    return {};
}

/// A record that says the same as before costs no write.
Status Sender::keep(const TxRecord& before, const TxRecord& record) {
    return record == before ? Status() : store_.update(record);
}

void Sender::watch(const std::vector<TxRecord>& open, const rpc::AccountView& view) {
    const auto next = std::find_if(open.begin(), open.end(), [&](const TxRecord& record) {
        return record.nonce == view.nonce && record.state == TxState::sent;
    });
    if (next == open.end()) {
        watch_.reset();
        return;
    }
    const Hash32& newest = next->attempts.back().tx_hash;
    if (!watch_ || watch_->tx_hash != newest)
        watch_ = Watch{newest, view.head.number, clock_.monotonic()};
}

bool Sender::is_stuck(const rpc::AccountView& view) const {
    if (!watch_) return false;
    const std::int64_t waited = clock_.monotonic().count - watch_->since.count;
    return waited >= policy_.stuck_after.count ||
           (view.head.number >= watch_->head &&
            view.head.number - watch_->head >= policy_.stuck_blocks);
}

Result<bool> Sender::outbid(TxRecord& record, AttemptKind kind, Round& round) {
    const rpc::AccountView& view = round.view();
    if (!view.head.base_fee) return fail(Errc::failed, "the chain has no base fee (EIP-1559)");
    const auto others = committed(view.head.timestamp, record.key);
    if (!others) return fail(others.error());
    const auto plan = plan_replacement(
        record, kind, {*view.head.base_fee, view.tip, view.balance, *others}, policy_.fees);
    if (!plan) return fail(plan.error());
    if (!plan->transaction) {
        record.reason = plan->reason;
        return false;
    }
    auto attempt = sign_attempt(signer_, *plan->transaction, kind, view.head.timestamp);
    if (!attempt) return fail(attempt.error());
    // Back to stored first: if we end between the two, the newest bytes are sent before all else.
    record.state = TxState::stored;
    if (auto kept = store_.update(record); !kept) return fail(kept.error());
    if (auto kept = store_.add_attempt(record.key, *attempt); !kept) return fail(kept.error());
    record.attempts.push_back(std::move(*attempt));
    if (auto sent = announce(record, record, round); !sent) return fail(sent.error());
    return true;
}

/// Sends the newest attempt to all nodes and keeps what they made of it.
Status Sender::announce(TxRecord before, TxRecord& record, Round& round) {
    BALLAST_CHECK(!is_final(record.state) && round.may_send());
    const auto answer = chain_.broadcast(record.attempts.back().raw);
    if (!answer) return fail(answer.error());
    round.report.contradictions += answer->contradiction ? 1U : 0U;
    hear(record, answer->verdict);
    return keep(before, record);
}

}  // namespace ballast::sender
