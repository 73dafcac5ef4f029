// SPDX-License-Identifier: MIT
#include "sender/intent_sender.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ballast::sender {
namespace {

/// Sums of a few fees below this cannot overflow 256 bits.
const U256& fee_bound() {
    static const U256 kBound = *U256::from_text("0x100000000000000000000000000000000");
    return kBound;
}

/// A quarter above the estimate, which the state may outgrow before the block, but not above `cap`.
/// Requires estimate <= cap.
std::uint64_t with_margin(std::uint64_t estimate, std::uint64_t cap) {
    return estimate / 4 <= cap - estimate ? estimate + estimate / 4 : cap;
}

bool is_same_action(const chain::Transaction& transaction, const IntentRequest& request) {
    return transaction.to == request.to && transaction.data == request.data &&
           transaction.value == request.value;
}

}  // namespace

IntentSender::IntentSender(rpc::Node& rpc, IntentStore& store, const chain::SecretKey& key,
                           std::uint64_t chain_id, Waiter& waiter, IntentOptions options)
    : rpc_(rpc), store_(store), key_(key), chain_id_(chain_id), waiter_(waiter), options_(options) {
    BALLAST_CHECK(options.poll_interval.count > 0 && options.receipt_deadline.count > 0);
}

Result<rpc::Receipt> IntentSender::send(const IntentRequest& request) {
    BALLAST_CHECK(request.max_fee_per_gas_max < fee_bound());
    if (auto checked = check_chain(); !checked) return fail(checked.error());
    const auto stored = store_.find(request.key);
    if (!stored) return fail(stored.error());
    if (*stored) return resume(**stored, request);
    if (auto finished = finish_older(); !finished) return fail(finished.error());
    const auto intent = prepare(request);
    if (!intent) return fail(intent.error());
    if (auto kept = store_.store(*intent); !kept) return fail(kept.error());
    return finish(*intent);
}

Status IntentSender::check_chain() {
    const auto found = rpc_.chain_id();
    if (!found) return fail(found.error());
    if (*found != chain_id_)
        return fail(Errc::configuration, "the node is on chain " + std::to_string(*found) +
                                             ", not on " + std::to_string(chain_id_));
    return {};
}

Result<rpc::Receipt> IntentSender::resume(const StoredIntent& intent,
                                          const IntentRequest& request) {
    const auto transaction = read_intent(intent, key_.address());
    if (!transaction) return fail(transaction.error());
    if (!is_same_action(*transaction, request))
        return fail(Errc::mismatch,
                    "the key " + to_hex(request.key) + " is stored for another transaction");
    return finish(intent);
}

Status IntentSender::finish_older() {
    const auto older = store_.unfinished();
    if (!older) return fail(older.error());
    for (const StoredIntent& intent : *older) {
        const auto receipt = finish(intent);
        if (!receipt)
            return fail_in("an earlier transaction holds nonce " + std::to_string(intent.nonce),
                           receipt.error());
    }
    return {};
}

Result<StoredIntent> IntentSender::prepare(const IntentRequest& request) {
    const auto nonce = next_nonce();
    if (!nonce) return fail(nonce.error());
    chain::Transaction transaction;
    transaction.chain_id = chain_id_;
    transaction.nonce = *nonce;
    transaction.to = request.to;
    transaction.value = request.value;
    transaction.data = request.data;
    const auto gas = gas_limit(request);
    if (!gas) return fail(gas.error());
    transaction.gas_limit = *gas;
    if (auto set = set_fees(transaction, request.max_fee_per_gas_max); !set)
        return fail(set.error());
    return sign_intent(request.key, transaction, key_);
}

Result<std::uint64_t> IntentSender::next_nonce() {
    const auto nonce = rpc_.transaction_count(key_.address(), rpc::BlockTag::latest());
    if (!nonce) return nonce;
    if (*nonce < nonce_floor_)
        return fail(Errc::upstream_unavailable,
                    "the node is behind: it gives nonce " + std::to_string(*nonce) + ", but " +
                        std::to_string(nonce_floor_ - 1) + " was mined");
    return nonce;
}

/// Twice the base fee lasts at least five full blocks, each of which raises it by an eighth at
/// most.
Status IntentSender::set_fees(chain::Transaction& transaction, const U256& cap) {
    const auto block = rpc_.block_by_tag(rpc::BlockTag::latest());
    if (!block) return fail(block.error());
    if (!block->base_fee) return fail(Errc::failed, "the chain has no base fee (EIP-1559)");
    if (*block->base_fee > cap)
        return fail(Errc::failed, "the base fee of " + block->base_fee->to_decimal() +
                                      " wei is above the cap of " + cap.to_decimal());
    const auto tip = rpc_.max_priority_fee();
    if (!tip) return fail(tip.error());
    const U256 bounded_tip = std::min(*tip, cap);
    transaction.max_fee_per_gas = std::min(*block->base_fee + *block->base_fee + bounded_tip, cap);
    transaction.max_priority_fee_per_gas = std::min(bounded_tip, transaction.max_fee_per_gas);
    return {};
}

Result<std::uint64_t> IntentSender::gas_limit(const IntentRequest& request) {
    const auto estimate =
        rpc_.estimate_gas({key_.address(), request.to, request.data, request.value});
    if (!estimate) return estimate;
    if (*estimate > request.gas_limit_max)
        return fail(Errc::failed, "the transaction needs " + std::to_string(*estimate) +
                                      " gas, above the cap of " +
                                      std::to_string(request.gas_limit_max));
    return with_margin(*estimate, request.gas_limit_max);
}

Result<rpc::Receipt> IntentSender::finish(const StoredIntent& intent) {
    const auto transaction = read_intent(intent, key_.address());
    if (!transaction) return fail(transaction.error());
    if (transaction->chain_id != chain_id_)
        return fail(Errc::configuration, "the store holds a transaction for chain " +
                                             std::to_string(transaction->chain_id));
    const auto receipt = rpc_.transaction_receipt(intent.tx_hash);
    if (!receipt) return fail(receipt.error());
    if (*receipt) return done(intent, **receipt);
    const auto answer = rpc_.send_raw_transaction(intent.raw);
    if (answer && answer->verdict == rpc::SendVerdict::insufficient_funds)
        return fail(Errc::failed,
                    chain::checksum_text(key_.address()) +
                        " cannot pay; the transaction stays stored: " + answer->message);
    // Whatever else was said, or not said, the node may have it.
    return await_receipt(intent, answer ? answer->message : answer.error().what);
}

Result<rpc::Receipt> IntentSender::await_receipt(const StoredIntent& intent,
                                                 std::string last_word) {
    for (Seconds waited; waited < options_.receipt_deadline;
         waited.count += options_.poll_interval.count) {
        waiter_.wait(options_.poll_interval);
        const auto receipt = rpc_.transaction_receipt(intent.tx_hash);
        if (!receipt) last_word = receipt.error().what;
        if (receipt && *receipt) return done(intent, **receipt);
    }
    return overdue(intent, last_word);
}

Result<rpc::Receipt> IntentSender::overdue(const StoredIntent& intent,
                                           const std::string& last_word) {
    const std::string heard = last_word.empty() ? "" : "; last heard: " + last_word;
    const auto nonce = rpc_.transaction_count(key_.address(), rpc::BlockTag::latest());
    if (nonce && *nonce > intent.nonce) {
        // It may be ours, mined since the last look: only now is a missing receipt a proof.
        const auto receipt = rpc_.transaction_receipt(intent.tx_hash);
        if (!receipt) return fail(receipt.error());
        if (*receipt) return done(intent, **receipt);
        return fail(Errc::failed, "nonce " + std::to_string(intent.nonce) +
                                      " was used by a transaction other than the stored " +
                                      to_hex(intent.tx_hash) + ": who else has this key?" + heard);
    }
    return fail(Errc::upstream_unavailable,
                "no receipt yet of " + to_hex(intent.tx_hash) + ", which stays stored" + heard);
}

Result<rpc::Receipt> IntentSender::done(const StoredIntent& intent, rpc::Receipt receipt) {
    nonce_floor_ = std::max(nonce_floor_, intent.nonce + 1);
    if (auto marked = store_.mark_mined(intent.key, receipt); !marked) return fail(marked.error());
    return receipt;
}

}  // namespace ballast::sender
