// SPDX-License-Identifier: MIT
#include "sender/inclusion.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "sender/attempt.hpp"

namespace ballast::sender {
namespace {

U256 paid(const Attempt& attempt, const rpc::Receipt& receipt) {
    const auto made = chain::decode_signed(attempt.raw);
    BALLAST_CHECK(made.has_value());
    const chain::Transaction& transaction = made->transaction;
    const U256 price = std::min(receipt.effective_gas_price.value_or(transaction.max_fee_per_gas),
                                transaction.max_fee_per_gas);
    return price * U256(std::min(receipt.gas_used, transaction.gas_limit));
}

}  // namespace

const Attempt& attempt_of(const TxRecord& record, const Hash32& tx_hash) {
    const auto found =
        std::find_if(record.attempts.begin(), record.attempts.end(),
                     [&](const Attempt& attempt) { return attempt.tx_hash == tx_hash; });
    BALLAST_CHECK(found != record.attempts.end());
    return *found;
}

Inclusion inclusion_of(const TxRecord& record, const rpc::Receipt& receipt) {
    return {.tx_hash = receipt.tx_hash,
            .block_number = receipt.block_number,
            .block_hash = receipt.block_hash,
            .block_time = receipt.block_time,
            .succeeded = receipt.succeeded,
            .fee = paid(attempt_of(record, receipt.tx_hash), receipt)};
}

TxState final_state(const TxRecord& record, const rpc::Receipt& receipt) {
    if (attempt_of(record, receipt.tx_hash).kind != AttemptKind::call) return TxState::cancelled;
    return receipt.succeeded ? TxState::succeeded : TxState::reverted;
}

bool is_call_included(const TxRecord& record) {
    BALLAST_CHECK(record.inclusion.has_value());
    return attempt_of(record, record.inclusion->tx_hash).kind == AttemptKind::call;
}

}  // namespace ballast::sender
