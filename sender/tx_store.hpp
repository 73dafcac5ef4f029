// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sender/record.hpp"

namespace ballast::sender {

/// Where records survive the process. Every change is durable (synced to the disk) before it
/// returns, whole or not at all. Errors are the store's own: cannot_write, bad_data, mismatch.
class TxStore {
  public:
    TxStore() = default;
    TxStore(const TxStore&) = delete;
    TxStore& operator=(const TxStore&) = delete;
    virtual ~TxStore() = default;

    [[nodiscard]] virtual Result<std::optional<TxRecord>> find(const Hash32& key) = 0;
    /// Adds a record with its attempts. Errors: also mismatch where its key, or its chain, account
    /// and nonce, are there already: nothing is changed then.
    [[nodiscard]] virtual Status insert(const TxRecord& record) = 0;
    /// Adds one attempt to a stored record.
    [[nodiscard]] virtual Status add_attempt(const Hash32& key, const Attempt& attempt) = 0;
    /// Sets state, reason, hurry_cap, wait and inclusion of a stored record.
    [[nodiscard]] virtual Status update(const TxRecord& record) = 0;
    /// Returns the records of the account that are not final, by ascending nonce.
    [[nodiscard]] virtual Result<std::vector<TxRecord>> unfinished(
        std::uint64_t chain_id, const chain::Address& account) = 0;
    /// Returns the record with the account's highest nonce.
    [[nodiscard]] virtual Result<std::optional<TxRecord>> last(std::uint64_t chain_id,
                                                               const chain::Address& account) = 0;
    /// Returns the final records whose block is of `since` or later, and every unfinished one, by
    /// ascending nonce: what the day's budget counts. One that nothing of ours stands in a block
    /// for cost nothing.
    [[nodiscard]] virtual Result<std::vector<TxRecord>> since(std::uint64_t chain_id,
                                                              const chain::Address& account,
                                                              UnixSeconds since) = 0;
    /// Tells whether a record of the account became foreign and clear_stop() was not called since.
    [[nodiscard]] virtual Result<bool> is_stopped(std::uint64_t chain_id,
                                                  const chain::Address& account) = 0;
    /// On the operator's word: somebody looked.
    [[nodiscard]] virtual Status clear_stop(std::uint64_t chain_id,
                                            const chain::Address& account) = 0;
};

}  // namespace ballast::sender
