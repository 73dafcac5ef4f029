// SPDX-License-Identifier: MIT
#include "audit/journal.hpp"

#include "audit/journal_sqlite.hpp"
#include "audit/lock.hpp"
#include "audit/transactions.hpp"
#include "base/check.hpp"

namespace ballast::audit {
namespace {

/// "BLST": a file that carries another number is not ours.
constexpr std::int64_t kApplicationId = 0x424c5354;
/// 1 and some files of 2 have a table of intents, and none of 2 knows when a transaction was
/// included: whatever changes in a table changes this number, and a test compares the two.
constexpr std::int64_t kVersion = 3;

// WAL with FULL syncs every commit; locking stays normal so that replay can read beside a writer.
constexpr const char* kPragmas =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

constexpr const char* kSchema = R"sql(
CREATE TABLE records(
  idx INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE fields(
  idx INTEGER NOT NULL REFERENCES records(idx), name TEXT NOT NULL,
  value TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY(idx, name)) STRICT;
CREATE TABLE draft(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
PRAGMA application_id = 1112298324;
PRAGMA user_version = 3;
)sql";

// The draft's own members stand beside its fields under names that no field can have.
constexpr const char* kDraftKind = "#kind";
constexpr const char* kDraftAt = "#at";

Result<std::int64_t> pragma(Sqlite& sqlite, const std::string& name) {
    const auto rows = sqlite.query("PRAGMA " + name);
    if (!rows) return fail(rows.error());
    return rows->empty() ? 0 : rows->front().front().integer;
}

Status check_schema(Sqlite& sqlite, const std::filesystem::path& path) {
    const auto application = pragma(sqlite, "application_id");
    if (!application) return fail(application.error());
    const auto version = pragma(sqlite, "user_version");
    if (!version) return fail(version.error());
    if (*application != kApplicationId)
        return fail(Errc::bad_data, path.string() + " is not a Ballast journal");
    if (*version == kVersion) return {};
    const std::string which = path.string() + " is a Ballast journal of version " +
                              std::to_string(*version) + ", and this program has version " +
                              std::to_string(kVersion) + ": ";
    if (*version > kVersion) return fail(Errc::bad_data, which + "take the newer program");
    return fail(Errc::bad_data,
                which +
                    "let the program that wrote it bring its open transactions to their end "
                    "(`ballast tx list --open`) and keep it for replaying this file; begin a "
                    "new journal with this one, but not before a day has passed since its last "
                    "transaction, and not while an account in it is stopped: a new journal knows "
                    "neither the day's budget nor the stop");
}

Result<bool> is_new(Sqlite& sqlite) {
    const auto tables = sqlite.query("SELECT count(*) FROM sqlite_master");
    if (!tables) return fail(tables.error());
    return tables->front().front().integer == 0;
}

Status make_tables(Sqlite& sqlite) {
    if (auto made = sqlite.execute(kSchema); !made) return made;
    return sqlite.execute(kTransactionTables);
}

}  // namespace

struct Journal::Database {
    std::optional<FileLock> lock;
    Sqlite sqlite;
    SqliteTxStore transactions{sqlite};
    Hash32 head;
    std::uint64_t next_index = 0;

    Database(std::optional<FileLock> held, Sqlite opened)
        : lock(std::move(held)), sqlite(std::move(opened)) {}

    [[nodiscard]] Status read_head();
    [[nodiscard]] Status insert(const Record& record);
};

Status Journal::Database::read_head() {
    const auto rows = sqlite.query("SELECT idx, hash FROM records ORDER BY idx DESC LIMIT 1");
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    const auto hash = hash_from_hex(rows->front()[1].text);
    if (!hash) return fail_in("the journal's last record", hash.error());
    head = *hash;
    next_index = static_cast<std::uint64_t>(rows->front()[0].integer) + 1;
    return {};
}

Status Journal::Database::insert(const Record& record) {
    const auto index = static_cast<std::int64_t>(record.index);
    if (auto done = sqlite.change(
            "INSERT INTO records(idx, kind, at, previous, hash) VALUES(?, ?, ?, ?, ?)",
            {Cell::of(index), Cell::of(std::string(name(record.entry.kind))),
             Cell::of(record.entry.at.count), Cell::of(to_hex(record.previous)),
             Cell::of(to_hex(record.hash))});
        !done)
        return done;
    for (const auto& [field, text] : record.entry.fields) {
        if (auto done =
                sqlite.change("INSERT INTO fields(idx, name, value, hash) VALUES(?, ?, ?, ?)",
                              {Cell::of(index), Cell::of(field), Cell::of(text),
                               Cell::of(to_hex(field_hash(text)))});
            !done)
            return done;
    }
    return sqlite.execute("DELETE FROM draft");
}

Journal::Journal(std::unique_ptr<Database> database) noexcept : database_(std::move(database)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::filesystem::path& path, Mode mode) {
    const bool writable = mode == Mode::write;
    if (!writable && !std::filesystem::exists(path))
        return fail(Errc::input_missing, "there is no journal at " + path.string());
    std::optional<FileLock> lock;
    if (writable) {
        auto taken = FileLock::take(path);
        if (!taken) return fail(taken.error());
        lock = std::move(*taken);
    }
    auto sqlite = Sqlite::open(path, writable);
    if (!sqlite) return fail(sqlite.error());
    auto database = std::make_unique<Database>(std::move(lock), std::move(*sqlite));

    if (writable) {
        const auto empty = is_new(database->sqlite);
        if (!empty) return fail(empty.error());
        if (*empty) {
            const auto made =
                database->sqlite.transaction([&] { return make_tables(database->sqlite); });
            if (!made) return fail(made.error());
        }
    }
    if (auto checked = check_schema(database->sqlite, path); !checked) return fail(checked.error());
    // Not before: a change of the journal mode would stay in a file that is not ours.
    if (writable)
        if (auto set = database->sqlite.execute(kPragmas); !set) return fail(set.error());
    // A reader goes on without: replay names the record. A writer must not chain to it.
    if (auto read = database->read_head(); !read && writable) return fail(read.error());
    return Journal(std::move(database));
}

Result<std::vector<StoredRecord>> Journal::records() const {
    Sqlite& sqlite = database_->sqlite;
    // A damaged index hides rows, and a damaged row may hide behind an index.
    if (auto whole = sqlite.check_integrity(); !whole) return fail(whole.error());
    const auto heads =
        sqlite.query("SELECT idx, kind, at, previous, hash FROM records ORDER BY idx");
    if (!heads) return fail(heads.error());
    std::vector<StoredRecord> records;
    for (const Row& row : *heads) {
        StoredRecord record{.index = static_cast<std::uint64_t>(row[0].integer),
                            .kind = row[1].text,
                            .at = row[2].integer,
                            .previous = row[3].text,
                            .hash = row[4].text,
                            .fields = {}};
        const auto fields = sqlite.query("SELECT name, value, hash FROM fields WHERE idx = ?",
                                         {Cell::of(row[0].integer)});
        if (!fields) return fail(fields.error());
        for (const Row& field : *fields)
            record.fields.emplace(field[0].text, std::pair(field[1].text, field[2].text));
        records.push_back(std::move(record));
    }
    const auto orphans =
        sqlite.query("SELECT count(*) FROM fields WHERE idx NOT IN (SELECT idx FROM records)");
    if (!orphans) return fail(orphans.error());
    if (orphans->front().front().integer != 0)
        return fail(Errc::mismatch, "the journal has fields of a record that is not there");
    return records;
}

Result<Record> Journal::append(const Entry& entry) {
    Record record{.index = database_->next_index,
                  .entry = entry,
                  .previous = database_->head,
                  .hash = record_hash(database_->next_index, entry, database_->head)};
    const auto done = database_->sqlite.transaction([&] { return database_->insert(record); });
    if (!done) return fail(done.error());
    database_->head = record.hash;
    ++database_->next_index;
    return record;
}

Status Journal::store_draft(const Entry& entry) {
    Sqlite& sqlite = database_->sqlite;
    return sqlite.transaction([&]() -> Status {
        if (auto done = sqlite.execute("DELETE FROM draft"); !done) return done;
        Fields rows = entry.fields;
        rows[kDraftKind] = std::string(name(entry.kind));
        rows[kDraftAt] = std::to_string(entry.at.count);
        for (const auto& [field, text] : rows) {
            auto done = sqlite.change("INSERT INTO draft(name, value) VALUES(?, ?)",
                                      {Cell::of(field), Cell::of(text)});
            if (!done) return done;
        }
        return {};
    });
}

Status Journal::drop_draft() {
    return database_->sqlite.execute("DELETE FROM draft");
}

Result<std::optional<Entry>> Journal::draft() const {
    const auto rows = database_->sqlite.query("SELECT name, value FROM draft");
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    Entry entry;
    for (const Row& row : *rows)
        entry.fields[row[0].text] = row[1].text;
    const auto kind = record_kind(entry.fields[kDraftKind]);
    const auto at = parse_integer(entry.fields[kDraftAt]);
    if (!kind || !at) return fail(Errc::bad_data, "the journal's draft is damaged");
    entry.kind = *kind;
    entry.at = {*at};
    entry.fields.erase(kDraftKind);
    entry.fields.erase(kDraftAt);
    return std::optional(std::move(entry));
}

const Hash32& Journal::head() const {
    return database_->head;
}

Result<std::vector<sender::TxRecord>> Journal::all_transactions() const {
    return database_->transactions.all();
}

sender::TxStore& Journal::transactions() {
    return database_->transactions;
}

}  // namespace ballast::audit
