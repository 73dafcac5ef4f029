// SPDX-License-Identifier: MIT
#include "sender/attempt.hpp"

namespace ballast::sender {

chain::Transaction empty_transaction(std::uint64_t chain_id, const chain::Address& account,
                                     std::uint64_t nonce, const Fees& fees) {
    chain::Transaction made;
    made.chain_id = chain_id;
    made.nonce = nonce;
    made.max_priority_fee_per_gas = fees.tip;
    made.max_fee_per_gas = fees.max_fee;
    made.gas_limit = kEmptyGas;
    made.to = account;
    return made;
}

Fees fees_of(const chain::Transaction& transaction) {
    return {transaction.max_fee_per_gas, transaction.max_priority_fee_per_gas};
}

Result<Attempt> sign_attempt(keys::Signer& signer, const chain::Transaction& transaction,
                             AttemptKind kind, UnixSeconds at) {
    auto raw = signer.sign_transaction(transaction);
    if (!raw) return fail(raw.error());
    const auto read = chain::decode_signed(*raw);
    if (!read) return fail(Errc::mismatch, "the signer returned " + read.error().what);
    const auto by = chain::recover_sender(*read);
    if (!by || *by != signer.address() || read->transaction != transaction)
        return fail(Errc::mismatch,
                    "the signer signed another transaction or with another key than " +
                        chain::checksum_text(signer.address()) + "; nothing was sent");
    const Hash32 tx_hash = chain::transaction_hash(*raw);
    return Attempt{.kind = kind, .raw = std::move(*raw), .tx_hash = tx_hash, .signed_at = at};
}

Result<chain::Transaction> read_attempt(const TxRecord& record, const Attempt& attempt) {
    const auto damaged = [&](std::string_view reason) {
        return fail(Errc::bad_data, "the stored transaction " + to_hex(attempt.tx_hash) +
                                        " is damaged, nothing was sent: " + std::string(reason));
    };
    if (chain::transaction_hash(attempt.raw) != attempt.tx_hash)
        return damaged("its bytes have another hash");
    auto read = chain::decode_signed(attempt.raw);
    if (!read) return damaged(read.error().what);
    const auto by = chain::recover_sender(*read);
    if (!by) return damaged(by.error().what);
    if (*by != record.account) return damaged("it is signed by " + chain::checksum_text(*by));
    chain::Transaction& made = read->transaction;
    if (made.chain_id != record.chain_id) return damaged("it is for another chain");
    if (made.nonce != record.nonce) return damaged("its nonce is another");
    if (attempt.kind != AttemptKind::call &&
        made != empty_transaction(record.chain_id, record.account, record.nonce, fees_of(made)))
        return damaged("it is not empty");
    return std::move(made);
}

}  // namespace ballast::sender
