// SPDX-License-Identifier: MIT
// What an account has on its way, and what came of it.
#include <algorithm>
#include <map>
#include <utility>

#include "apps/oracle_sending.hpp"
#include "apps/say.hpp"
#include "base/check.hpp"
#include "chain/transaction.hpp"

namespace ballast::apps {
namespace {

using sender::TxRecord;
using sender::TxState;

/// Signed, and in no block that we know of.
bool is_under_way(const TxRecord& record) {
    return record.state == TxState::stored || record.state == TxState::sent;
}

/// A stop too many costs its gas, one too few the stop: it goes on with nothing that is cancelled,
/// nor with what a later transaction of ours may have lifted.
bool may_still_stop(const TxRecord& record, const UsedNonces& used) {
    const bool is_call =
        record.attempts.empty() || record.attempts.back().kind == sender::AttemptKind::call;
    const bool is_newest = used.last && used.last->nonce == record.nonce;
    return is_call && is_newest && is_under_way(record);
}

const TxRecord* first_under_way(const std::vector<TxRecord>& open) {
    const auto found = std::find_if(open.begin(), open.end(), is_under_way);
    return found == open.end() ? nullptr : &*found;
}

}  // namespace

Result<std::uint64_t> agreed_chain_id(const std::vector<std::string>& urls) {
    const std::size_t needed = urls.size() > 1 ? 2 : 1;
    std::map<std::uint64_t, std::size_t> votes;
    std::string heard;
    for (const std::string& url : urls) {
        auto transport = rpc::HttpTransport::open(url);
        if (!transport) return fail(transport.error());
        const auto chain_id = rpc::Node(*transport).chain_id();
        if (chain_id && ++votes[*chain_id] == needed) return *chain_id;
        heard += "; " + (chain_id ? transport->name() + " is on chain " + std::to_string(*chain_id)
                                  : chain_id.error().what);
    }
    return fail(Errc::upstream_unavailable,
                "no " + std::to_string(needed) + " of --rpc name the same chain" + heard);
}

Result<std::uint64_t> OracleSending::settle(bool urgent) {
    const sender::SenderPolicy policy;
    const Milliseconds begun = clock_.monotonic();
    for (bool told = false;; told = true) {
        // Before each step: a reorganisation may put a routine one on its way again.
        if (urgent)
            if (auto hurried = sender_->hurry_open(sender::TransactionRequest{}.fee_cap); !hurried)
                return fail(hurried.error());
        const auto stepped = sender_->step();
        if (!stepped) return fail(stepped.error());
        const TxRecord* waits = first_under_way(stepped->open);
        if (waits == nullptr || stepped->stopped) return stepped->view.head.number;
        const std::string which =
            "nonce " + std::to_string(waits->nonce) + " of an earlier command";
        if (!told) say("waiting for " + which);
        const Milliseconds before = clock_.monotonic();
        if (before.count - begun.count < policy.send_deadline.count) clock_.wait(policy.poll);
        // A wait that ends early, or was none, means that the program is to stop.
        if (clock_.monotonic().count - before.count < policy.poll.count)
            return fail(
                Errc::upstream_unavailable,
                which +
                    " is in no block yet; see ballast tx list, then repeat this (with --yes, what "
                    "makes the oracle safer does not wait: routine calls make way for it)");
    }
}

Result<UsedNonces> OracleSending::used_nonces() {
    const auto view = pool_->look(account());
    if (!view) return fail(view.error());
    sender::TxStore& store = journal_.transactions();
    auto open = store.unfinished(pool_->chain_id(), account());
    if (!open) return fail(open.error());
    auto last = store.last(pool_->chain_id(), account());
    if (!last) return fail(last.error());
    return UsedNonces{view->nonce, std::move(*open), std::move(*last)};
}

/// Its name holds a nonce no higher than its own: all of them are tried, a microsecond each. What
/// the chain has used already is not on its way, whatever the journal says: a stop that was lifted
/// since is sent anew. Of what loosens, all counts that may yet come to a block, also what a
/// reorganisation took out of one: twice could lift a stop that was set in between.
std::string change_name(const chain::Address& oracle, const PlannedCall& first,
                        const UsedNonces& used) {
    const auto named = [&](std::uint64_t nonce) {
        return "change " + to_hex(oracle) + " " + std::to_string(nonce);
    };
    for (const TxRecord& record : used.open) {
        if (record.nonce < used.next) continue;
        if (first.urgent && !may_still_stop(record, used)) continue;
        for (std::uint64_t nonce = record.nonce + 1; nonce-- > 0;)
            if (key_of(named(nonce), 0, first) == record.key) return named(nonce);
    }
    return named(used.last ? std::max(used.next, used.last->nonce + 1) : used.next);
}

Status OracleSending::check_created(const rpc::Receipt& receipt, const Hash32& key) {
    const auto record = journal_.transactions().find(key);
    if (!record) return fail(record.error());
    BALLAST_CHECK(record->has_value());
    const chain::Address made = chain::create_address(account(), (*record)->nonce);
    if (receipt.contract_address == made) return {};
    return fail(Errc::mismatch,
                "transaction " + to_hex(receipt.tx_hash) + " creates " +
                    chain::checksum_text(made) + ", but the nodes name " +
                    (receipt.contract_address ? chain::checksum_text(*receipt.contract_address)
                                              : std::string("no contract")) +
                    "; look at --rpc. Nothing after it was sent");
}

}  // namespace ballast::apps
