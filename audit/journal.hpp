// SPDX-License-Identifier: MIT
// The journal: append-only, hash-chained, in one SQLite file. Beside the records it holds what is
// on its way: the draft of the next record, and the signed transactions that were stored before
// they were sent.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "audit/record.hpp"
#include "base/result.hpp"
#include "sender/tx_store.hpp"

namespace ballast::audit {

/// A stored record as its rows say, before anything is believed.
struct StoredRecord {
    std::uint64_t index = 0;
    std::string kind;
    std::int64_t at = 0;
    std::string previous;
    std::string hash;
    /// Each field's text and the hash stored beside it.
    std::map<std::string, std::pair<std::string, std::string>, std::less<>> fields;
};

/// The open journal. One writer at a time, held by a lock file beside it; readers take no lock.
class Journal {
  public:
    enum class Mode { write, read };

    /// Opens the journal; `write` creates it where it is missing. Errors: input_missing,
    /// lock_held where another writer has it, bad_data where the file is no journal of this
    /// version, cannot_write.
    [[nodiscard]] static Result<Journal> open(const std::filesystem::path& path, Mode mode);

    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    ~Journal();

    /// Returns every record as stored, in index order. Errors: mismatch where the file is damaged.
    [[nodiscard]] Result<std::vector<StoredRecord>> records() const;

    /// Appends the entry and drops the draft, in one synced transaction. Returns the record.
    /// Errors: cannot_write.
    [[nodiscard]] Result<Record> append(const Entry& entry);

    /// Keeps `entry` as the draft of the next record, synced. Errors: cannot_write.
    [[nodiscard]] Status store_draft(const Entry& entry);

    /// Forgets the draft: for one whose transaction was never signed. Errors: cannot_write.
    [[nodiscard]] Status drop_draft();

    /// Returns the draft that an interrupted run left, if any. Errors: bad_data.
    [[nodiscard]] Result<std::optional<Entry>> draft() const;

    /// Returns the last record's hash; zero where there is none, or, for a reader, where what is
    /// stored is no hash.
    [[nodiscard]] const Hash32& head() const;

    /// Returns the store of the sender's transactions. Lives as long as the journal. Of a journal
    /// that is open for reading, every change is refused with cannot_write.
    [[nodiscard]] sender::TxStore& transactions();
    /// Returns all of them, by chain, account and nonce. Errors: bad_data.
    [[nodiscard]] Result<std::vector<sender::TxRecord>> all_transactions() const;

  private:
    struct Database;
    explicit Journal(std::unique_ptr<Database> database) noexcept;
    std::unique_ptr<Database> database_;
};

}  // namespace ballast::audit
