// SPDX-License-Identifier: MIT
// One record, one step: decide, carry out.
#include <algorithm>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "sender/attempt.hpp"
#include "sender/inclusion.hpp"
#include "sender/replacement.hpp"
#include "sender/round.hpp"

namespace ballast::sender {
namespace {

Error receipt_lost(const TxRecord& record) {
    return {Errc::upstream_unavailable,
            "nonce " + std::to_string(record.nonce) +
                " is used for good, and the nodes show no receipt of ours, but they may have "
                "thrown it away: nothing new is sent until nodes that keep all receipts "
                "(archive nodes) are asked"};
}

/// The one row of the table that cancels what has no deadline behind it.
bool is_unpaid_in_the_way(const Decision& decision) {
    return decision == Decision{Move::cancel, TxState::stored, TxReason::yields};
}

bool is_signing(Move move) {
    return move == Move::replace || move == Move::cancel;
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
    if (!sight) return cut_off(std::move(record), sight.error(), round);
    const Decision decision = decide(record, *sight);
    const bool lost = decision.reason == TxReason::receipt_lost;
    if (lost) round.fault(record.nonce, receipt_lost(record));
    if (decision.move == Move::wait) return {};
    if (is_signing(decision.move) && !round.may_sign()) return {};
    if (decision.move == Move::broadcast && !round.may_send()) return {};
    return carry_out(decision, *sight, record, round);
}

/// What the nodes do not agree on about one record says nothing about the others.
Status Sender::cut_off(TxRecord record, const Error& error, Round& round) {
    if (error.code != Errc::upstream_unavailable) return fail(error);
    round.fault(record.nonce, error);
    const TxRecord before = record;
    record.reason = TxReason::unreachable;
    return keep(before, record);
}

Status Sender::carry_out(const Decision& decision, const Sight& sight, TxRecord& record,
                         Round& round) {
    const TxRecord before = record;
    record.state = decision.state;
    record.reason = decision.reason;
    // While the nonce is used and no receipt is shown, what was seen before is the only proof that
    // is left: its block may have been taken away, or the nodes threw the receipt away.
    if (sight.receipt)
        record.inclusion = inclusion_of(record, *sight.receipt);
    else if (!sight.used || decision.move == Move::foreign)
        record.inclusion.reset();
    if (sight.used) record.wait = {};
    if (decision.move == Move::replace || decision.move == Move::cancel)
        return carry_out_outbid(decision, sight, before, record, round);
    const Status done =
        decision.move == Move::broadcast ? announce(before, record, round) : keep(before, record);
    if (!done) return done;
    round.report.stopped = round.report.stopped || decision.move == Move::foreign;
    round.moved(decision.move, record);
    return {};
}

/// What is unpaid in the way is out of the way in a block, too, and nothing of it is lost then.
/// Where it can neither be paid nor cancelled, it goes on saying the former, whatever kept it from
/// the latter: two reasons by turns would be two alarms at every look.
Status Sender::carry_out_outbid(const Decision& decision, const Sight& sight,
                                const TxRecord& before, TxRecord& record, Round& round) {
    const bool unpaid = is_unpaid_in_the_way(decision);
    if (unpaid) {
        const auto paid = pay(before, record, round);
        if (!paid) return fail(paid.error());
        if (*paid) return {};
    }
    const auto done = outbid_or_yield(decision.move, record, round);
    if (!done) return fail(done.error());
    if (*done == Move::wait) {
        if (unpaid) record.reason = TxReason::cannot_pay;
        return stand_still(decision.move, sight, before, record, round);
    }
    round.moved(*done, record);
    return {};
}

Result<bool> Sender::pay(const TxRecord& before, TxRecord& record, Round& round) {
    const auto call = read_attempt(record, record.attempts.back());
    if (!call) return fail(call.error());
    if (!can_pay(round.view().balance, *call)) return false;
    const TxReason reason = std::exchange(record.reason, TxReason::none);
    if (auto sent = announce(before, record, round); !sent) return fail(sent.error());
    if (record.state == TxState::sent) {
        round.moved(Move::broadcast, record);
        return true;
    }
    record.reason = reason;
    return false;
}

/// Returns what was done: `move`, a cancellation in its place, or nothing (wait).
Result<Move> Sender::outbid_or_yield(Move move, TxRecord& record, Round& round) {
    const AttemptKind newest = record.attempts.back().kind;
    auto done = outbid(record, move == Move::cancel ? AttemptKind::cancel : newest, round);
    if (!done) return fail(done.error());
    if (*done) return move;
    const bool no_room = record.reason != TxReason::signer_away;
    const bool yields = no_room && record.hurry_cap != U256() && newest == AttemptKind::call &&
                        move == Move::replace;
    if (!yields) return Move::wait;
    record.reason = TxReason::yields;
    done = outbid(record, AttemptKind::cancel, round);
    if (!done) return fail(done.error());
    return *done ? Move::cancel : Move::wait;
}

/// No dearer one: the newest must at least be somewhere, unless it is overdue. That one node has
/// it, or says so, is no proof: the others hear of it once a stuck time. Where it is the signer
/// that is away, it is asked again at every look, and stored bytes need none.
Status Sender::stand_still(Move move, const Sight& sight, const TxRecord& before, TxRecord& record,
                           Round& round) {
    const bool signer_away = record.reason == TxReason::signer_away;
    const bool due = !sight.known || (sight.stuck && !signer_away);
    const bool again = move == Move::replace && due;
    if (again && sight.known) {
        watch_.reset();
        record.wait = {};
    }
    if (auto kept = again ? announce(before, record, round) : keep(before, record); !kept)
        return kept;
    if (again || record != before) round.moved(again ? Move::broadcast : Move::note, record);
    return {};
}

/// A record that says the same as before costs no write.
Status Sender::keep(const TxRecord& before, const TxRecord& record) {
    return record == before ? Status() : store_.update(record);
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
    if (!attempt) {
        record.reason = TxReason::signer_away;
        round.fault(record.nonce, fail_in("the signer", attempt.error()).value());
        return false;
    }
    // Back to stored first: if we end between the two, the newest bytes are sent before all else.
    record.state = TxState::stored;
    record.wait = {};
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
    if (!answer->message.empty())
        round.report.refusals.push_back(
            {record.nonce, answer->verdict, answer->contradiction, answer->message});
    hear(record, answer->verdict);
    const rpc::AccountView& view = round.view();
    const bool begins_to_wait = record.state == TxState::sent && record.nonce == view.nonce;
    if (begins_to_wait && record.wait == Wait())
        record.wait = {view.head.number, view.head.timestamp};
    return keep(before, record);
}

}  // namespace ballast::sender
