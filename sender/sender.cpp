// SPDX-License-Identifier: MIT
#include "sender/sender.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "sender/attempt.hpp"
#include "sender/inclusion.hpp"
#include "sender/round.hpp"

namespace ballast::sender {
namespace {

constexpr std::size_t kCheckedMax = 4096;

tl::unexpected<Error> nodes_behind(const rpc::AccountView& view, std::uint64_t mined) {
    return fail(Errc::upstream_unavailable, "the nodes are behind: they give nonce " +
                                                std::to_string(view.nonce) + ", but " +
                                                std::to_string(mined) + " was mined");
}

/// A nonce that is used for good stays so without a receipt, too; and no head below the block that
/// a record was last seen in says that the block was taken away.
Status check_seen(const std::vector<TxRecord>& open, const rpc::AccountView& view) {
    for (const TxRecord& record : open) {
        const bool above = record.inclusion && record.inclusion->block_number > view.head.number;
        const bool seen = record.reason == TxReason::receipt_lost || above;
        if (record.state == TxState::sent && seen && view.nonce <= record.nonce)
            return nodes_behind(view, record.nonce);
    }
    return {};
}

}  // namespace

std::string holds_nonce(const TxRecord& record) {
    const std::string reason =
        record.reason == TxReason::none ? "" : ", " + std::string(name(record.reason));
    return "an earlier transaction holds nonce " + std::to_string(record.nonce) + ": it is " +
           std::string(name(record.state)) + reason;
}

Sender::Sender(rpc::ChainView& chain, TxStore& store, keys::Signer& signer, Clock& clock,
               SenderPolicy policy)
    : chain_(chain), store_(store), signer_(signer), clock_(clock), policy_(policy) {
    BALLAST_CHECK(policy.poll.count > 0 && policy.send_deadline.count > 0);
    BALLAST_CHECK(is_bounded(policy.fees));
}

Result<TxRecord> Sender::submit(const TransactionRequest& request) {
    BALLAST_CHECK(request.fee_cap < fee_bound());
    const auto stored = known(request);
    if (!stored) return fail(stored.error());
    if (*stored) return **stored;
    if (auto free = check_free(request); !free) return fail(free.error());
    Round round;
    auto view = chain_.look(signer_.address());
    if (!view) return fail(view.error());
    round.report.view = std::move(*view);
    if (auto current = check_behind(round.view(), nullptr); !current) return fail(current.error());
    auto record = prepare(request, round.view());
    if (!record) return record;
    // Durable before anybody sees it: from here on the key is this transaction.
    if (auto kept = store_.insert(*record); !kept) return fail(kept.error());
    const Status sent = announce(*record, *record, round);
    round.report.is_partial = true;
    tell(round.report);
    if (!sent) return fail(sent.error());
    return record;
}

void Sender::tell(const StepReport& report) const {
    if (listener_) listener_(report);
}

Result<StepReport> Sender::step() {
    return look_and_walk(true);
}

Result<StepReport> Sender::step_unsigned() {
    return look_and_walk(false);
}

Result<StepReport> Sender::look_and_walk(bool signs) {
    auto open = open_records();
    if (!open) return fail(open.error());
    const auto stopped = store_.is_stopped(chain_.chain_id(), signer_.address());
    if (!stopped) return fail(stopped.error());
    auto view = chain_.look(signer_.address());
    if (!view) return unreachable(*open, view.error());

    Round round;
    round.report.view = std::move(*view);
    round.report.stopped = *stopped;
    round.signs = signs;
    if (auto seen = check_seen(*open, round.view()); !seen) return fail(seen.error());
    if (auto current = check_behind(round.view(), &round); !current) return fail(current.error());
    round.report.moves = std::exchange(untold_ends_, {});
    if (auto walked = walk(*open, round); !walked) {
        // Nothing finds an end again: what an error keeps from being told now is told later.
        std::erase_if(round.report.moves, [](const Moved& m) { return !is_final(m.record.state); });
        untold_ends_ = std::move(round.report.moves);
        return fail(walked.error());
    }
    tell(round.report);
    return std::move(round.report);
}

Status Sender::walk(std::vector<TxRecord>& open, Round& round) {
    if (auto told = hurry_below_urgent(open, round.view().nonce); !told) return told;
    if (auto watched = watch(open, round.view()); !watched) return watched;
    for (const TxRecord& record : open)
        if (auto done = advance(record, round); !done) return done;
    if (auto filled = fill_gap(open, round); !filled) return fail(filled.error());
    auto left = open_records();
    if (!left) return fail(left.error());
    round.report.open = std::move(*left);
    return {};
}

Result<std::vector<TxRecord>> Sender::open_records() {
    auto open = store_.unfinished(chain_.chain_id(), signer_.address());
    if (!open) return open;
    for (const TxRecord& record : *open) {
        if (auto ours = check_ours(record); !ours) return fail(ours.error());
    }
    return open;
}

/// The record is for this chain and account, and every attempt reads back as what it says.
Status Sender::check_ours(const TxRecord& record) {
    if (record.chain_id != chain_.chain_id() || record.account != signer_.address())
        return fail(Errc::configuration, "the key " + to_hex(record.key) + " is stored for chain " +
                                             std::to_string(record.chain_id) + " and account " +
                                             chain::checksum_text(record.account));
    if (record.attempts.empty())
        return fail(Errc::bad_data, "the store has no bytes for nonce " +
                                        std::to_string(record.nonce) + "; nothing was sent");
    for (const Attempt& attempt : record.attempts) {
        const std::pair place{record.nonce, attempt.kind};
        const auto known = checked_.find(attempt.tx_hash);
        if (known != checked_.end() && known->second == place &&
            chain::transaction_hash(attempt.raw) == attempt.tx_hash)
            continue;
        if (auto read = read_attempt(record, attempt); !read) return fail(read.error());
        if (checked_.size() >= kCheckedMax) checked_.clear();
        checked_.insert_or_assign(attempt.tx_hash, place);
    }
    return {};
}

/// A final nonce never comes free again, so nodes that offer one are behind, or it is another
/// chain. A head beyond our records tells of strangers.
Status Sender::check_behind(const rpc::AccountView& view, Round* round) {
    const auto last = store_.last(chain_.chain_id(), signer_.address());
    if (!last) return fail(last.error());
    if (!*last) return {};
    const std::uint64_t ours = (*last)->nonce;
    const bool mined = is_final((*last)->state) || (*last)->state == TxState::included;
    // For a step an included record that lost its nonce is a reorganisation, which it deals with.
    if (view.nonce <= ours && (round == nullptr ? mined : is_final((*last)->state)))
        return nodes_behind(view, ours);
    note_strangers(view.nonce, ours, round);
    return {};
}

/// What submit() sees is told by the next step, for by then our own record stands above it.
void Sender::note_strangers(std::uint64_t chain_nonce, std::uint64_t ours, Round* round) {
    const std::uint64_t strange = chain_nonce > ours ? chain_nonce - ours - 1 : 0;
    if (round != nullptr) {
        round->report.strange_nonces = std::max(strange, std::exchange(untold_, 0));
    } else if (chain_nonce > told_to_) {
        untold_ = std::max(untold_, std::min(strange, chain_nonce - told_to_));
    }
    told_to_ = std::max(told_to_, chain_nonce);
}

Status Sender::check_free(const TransactionRequest& request) {
    const auto stopped = store_.is_stopped(chain_.chain_id(), signer_.address());
    if (!stopped) return fail(stopped.error());
    if (*stopped)
        return fail(Errc::failed,
                    "a nonce of " + chain::checksum_text(signer_.address()) +
                        " went to a transaction that is none of ours: who else has this key? "
                        "Nothing is sent until `ballast tx clear`");
    auto open = open_records();
    if (!open) return fail(open.error());
    if (request.urgent)
        if (auto told = hurry(*open, request.fee_cap); !told) return told;
    for (const TxRecord& record : *open)
        if (record.state != TxState::included) return fail(Errc::failed, holds_nonce(record));
    return {};
}

Status Sender::hurry_open(const U256& fee_cap) {
    auto open = open_records();
    return open ? hurry(*open, fee_cap) : fail(open.error());
}

/// Notes in the routine records that hold up an urgent request that it waits, and up to which
/// price. They are looked at anew, whatever was found impossible before.
Status Sender::hurry(std::vector<TxRecord>& open, const U256& cap) {
    BALLAST_CHECK(cap < fee_bound());
    for (TxRecord& record : open)
        if (auto told = hurry(record, cap); !told) return told;
    return {};
}

Status Sender::hurry(TxRecord& record, const U256& cap) {
    const bool waits = record.state != TxState::included && !record.urgent;
    if (!waits || record.hurry_cap >= cap) return {};
    record.hurry_cap = cap;
    const bool had_no_room =
        record.reason == TxReason::fee_capped || record.reason == TxReason::budget_spent;
    if (had_no_room) record.reason = TxReason::none;
    return store_.update(record);
}

/// The same for urgent calls that are stored already: a reorganisation puts records under them that
/// were in a block when they were submitted. `next` is the first nonce that is free.
Status Sender::hurry_below_urgent(std::vector<TxRecord>& open, std::uint64_t next) {
    for (const TxRecord& urgent : open) {
        const bool waits = urgent.urgent && urgent.state != TxState::included &&
                           urgent.attempts.back().kind == AttemptKind::call;
        if (!waits) continue;
        for (TxRecord& record : open) {
            if (record.nonce < next || record.nonce >= urgent.nonce) continue;
            if (auto told = hurry(record, urgent.fee_cap); !told) return told;
        }
    }
    return {};
}

Result<std::optional<TxRecord>> Sender::known(const TransactionRequest& request) {
    auto found = store_.find(request.key);
    if (!found || !*found) return found;
    const TxRecord& record = **found;
    if (auto ours = check_ours(record); !ours) return fail(ours.error());
    const auto made = read_attempt(record, record.attempts.front());
    const bool same = record.attempts.front().kind == AttemptKind::call && made->to == request.to &&
                      made->data == request.data && made->value == request.value;
    if (!same)
        return fail(Errc::mismatch,
                    "the key " + to_hex(request.key) + " is stored for another transaction");
    return found;
}

/// Says in the open records why they do not move on, where it was the nodes' silence.
tl::unexpected<Error> Sender::unreachable(std::vector<TxRecord>& open, Error error) {
    if (error.code != Errc::upstream_unavailable) return fail(std::move(error));
    for (const TxRecord& seen : open) {
        auto record = store_.find(seen.key);
        if (!record || !*record || is_final((*record)->state)) continue;
        if ((*record)->reason == TxReason::unreachable) continue;
        (*record)->reason = TxReason::unreachable;
        // Only a remark: what the nodes did is the error that counts.
        if (auto kept = store_.update(**record); !kept) break;
    }
    return fail(std::move(error));
}

}  // namespace ballast::sender
