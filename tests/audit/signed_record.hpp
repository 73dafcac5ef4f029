// SPDX-License-Identifier: MIT
// Records as the sender makes them, signed by the test's own key.
#pragma once

#include "chain/signer.hpp"
#include "chain/transaction.hpp"
#include "sender/record.hpp"

namespace ballast::audit {

constexpr std::uint64_t kTestChain = 31337;

inline chain::SecretKey test_key(std::uint8_t which = 1) {
    Bytes bytes(32, 0);
    bytes.back() = which;
    return std::move(*chain::SecretKey::from_bytes(bytes));
}

inline sender::Attempt signed_attempt(const chain::SecretKey& key, std::uint64_t nonce,
                                      std::uint64_t fee,
                                      sender::AttemptKind kind = sender::AttemptKind::call) {
    const chain::Transaction transaction{.chain_id = kTestChain,
                                         .nonce = nonce,
                                         .max_priority_fee_per_gas = fee,
                                         .max_fee_per_gas = fee,
                                         .gas_limit = 21'000,
                                         .to = key.address(),
                                         .value = {},
                                         .data = {},
                                         .access_list = {}};
    sender::Attempt attempt{
        .kind = kind,
        .raw = chain::encode_signed({transaction, key.sign(chain::signing_hash(transaction))}),
        .tx_hash = {},
        .signed_at = {static_cast<std::int64_t>(fee)}};
    attempt.tx_hash = chain::transaction_hash(attempt.raw);
    return attempt;
}

/// A record of one attempt, whose key is its nonce's, signed at 100.
inline sender::TxRecord signed_record(const chain::SecretKey& key, std::uint64_t nonce) {
    sender::TxRecord record{.chain_id = kTestChain,
                            .account = key.address(),
                            .nonce = nonce,
                            .deadline = {1'722'830'400},
                            .urgent = nonce % 2 == 1,
                            .fee_cap = U256{500'000'000'000},
                            .attempts = {signed_attempt(key, nonce, 100)}};
    record.key.bytes[31] = static_cast<std::uint8_t>(nonce);
    return record;
}

}  // namespace ballast::audit
