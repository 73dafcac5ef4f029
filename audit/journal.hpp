// SPDX-License-Identifier: MIT
// The journal: append-only, hash-chained, in one SQLite file or one PostgreSQL database, the same
// records with the same hashes. Beside the records it holds what is on its way: the draft of the
// next record, and the signed transactions that were stored before they were sent.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "audit/lease.hpp"
#include "audit/record.hpp"
#include "base/result.hpp"
#include "sender/tx_store.hpp"

namespace ballast::audit {

class Sql;

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

/// The open journal. One writer at a time: a lock file beside a SQLite file, a lease in a
/// PostgreSQL database; readers take no lock.
///
/// Of a PostgreSQL journal every function may also fail with upstream_unavailable where the server
/// does not answer, and every change with lock_held, nothing written, where another keeper has
/// taken the journal over: it is to be opened anew then. After upstream_unavailable from a change
/// it is not known whether it was stored: make the same change again, or open the journal anew.
///
/// After upstream_unavailable from append() the journal keeps that record until it knows. Appending
/// the same entry again, or reading draft(), finds out, and head() says it. Any other change finds
/// out and is refused with mismatch, once, because it was made without knowing; and no transaction
/// is inserted before. keep_lease() goes on.
class Journal {
  public:
    enum class Mode {
        write,     ///< creates it where it is missing
        existing,  ///< writes, too, but creates nothing: for whoever goes on with a history
        read,
    };

    /// Opens the journal at a path or a PostgreSQL URL (location.hpp); a writer makes one of an
    /// older version into one of this version. Errors: input_missing where there is none, or an
    /// empty file, and the mode does not create; lock_held where another writer has it, bad_data
    /// where it is no journal of a version that this program can take, configuration where the URL
    /// or the server will not do, cannot_write.
    [[nodiscard]] static Result<Journal> open(const std::string& location, Mode mode,
                                              const LeaseOptions& lease = {});

    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    ~Journal();

    /// Returns every record as stored, in index order. Errors: mismatch where the file is damaged.
    [[nodiscard]] Result<std::vector<StoredRecord>> records() const;
    /// Returns up to `most` records from index `from` on, without the look at the whole file that
    /// records() begins with. Errors: mismatch.
    [[nodiscard]] Result<std::vector<StoredRecord>> records_from(std::uint64_t from,
                                                                 std::uint64_t most) const;

    /// Appends the entry and drops the draft, in one synced transaction. Returns the record. The
    /// entry that is the last record already, because the answer to its commit was lost, is not
    /// written again. Errors: cannot_write, mismatch where another record stands in its place.
    [[nodiscard]] Result<Record> append(const Entry& entry);

    /// Keeps `entry` as the draft of the next record, synced. Errors: cannot_write; mismatch where
    /// the last record stored is not head(): nothing may be sent on such a draft.
    [[nodiscard]] Status store_draft(const Entry& entry);

    /// Forgets the draft: for one whose transaction was never signed. Errors: cannot_write.
    [[nodiscard]] Status drop_draft();

    /// Returns the draft that an interrupted run left, if any; first finds out what became of an
    /// append() whose outcome was not known: head() moves where it was stored. Errors: bad_data.
    [[nodiscard]] Result<std::optional<Entry>> draft() const;

    /// Returns the last record's hash; zero where there is none, or, for a reader, where what is
    /// stored is no hash.
    [[nodiscard]] const Hash32& head() const;
    /// Returns how many records there are, by the last one's index. For a reader: were when it was
    /// opened.
    [[nodiscard]] std::uint64_t size() const;

    /// Returns the version of its tables (docs/journal-format.md): an older one for readers alone.
    [[nodiscard]] std::int64_t version() const;

    /// Returns who writes this journal at the moment, in words; nothing where nobody does. For
    /// whoever opened it with Mode::read, which takes neither lock nor lease, makes no table and
    /// moves no version: to look before a keeper is started. Errors: cannot_write where the lock
    /// file cannot be opened.
    [[nodiscard]] Result<std::optional<std::string>> holder() const;

    /// Says that this writer lives: due each third of LeaseOptions::lasts, and before a wait. Does
    /// nothing for a SQLite file. Errors: lock_held.
    [[nodiscard]] Status keep_lease();

    /// Returns the store of the sender's transactions. Lives as long as the journal. Of a journal
    /// that is open for reading, every change is refused with cannot_write.
    [[nodiscard]] sender::TxStore& transactions();
    /// Returns all of them, by chain, account and nonce. Errors: bad_data.
    [[nodiscard]] Result<std::vector<sender::TxRecord>> all_transactions() const;

    /// Returns the accounts of the chain that have transactions on their way here, each once.
    /// Errors: bad_data.
    [[nodiscard]] Result<std::vector<chain::Address>> accounts_at_work(
        std::uint64_t chain_id) const;

    /// Internal to audit/: the statements behind it.
    [[nodiscard]] Sql& sql() const;

  private:
    struct Database;
    explicit Journal(std::unique_ptr<Database> database) noexcept;
    std::unique_ptr<Database> database_;
};

}  // namespace ballast::audit
