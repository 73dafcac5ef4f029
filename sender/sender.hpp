// SPDX-License-Identifier: MIT
// Sends the transactions of one account: stored before sent, nonce from the chain.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "keys/signer.hpp"
#include "rpc/chain_view.hpp"
#include "sender/decide.hpp"
#include "sender/record.hpp"
#include "sender/request.hpp"
#include "sender/tx_store.hpp"

namespace ballast::sender {

/// What one step did to one record, as the record stands afterwards.
struct Moved {
    Move move = Move::wait;
    TxRecord record;
};

/// Why one record, or a gap, did not move on in a step; the others did. It is tried again.
struct Fault {
    std::uint64_t nonce = 0;
    Error error;
};

/// What a node said against a transaction that was sent to it.
struct Refusal {
    std::uint64_t nonce = 0;
    rpc::SendVerdict verdict = rpc::SendVerdict::unknown;
    /// Another node took it.
    bool contradicted = false;
    std::string message;
};

/// What one step saw and did.
struct StepReport {
    rpc::AccountView view;
    /// From submit(), bump() or cancel(): of one record alone. What it does not say may still be
    /// so.
    bool is_partial = false;
    /// Everything but waiting, in nonce order; fills of a gap stand among them.
    std::vector<Moved> moves;
    /// Unfinished after the step, by ascending nonce.
    std::vector<TxRecord> open;
    /// Nonces after our last record that the chain has used: somebody else has this key, or the
    /// store is an old copy. An alarm, not a stop.
    std::uint64_t strange_nonces = 0;
    /// One of our nonces went to a stranger and nobody looked yet: nothing was sent.
    bool stopped = false;
    /// Broadcasts that one node took and another spoke severely of.
    std::uint64_t contradictions = 0;
    std::vector<Refusal> refusals;
    std::vector<Fault> faults;
};

/// Hears of every look that a sender takes, whoever asked for it.
using Listener = std::function<void(const StepReport&)>;

/// Not for use by two threads at once. Two processes need two keys, or one store with its lock.
///
/// The chain's time is the only wall clock: `signed_at` and deadlines are block timestamps. The
/// clock serves for intervals and waiting alone.
///
/// Errors of every function: upstream_unavailable (no quorum answers, or the nodes are behind what
/// is stored) · configuration (another chain, in the nodes, the store or the signer; nothing was
/// signed or sent) · bad_data (an attempt in the store is damaged; nothing was sent) · those of the
/// store and of the signer. Whatever fails, what is stored is whole: call again.
class Sender {
  public:
    /// Keeps the references.
    Sender(rpc::ChainView& chain, TxStore& store, keys::Signer& signer, Clock& clock,
           SenderPolicy policy = {});

    /// Stores a signed transaction for the request and sends it to all nodes. A key that is stored
    /// already is neither signed nor sent: its record is returned as it stands. Errors: also
    /// mismatch (the key is stored for another action, or a preflight answered otherwise) · failed
    /// (refused, nothing was signed: the gas, base fee or budget is above its cap, the call
    /// reverts, an earlier transaction is not included yet, or a foreign transaction stopped the
    /// account).
    [[nodiscard]] Result<TxRecord> submit(const TransactionRequest& request);

    /// Looks at the chain once, and does for every unfinished record, in nonce order, what the
    /// table in decide.hpp says; then fills a gap below them. After a crash it sends the stored
    /// bytes before it signs anything. What nodes do not agree on about one record, a signer that
    /// does not sign, and a gap that cannot be paid, hold up nothing else: they are the report's
    /// faults.
    [[nodiscard]] Result<StepReport> step();

    /// step(), but nothing is signed: what is stored may be sent again, and what ended is settled;
    /// nothing is replaced or cancelled, no gap is filled. For whoever has a fee policy that is
    /// meant for one record.
    [[nodiscard]] Result<StepReport> step_unsigned();

    /// Notes in every routine record that is in no block that an urgent request is coming which
    /// offers up to `fee_cap` wei per gas, below 2^128: from the next step on it makes way, as for
    /// one that submit() refused. For whoever has to wait before the request can be made.
    [[nodiscard]] Status hurry_open(const U256& fee_cap);

    /// submit(), then steps until the call is in a block. Returns its receipt, also where it
    /// reverted; a reorganisation may still take it away. An earlier transaction is waited for
    /// first. Errors: also upstream_unavailable (not included by the policy's deadline: it stays
    /// stored, so ask again with the same key) · failed (finally cancelled, foreign, or it cannot
    /// pay: it stays stored).
    [[nodiscard]] Result<rpc::Receipt> send(const TransactionRequest& request);

    /// One turn of send(), which waits for nothing: submits where that was not done yet and the way
    /// is free, and looks at the chain once. Returns nothing while the call is in no block, also
    /// for want of money: ask again with the same request. Errors: as send() but for that,
    /// upstream_unavailable also where an earlier transaction keeps it waiting.
    [[nodiscard]] Result<std::optional<rpc::Receipt>> try_send(const TransactionRequest& request);

    /// Calls `listener` with the report of every step, also of those inside send(), and with what
    /// submit(), bump() and cancel() heard from the nodes. None at first.
    void listen(Listener listener) { listener_ = std::move(listener); }

    /// Replaces the newest attempt by a dearer one at once. Errors: also input_missing (no such
    /// key) · failed (it is in a block already, or cap, budget or balance leave no room, or it is a
    /// call past its deadline).
    [[nodiscard]] Result<TxRecord> bump(const Hash32& key);

    /// Replaces the newest attempt by an empty transaction to ourselves. Errors: as bump().
    [[nodiscard]] Result<TxRecord> cancel(const Hash32& key);

  private:
    /// One look at the chain and what came of it.
    struct Round;
    /// The attempt that is next in line, and since when this process sees that. The record has the
    /// chain's account of it, which outlives the process.
    struct Watch {
        Hash32 tx_hash;
        Milliseconds since;
    };

    // sender.cpp
    [[nodiscard]] Result<std::vector<TxRecord>> open_records();
    [[nodiscard]] Status check_ours(const TxRecord& record);
    [[nodiscard]] Status check_behind(const rpc::AccountView& view, Round* round);
    void note_strangers(std::uint64_t chain_nonce, std::uint64_t ours, Round* round);
    [[nodiscard]] Status check_free(const TransactionRequest& request);
    [[nodiscard]] Status hurry(std::vector<TxRecord>& open, const U256& cap);
    [[nodiscard]] Status hurry(TxRecord& record, const U256& cap);
    [[nodiscard]] Status hurry_below_urgent(std::vector<TxRecord>& open, std::uint64_t next);
    [[nodiscard]] Result<StepReport> look_and_walk(bool signs);
    void tell(const StepReport& report) const;
    [[nodiscard]] Status walk(std::vector<TxRecord>& open, Round& round);
    [[nodiscard]] Result<std::optional<TxRecord>> known(const TransactionRequest& request);
    [[nodiscard]] tl::unexpected<Error> unreachable(std::vector<TxRecord>& open, Error error);
    // prepare.cpp
    [[nodiscard]] Result<TxRecord> prepare(const TransactionRequest& request,
                                           const rpc::AccountView& view);
    [[nodiscard]] Status preflight(const TransactionRequest& request);
    [[nodiscard]] Result<std::uint64_t> gas_limit(const TransactionRequest& request);
    [[nodiscard]] Result<Fees> affordable_fees(const TransactionRequest& request,
                                               const rpc::AccountView& view, std::uint64_t gas);
    /// In wei: what the records of the last 24 hours cost or may cost, without `except`.
    [[nodiscard]] Result<U256> committed(UnixSeconds now, const Hash32& except);
    // see.cpp
    [[nodiscard]] Result<Sight> see(const TxRecord& record, const Round& round);
    [[nodiscard]] Status find_receipt(const TxRecord& record, const rpc::AccountView& view,
                                      Sight& sight);
    [[nodiscard]] Result<bool> is_known(const TxRecord& record);
    [[nodiscard]] bool is_stuck(const TxRecord& record, const rpc::AccountView& view) const;
    [[nodiscard]] Status watch(std::vector<TxRecord>& open, const rpc::AccountView& view);
    // advance.cpp
    [[nodiscard]] Status advance(TxRecord record, Round& round);
    [[nodiscard]] Status carry_out(const Decision& decision, const Sight& sight, TxRecord& record,
                                   Round& round);
    [[nodiscard]] Status cut_off(TxRecord record, const Error& error, Round& round);
    /// Replaces and returns true, or writes into the record why not.
    [[nodiscard]] Result<bool> outbid(TxRecord& record, AttemptKind kind, Round& round);
    [[nodiscard]] Status carry_out_outbid(const Decision& decision, const Sight& sight,
                                          const TxRecord& before, TxRecord& record, Round& round);
    /// Sends what is unpaid again where the balance suffices. Returns true where a node took it.
    [[nodiscard]] Result<bool> pay(const TxRecord& before, TxRecord& record, Round& round);
    [[nodiscard]] Result<Move> outbid_or_yield(Move move, TxRecord& record, Round& round);
    [[nodiscard]] Status stand_still(Move move, const Sight& sight, const TxRecord& before,
                                     TxRecord& record, Round& round);
    [[nodiscard]] Status keep(const TxRecord& before, const TxRecord& record);
    /// `before` is the record as it is stored.
    [[nodiscard]] Status announce(TxRecord before, TxRecord& record, Round& round);
    // fill.cpp
    [[nodiscard]] Status fill_gap(const std::vector<TxRecord>& open, Round& round);
    /// Returns false where it cannot be now, which the report then says.
    [[nodiscard]] Result<bool> fill(std::uint64_t nonce, bool urgent, Round& round);
    // send.cpp
    [[nodiscard]] Status finish_older(const TransactionRequest& request);
    [[nodiscard]] Status check_paid(const TransactionRequest& request);
    [[nodiscard]] Result<std::optional<rpc::Receipt>> outcome(const TxRecord& record);
    // operator.cpp
    [[nodiscard]] Result<TxRecord> outbid_now(const Hash32& key, bool empty);

    rpc::ChainView& chain_;
    TxStore& store_;
    keys::Signer& signer_;
    Clock& clock_;
    SenderPolicy policy_;
    /// Attempts that were read back once: a hash names its bytes, and to recover who signed them is
    /// the slowest part of a look. Emptied when it holds kCheckedMax.
    std::map<Hash32, std::pair<std::uint64_t, AttemptKind>> checked_;
    std::optional<Watch> watch_;
    /// Records that became final in a step that failed afterwards: the next report holds them.
    std::vector<Moved> untold_ends_;
    /// Nonces of strangers that submit() stood above before a step told of them; and up to which
    /// nonce they were told of.
    std::uint64_t untold_ = 0;
    std::uint64_t told_to_ = 0;
    /// The chain's nonce at the last look, where there was a gap above it: it must be seen twice.
    std::optional<std::uint64_t> gap_seen_;
    Listener listener_;
};

}  // namespace ballast::sender
