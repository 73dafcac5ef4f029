// SPDX-License-Identifier: MIT
// Sends transactions of one account, one nonce at a time: stored before sent, nonce from the chain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/u256.hpp"
#include "chain/signer.hpp"
#include "rpc/node.hpp"
#include "sender/intent.hpp"

namespace ballast::sender {

struct IntentRequest {
    /// Idempotency: two requests with one key are one transaction.
    Hash32 key;
    /// Nothing deploys `data`.
    std::optional<chain::Address> to;
    Bytes data;
    /// In wei.
    U256 value;
    /// A request that is estimated above it is refused.
    std::uint64_t gas_limit_max = 10'000'000;
    /// In wei per gas, below 2^128. A request is refused while the base fee is above it.
    U256 max_fee_per_gas_max{500'000'000'000};
};

/// Lets time pass between two looks at the chain. Tests return at once.
class Waiter {
  public:
    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    virtual ~Waiter() = default;
    virtual void wait(Seconds span) = 0;
};

struct IntentOptions {
    Seconds poll_interval{2};
    /// How long one call waits for a receipt, counted in poll intervals. Both positive.
    Seconds receipt_deadline{180};
};

/// Not for use by two threads at once, nor by two processes with one key and two stores.
class IntentSender {
  public:
    /// Keeps the references.
    IntentSender(rpc::Node& rpc, IntentStore& store, const chain::SecretKey& key,
                 std::uint64_t chain_id, Waiter& waiter, IntentOptions options = {});

    /// Returns the receipt of the request's transaction, also where it reverted. A key that is
    /// stored is never signed again: its receipt is looked for, else the same bytes are sent.
    /// Intents that an earlier run left unfinished are finished first.
    /// Errors: configuration (another chain; nothing was signed) · upstream_unavailable (no answer,
    /// or no receipt by the deadline: the intent stays stored, so ask again with the same key) ·
    /// failed (refused: the gas or base fee is above the request's cap, the call reverts, the
    /// account cannot pay, or a foreign transaction used the nonce) · mismatch (the key is stored
    /// for another request) · bad_data (the node's answer or the store is damaged) · the store's.
    [[nodiscard]] Result<rpc::Receipt> send(const IntentRequest& request);

  private:
    [[nodiscard]] Status check_chain();
    [[nodiscard]] Result<rpc::Receipt> resume(const StoredIntent& intent,
                                              const IntentRequest& request);
    [[nodiscard]] Status finish_older();
    [[nodiscard]] Result<StoredIntent> prepare(const IntentRequest& request);
    [[nodiscard]] Result<std::uint64_t> next_nonce();
    [[nodiscard]] Status set_fees(chain::Transaction& transaction, const U256& cap);
    [[nodiscard]] Result<std::uint64_t> gas_limit(const IntentRequest& request);
    [[nodiscard]] Result<rpc::Receipt> finish(const StoredIntent& intent);
    [[nodiscard]] Result<rpc::Receipt> await_receipt(const StoredIntent& intent,
                                                     std::string last_word);
    [[nodiscard]] Result<rpc::Receipt> overdue(const StoredIntent& intent,
                                               const std::string& last_word);
    [[nodiscard]] Result<rpc::Receipt> done(const StoredIntent& intent, rpc::Receipt receipt);

    rpc::Node& rpc_;
    IntentStore& store_;
    const chain::SecretKey& key_;
    std::uint64_t chain_id_;
    Waiter& waiter_;
    IntentOptions options_;
    /// Above every nonce that this object saw mined. Never used as a nonce: it only unmasks a node
    /// that is behind.
    std::uint64_t nonce_floor_ = 0;
};

}  // namespace ballast::sender
