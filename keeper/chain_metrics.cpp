// SPDX-License-Identifier: MIT
#include "keeper/chain_metrics.hpp"

#include <algorithm>
#include <utility>

namespace ballast::keeper {
namespace {

using sender::TxReason;
using sender::TxRecord;
using sender::TxState;
using telemetry::RequestOutcome;
using telemetry::UpdateStatus;

/// From signing to the block, by the chain's clock.
Milliseconds took(const TxRecord& record) {
    const Seconds span = record.inclusion->block_time - record.attempts.front().signed_at;
    return {std::max<std::int64_t>(span.count, 0) * 1'000};
}

bool holds_call(const TxRecord& record) {
    return std::any_of(record.attempts.begin(), record.attempts.end(), [&](const auto& attempt) {
        return attempt.tx_hash == record.inclusion->tx_hash &&
               attempt.kind == sender::AttemptKind::call;
    });
}

}  // namespace

std::int64_t nonce_gaps(std::uint64_t chain_nonce, const std::vector<TxRecord>& open) {
    if (open.empty() || open.back().nonce < chain_nonce) return 0;
    const auto ours = std::count_if(open.begin(), open.end(), [&](const TxRecord& record) {
        return record.nonce >= chain_nonce;
    });
    return static_cast<std::int64_t>(open.back().nonce - chain_nonce + 1) - ours;
}

ChainMetrics::ChainMetrics(telemetry::Metrics& metrics, std::string chain, std::size_t quorum,
                           std::optional<chain::Address> account, const std::vector<TxRecord>& open)
    : metrics_(metrics), chain_(std::move(chain)), quorum_(quorum) {
    metrics_.expect_chain(chain_);
    if (account) sight_.sender = SenderSight{.account = *account, .open = open.size()};
    for (const TxRecord& record : open)
        known_[record.key] = {.is_counted = record.inclusion.has_value(),
                              .expires = record.reason == TxReason::past_deadline,
                              .reorganised = record.reason == TxReason::reorganised};
}

void ChainMetrics::hear(const sender::StepReport& report) {
    for (const sender::Moved& moved : report.moves) {
        const bool is_call = moved.record.attempts.back().kind == sender::AttemptKind::call;
        if (moved.move == sender::Move::replace && is_call) metrics_.fee_bump(chain_);
        follow(moved.record);
    }
    for (const TxRecord& record : report.open)
        follow(record);
    if (report.is_partial) return;
    metrics_.sender_stopped(chain_, report.stopped);
    metrics_.nonce_gaps(chain_, nonce_gaps(report.view.nonce, report.open));
    if (!sight_.sender) return;
    sight_.sender->stopped = report.stopped;
    sight_.sender->open = report.open.size();
}

/// A fill has a record of its own that nobody asked for: it is no update.
void ChainMetrics::follow(const TxRecord& record) {
    if (record.attempts.front().kind == sender::AttemptKind::fill) return;
    const auto [at, is_new] = known_.try_emplace(record.key);
    Known& known = at->second;
    if (is_new) metrics_.update(chain_, UpdateStatus::sent);
    const bool expires = record.reason == TxReason::past_deadline;
    if (expires && !std::exchange(known.expires, expires))
        metrics_.update(chain_, UpdateStatus::expired);
    const bool reorganised = record.reason == TxReason::reorganised;
    if (reorganised && !known.reorganised) metrics_.update(chain_, UpdateStatus::reorged);
    known.reorganised = reorganised;
    if (record.inclusion) count_inclusion(record, known);
    if (!sender::is_final(record.state)) return;
    count_end(record, known);
    known_.erase(at);
}

/// Once, also where a reorganisation takes it away and another block takes it again.
void ChainMetrics::count_inclusion(const TxRecord& record, Known& known) {
    if (known.is_counted || !holds_call(record)) return;
    known.is_counted = true;
    if (record.inclusion->succeeded)
        metrics_.update_confirmed(chain_, took(record));
    else
        metrics_.update(chain_, UpdateStatus::reverted);
}

void ChainMetrics::count_end(const TxRecord& record, Known& known) {
    if (record.state == TxState::cancelled) metrics_.update(chain_, UpdateStatus::cancelled);
    if (record.state == TxState::foreign) metrics_.update(chain_, UpdateStatus::foreign);
    if (record.state == TxState::reverted && !known.is_counted)
        metrics_.update(chain_, UpdateStatus::reverted);
}

void ChainMetrics::need() {
    metrics_.rpc_needed(chain_, static_cast<std::int64_t>(quorum_));
}

void ChainMetrics::look(const rpc::Pool& pool) {
    need();
    std::uint64_t disagreements = pool.counters().disagreements + pool.counters().contradictions;
    sight_.endpoints = pool.endpoints();
    for (const rpc::EndpointStatus& status : sight_.endpoints) {
        metrics_.rpc_endpoint(chain_, status.name, status.state == rpc::EndpointState::alive,
                              status.head);
        Asked& asked = asked_[status.name];
        const std::uint64_t failures = std::min(status.failures, status.requests);
        const std::uint64_t failed = failures - asked.failures;
        const std::uint64_t all = status.requests - asked.requests;
        metrics_.rpc_requests(chain_, status.name, RequestOutcome::failed, failed);
        metrics_.rpc_requests(chain_, status.name, RequestOutcome::answered,
                              all - std::min(failed, all));
        asked = {status.requests, failures};
        disagreements += status.disagreements;
    }
    metrics_.rpc_disagreements(chain_, disagreements - disagreements_);
    disagreements_ = disagreements;
}

void ChainMetrics::pay(const U256& balance_wei, std::int64_t updates_left) {
    metrics_.gas(chain_, balance_wei, updates_left);
    if (!sight_.sender) return;
    sight_.sender->balance_wei = balance_wei;
    sight_.sender->updates_left = updates_left;
}

std::string ChainMetrics::hindrance() const {
    const auto usable = static_cast<std::size_t>(std::count_if(
        sight_.endpoints.begin(), sight_.endpoints.end(),
        [](const auto& status) { return status.state == rpc::EndpointState::alive; }));
    if (!sight_.endpoints.empty() && usable < quorum_)
        return chain_ + ": " + std::to_string(usable) + " nodes can be used, " +
               std::to_string(quorum_) + " must agree";
    if (sight_.sender && sight_.sender->updates_left == 0)
        return chain_ + ": the gas account cannot pay for one update";
    return "";
}

}  // namespace ballast::keeper
