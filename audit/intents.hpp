// SPDX-License-Identifier: MIT
#pragma once

#include "audit/journal_sqlite.hpp"
#include "sender/intent.hpp"

namespace ballast::audit {

/// Signed transactions in the journal's file, each row synced before store() returns.
class SqliteIntentStore final : public sender::IntentStore {
  public:
    /// Keeps the reference.
    explicit SqliteIntentStore(Sqlite& sqlite) : sqlite_(sqlite) {}

    [[nodiscard]] Result<std::optional<sender::StoredIntent>> find(const Hash32& key) override;
    [[nodiscard]] Status store(const sender::StoredIntent& intent) override;
    [[nodiscard]] Status mark_mined(const Hash32& key, const rpc::Receipt& receipt) override;
    [[nodiscard]] Result<std::vector<sender::StoredIntent>> unfinished() override;

  private:
    Sqlite& sqlite_;
};

}  // namespace ballast::audit
