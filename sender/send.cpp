// SPDX-License-Identifier: MIT
// submit() and step(), until there is a receipt.
#include <string>

#include "sender/inclusion.hpp"
#include "sender/round.hpp"

namespace ballast::sender {
namespace {

bool is_unpaid(const TxRecord& record) {
    return record.state == TxState::stored && record.reason == TxReason::cannot_pay;
}

}  // namespace

Result<rpc::Receipt> Sender::send(const TransactionRequest& request) {
    const Milliseconds begun = clock_.monotonic();
    std::string heard;
    while (true) {
        auto receipt = try_send(request);
        if (receipt && *receipt) return std::move(**receipt);
        if (!receipt && receipt.error().code != Errc::upstream_unavailable)
            return fail(receipt.error());
        if (auto paid = check_paid(request); receipt && !paid) return fail(paid.error());
        heard = receipt ? heard : "; last heard: " + receipt.error().what;
        const Milliseconds before = clock_.monotonic();
        if (before.count - begun.count >= policy_.send_deadline.count) break;
        clock_.wait(policy_.poll);
        // A wait that ends early means that the program is to stop.
        if (clock_.monotonic().count - before.count < policy_.poll.count) break;
    }
    const auto stored = store_.find(request.key);
    if (!stored) return fail(stored.error());
    if (!*stored) return fail(Errc::upstream_unavailable, "nothing was signed yet" + heard);
    if ((*stored)->inclusion && !is_call_included(**stored))
        return fail(Errc::upstream_unavailable, "the cancellation of nonce " +
                                                    std::to_string((*stored)->nonce) +
                                                    " is in a block, but not final yet");
    return fail(Errc::upstream_unavailable,
                "no receipt yet of " + to_hex((*stored)->attempts.back().tx_hash) + " (nonce " +
                    std::to_string((*stored)->nonce) + ", " + std::string(name((*stored)->state)) +
                    ", " + std::string(name((*stored)->reason)) + "), which stays stored" + heard);
}

/// Who waits for a receipt need not wait for money.
Status Sender::check_paid(const TransactionRequest& request) {
    const auto stored = store_.find(request.key);
    if (!stored) return fail(stored.error());
    if (!*stored || !is_unpaid(**stored)) return {};
    return fail(Errc::failed, chain::checksum_text((*stored)->account) +
                                  " cannot pay; the transaction of nonce " +
                                  std::to_string((*stored)->nonce) + " stays stored");
}

Result<std::optional<rpc::Receipt>> Sender::try_send(const TransactionRequest& request) {
    auto record = known(request);
    if (!record) return fail(record.error());
    if (!*record) {
        if (auto older = finish_older(request); !older) return fail(older.error());
        auto made = submit(request);
        if (!made) return fail(made.error());
    }
    const auto stepped = step();
    if (!stepped) return fail(stepped.error());
    record = known(request);
    if (!record) return fail(record.error());
    for (const Fault& fault : stepped->faults)
        if (fault.nonce == (*record)->nonce) return fail(fault.error);
    return outcome(**record);
}

/// Steps where there is anything unfinished. Errors: also upstream_unavailable while that keeps a
/// new one waiting.
Status Sender::finish_older(const TransactionRequest& request) {
    auto open = open_records();
    if (!open) return fail(open.error());
    if (open->empty()) return {};
    if (request.urgent)
        if (auto told = hurry(*open, request.fee_cap); !told) return told;
    const auto stepped = step();
    if (!stepped) return fail(stepped.error());
    for (const TxRecord& record : stepped->open)
        if (!stepped->stopped && record.state != TxState::included)
            return fail(Errc::upstream_unavailable, holds_nonce(record));
    return {};
}

Result<std::optional<rpc::Receipt>> Sender::outcome(const TxRecord& record) {
    const std::string which =
        "nonce " + std::to_string(record.nonce) + " of " + chain::checksum_text(record.account);
    if (record.state == TxState::foreign)
        return fail(Errc::failed, which + " was used by a transaction other than the stored " +
                                      to_hex(record.attempts.back().tx_hash) +
                                      ": who else has this key?");
    // What was seen once is no receipt.
    if (record.state == TxState::sent) return std::optional<rpc::Receipt>();
    // Only once it is final: a reorganisation may bring the call in the cancellation's place, and
    // whoever did the same under another key meanwhile would have done it twice.
    if (record.inclusion && !is_call_included(record)) {
        if (record.state != TxState::cancelled) return std::optional<rpc::Receipt>();
        return fail(Errc::failed, which + ": the transaction was cancelled");
    }
    if (!record.inclusion) return std::optional<rpc::Receipt>();
    return chain_.receipt(record.inclusion->tx_hash);
}

}  // namespace ballast::sender
