// SPDX-License-Identifier: MIT
// A transaction that was signed and must be stored before anybody may see it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/signer.hpp"
#include "chain/transaction.hpp"
#include "rpc/types.hpp"

namespace ballast::sender {

struct StoredIntent {
    /// Names what the caller wants done; one key is at most one transaction, for ever.
    Hash32 key;
    std::uint64_t nonce = 0;
    /// The signed transaction, as it is sent every time.
    Bytes raw;
    Hash32 tx_hash;
    bool operator==(const StoredIntent&) const = default;
};

/// Where intents survive the process. The errors are the store's own and are passed on.
class IntentStore {
  public:
    IntentStore() = default;
    IntentStore(const IntentStore&) = delete;
    IntentStore& operator=(const IntentStore&) = delete;
    virtual ~IntentStore() = default;

    /// Returns the intent of `key`, mined or not.
    [[nodiscard]] virtual Result<std::optional<StoredIntent>> find(const Hash32& key) = 0;
    /// Must be durable (synced to the disk) before it returns.
    [[nodiscard]] virtual Status store(const StoredIntent& intent) = 0;
    /// Ends an intent. May be repeated for one key.
    [[nodiscard]] virtual Status mark_mined(const Hash32& key, const rpc::Receipt& receipt) = 0;
    /// Returns the intents that are stored and not marked mined, by ascending nonce.
    [[nodiscard]] virtual Result<std::vector<StoredIntent>> unfinished() = 0;
};

/// Signs, reads the raw bytes back and compares them: what is stored is what was meant.
[[nodiscard]] StoredIntent sign_intent(const Hash32& key, const chain::Transaction& transaction,
                                       const chain::SecretKey& secret);

/// Reads the transaction of a stored intent. Errors: bad_data where its hash, nonce or signer is
/// not what it must be, so that a damaged store sends nothing.
[[nodiscard]] Result<chain::Transaction> read_intent(const StoredIntent& intent,
                                                     const chain::Address& signer);

}  // namespace ballast::sender
