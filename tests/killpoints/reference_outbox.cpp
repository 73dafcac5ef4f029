// SPDX-License-Identifier: MIT
#include "tests/killpoints/reference_outbox.hpp"

#include <algorithm>

#include "chain/transaction.hpp"

namespace ballast::test {
namespace {

using sender::TxRecord;
using sender::TxState;

class ReferenceOutbox final : public Outbox {
  public:
    ReferenceOutbox(const OutboxParts& parts, bool stores_first)
        : parts_(parts), stores_first_(stores_first) {}

    Status submit(const sender::TransactionRequest& request) override {
        const auto known = parts_.store.find(request.key);
        if (!known) return fail(known.error());
        if (*known) return {};
        auto record = sign(request);
        if (!record) return fail(record.error());
        if (stores_first_)
            if (auto stored = parts_.store.insert(*record); !stored) return stored;
        if (auto sent = parts_.chain.broadcast(record->attempts[0].raw); !sent)
            return fail(sent.error());
        return stores_first_ ? Status() : parts_.store.insert(*record);
    }

    Result<std::size_t> step() override {
        const auto view = parts_.chain.look(parts_.signer.address());
        if (!view) return fail(view.error());
        auto open = parts_.store.unfinished(kSimChain, parts_.signer.address());
        if (!open) return fail(open.error());
        std::size_t left = 0;
        for (TxRecord& record : *open) {
            const auto settled = settle(record, view->finalized_number);
            if (!settled) return fail(settled.error());
            left += *settled ? 0U : 1U;
        }
        return left;
    }

  private:
    Result<TxRecord> sign(const sender::TransactionRequest& request) {
        const auto view = parts_.chain.look(parts_.signer.address());
        if (!view) return fail(view.error());
        const auto last = parts_.store.last(kSimChain, parts_.signer.address());
        if (!last) return fail(last.error());
        const std::uint64_t after = *last ? (*last)->nonce + 1 : 0;
        chain::Transaction transaction;
        transaction.chain_id = kSimChain;
        transaction.nonce = std::max(view->nonce, after);
        transaction.max_priority_fee_per_gas = transaction.max_fee_per_gas = 100'000'000'000;
        transaction.gas_limit = 100'000;
        transaction.to = request.to;
        transaction.data = request.data;
        const auto raw = parts_.signer.sign_transaction(transaction);
        if (!raw) return fail(raw.error());
        TxRecord record;
        record.key = request.key;
        record.chain_id = kSimChain;
        record.account = parts_.signer.address();
        record.nonce = transaction.nonce;
        record.attempts.push_back(
            {sender::AttemptKind::call, *raw, chain::transaction_hash(*raw), view->head.timestamp});
        return record;
    }

    /// Returns whether the record is final; sends it again where it is in no block.
    Result<bool> settle(TxRecord& record, std::uint64_t finalized) {
        const sender::Attempt& attempt = record.attempts[0];
        const auto receipt = parts_.chain.receipt(attempt.tx_hash);
        if (!receipt) return fail(receipt.error());
        if (!*receipt) {
            const auto sent = parts_.chain.broadcast(attempt.raw);
            if (!sent) return fail(sent.error());
            return false;
        }
        if ((*receipt)->block_number > finalized) return false;
        record.state = TxState::succeeded;
        record.inclusion = {attempt.tx_hash,
                            (*receipt)->block_number,
                            (*receipt)->block_hash,
                            (*receipt)->block_time,
                            true,
                            U256()};
        if (auto updated = parts_.store.update(record); !updated) return fail(updated.error());
        return true;
    }

    OutboxParts parts_;
    bool stores_first_;
};

}  // namespace

std::unique_ptr<Outbox> make_store_then_send(const OutboxParts& parts) {
    return std::make_unique<ReferenceOutbox>(parts, true);
}

std::unique_ptr<Outbox> make_send_then_store(const OutboxParts& parts) {
    return std::make_unique<ReferenceOutbox>(parts, false);
}

}  // namespace ballast::test
