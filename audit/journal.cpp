// SPDX-License-Identifier: MIT
#include "audit/journal.hpp"

#include <filesystem>
#include <utility>

#include "audit/location.hpp"
#include "audit/lock.hpp"
#include "audit/record_rows.hpp"
#include "audit/schema.hpp"
#include "audit/transactions.hpp"
#include "base/check.hpp"

namespace ballast::audit {

struct Journal::Database {
    std::optional<FileLock> lock;
    std::unique_ptr<Sql> sql;
    std::int64_t version;
    SqlTxStore transactions{*sql, version >= kSealedSince};
    Hash32 head;
    std::uint64_t next_index = 0;
    /// The record of an append whose outcome is not known; and, once it is known to be stored, the
    /// record that its caller has not been told of.
    std::optional<Record> unsure;
    std::optional<Record> adopted;

    Database(std::optional<FileLock> held, std::unique_ptr<Sql> opened, std::int64_t known)
        : lock(std::move(held)), sql(std::move(opened)), version(known) {
        transactions.ask_before_insert([this] { return check_sure(); });
    }

    [[nodiscard]] static Result<std::unique_ptr<Database>> open_file(
        const std::filesystem::path& path, Mode mode);
    [[nodiscard]] static Result<std::unique_ptr<Database>> open_server(const std::string& url,
                                                                       Mode mode,
                                                                       const LeaseOptions& lease);
    [[nodiscard]] Status read_head();
    [[nodiscard]] Result<bool> is_stored(const Record& record);
    [[nodiscard]] Status settle();
    [[nodiscard]] Status check_sure() const;
    [[nodiscard]] Status refuse_unsure();
    void take_in(const Record& record);
    [[nodiscard]] Result<std::vector<StoredRecord>> read(const std::string& where,
                                                         const Row& parameters);
};

Result<std::unique_ptr<Journal::Database>> Journal::Database::open_file(
    const std::filesystem::path& path, Mode mode) {
    const bool writable = mode != Mode::read;
    if (mode != Mode::write && !std::filesystem::exists(path))
        return fail(Errc::input_missing, "there is no journal at " + path.string());
    std::optional<FileLock> lock;
    if (writable) {
        auto taken = FileLock::take(path);
        if (!taken) return fail(taken.error());
        lock = std::move(*taken);
    }
    auto sqlite = Sqlite::open(path, writable);
    if (!sqlite) return fail(sqlite.error());
    // Whoever writes must not go on from a damaged page, nor make an older version into a newer
    // one from it; a reader is told by what reads it.
    if (writable)
        if (auto whole = sqlite->check_integrity(); !whole) return fail(whole.error());
    const auto version = prepare(*sqlite, path, writable, mode == Mode::write);
    if (!version) return fail(version.error());
    return std::make_unique<Database>(std::move(lock), std::make_unique<Sqlite>(std::move(*sqlite)),
                                      *version);
}

Result<std::unique_ptr<Journal::Database>> Journal::Database::open_server(
    const std::string& url, Mode mode, const LeaseOptions& lease) {
    const bool writable = mode != Mode::read;
    auto postgres = Postgres::open(url, writable, lease);
    if (!postgres) return fail(postgres.error());
    const auto version = prepare(**postgres, shown(url), mode == Mode::write);
    if (!version) return fail(version.error());
    if (writable)
        if (auto taken = (*postgres)->take_lease(); !taken) return fail(taken.error());
    return std::make_unique<Database>(std::nullopt, std::move(*postgres), *version);
}

Status Journal::Database::read_head() {
    const auto rows = sql->query("SELECT idx, hash FROM records ORDER BY idx DESC LIMIT 1");
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    const auto hash = hash_from_hex(rows->front()[1].text);
    if (!hash) return fail_in("the journal's last record", hash.error());
    head = *hash;
    next_index = static_cast<std::uint64_t>(rows->front()[0].integer) + 1;
    return {};
}

Journal::Journal(std::unique_ptr<Database> database) noexcept : database_(std::move(database)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::string& location, Mode mode, const LeaseOptions& lease) {
    const bool writable = mode != Mode::read;
    auto database = is_postgres(location) ? Database::open_server(location, mode, lease)
                                          : Database::open_file(location, mode);
    if (!database) return fail(database.error());
    // A reader goes on without: replay names the record. A writer must not chain to it.
    if (auto read = (*database)->read_head(); !read && writable) return fail(read.error());
    return Journal(std::move(*database));
}

// One state of both tables, though a writer goes on beside it.
Result<std::vector<StoredRecord>> Journal::Database::read(const std::string& where,
                                                          const Row& parameters) {
    Result<std::vector<StoredRecord>> records;
    const auto done = sql->snapshot([&]() -> Status {
        records = read_records(*sql, where, parameters);
        return records ? Status{} : fail(records.error());
    });
    if (!done) return fail(done.error());
    return records;
}

Result<std::vector<StoredRecord>> Journal::records() const {
    // A damaged index hides rows, and a damaged row may hide behind an index.
    if (auto whole = database_->sql->check_integrity(); !whole) return fail(whole.error());
    return database_->read("", {});
}

Result<std::vector<StoredRecord>> Journal::records_from(std::uint64_t from,
                                                        std::uint64_t most) const {
    const auto first = static_cast<std::int64_t>(from);
    return database_->read("WHERE idx >= ? AND idx < ?",
                           {Cell::of(first), Cell::of(first + static_cast<std::int64_t>(most))});
}

namespace {

/// Tells whether `entry` is what the record holds.
bool is_of(const std::optional<Record>& record, const Entry& entry) {
    return record && record_hash(record->index, entry, record->previous) == record->hash;
}

}  // namespace

/// Tells whether the record is the last one; false where the one before it is. Anything else was
/// written by somebody else, or is not the journal that this one read.
Result<bool> Journal::Database::is_stored(const Record& record) {
    const auto rows = sql->query("SELECT idx, hash FROM records ORDER BY idx DESC LIMIT 1");
    if (!rows) return fail(rows.error());
    const auto index = static_cast<std::int64_t>(record.index);
    const std::int64_t last = rows->empty() ? -1 : rows->front()[0].integer;
    const std::string hash = rows->empty() ? to_hex(Hash32{}) : rows->front()[1].text;
    if (last == index && hash == to_hex(record.hash)) return true;
    if (last == index - 1 && hash == to_hex(record.previous)) return false;
    return fail(Errc::mismatch, "another record " + std::to_string(record.index) +
                                    " is stored already, or the one before it is another; open "
                                    "the journal anew");
}

void Journal::Database::take_in(const Record& record) {
    head = record.hash;
    next_index = record.index + 1;
    unsure.reset();
}

/// Learns what became of the append whose outcome is not known. The transaction waits for the
/// lease's row, hence until the one of that append has ended.
Status Journal::Database::settle() {
    if (!unsure) return {};
    bool stored = false;
    const auto done = sql->transaction([&]() -> Status {
        const auto found = is_stored(*unsure);
        if (!found) return fail(found.error());
        stored = *found;
        return {};
    });
    if (!done)
        return fail_in(
            "whether record " + std::to_string(unsure->index) + " is stored is not known",
            done.error());
    if (stored) {
        adopted = std::move(unsure);
        Record record = *adopted;
        take_in(std::move(record));
    }
    unsure.reset();
    return {};
}

Status Journal::Database::check_sure() const {
    if (!unsure) return {};
    return fail(Errc::upstream_unavailable,
                "whether record " + std::to_string(unsure->index) +
                    " is stored is not known yet: nothing new is signed before that");
}

/// What was decided before the outcome was known was decided on a head that may not be it.
Status Journal::Database::refuse_unsure() {
    if (!unsure) return {};
    const std::string which = "record " + std::to_string(unsure->index);
    if (auto known = settle(); !known) return known;
    return fail(Errc::mismatch, which + (adopted ? " was stored after all" : " was not stored") +
                                    ": what was to be written was made without knowing that; "
                                    "read the head and the draft anew");
}

Result<Record> Journal::append(const Entry& entry) {
    if (is_of(database_->adopted, entry)) return *std::exchange(database_->adopted, std::nullopt);
    if (!is_of(database_->unsure, entry))
        if (auto sure = database_->refuse_unsure(); !sure) return fail(sure.error());
    Record record{.index = database_->next_index,
                  .entry = entry,
                  .previous = database_->head,
                  .hash = record_hash(database_->next_index, entry, database_->head)};
    const auto done = database_->sql->transaction([&]() -> Status {
        const auto stored = database_->is_stored(record);
        if (!stored) return fail(stored.error());
        if (!*stored)
            if (auto added = insert_record(*database_->sql, record); !added) return added;
        return database_->sql->execute("DELETE FROM draft");
    });
    if (!done && done.error().code == Errc::upstream_unavailable) database_->unsure = record;
    if (!done) return fail(done.error());
    database_->take_in(record);
    database_->adopted.reset();
    return record;
}

Status Journal::store_draft(const Entry& entry) {
    if (auto sure = database_->refuse_unsure(); !sure) return sure;
    database_->adopted.reset();
    Sql& sql = *database_->sql;
    const Record next{.index = database_->next_index,
                      .entry = entry,
                      .previous = database_->head,
                      .hash = record_hash(database_->next_index, entry, database_->head)};
    return sql.transaction([&]() -> Status {
        // What is sent on a draft must be what can be appended after it.
        const auto stored = database_->is_stored(next);
        if (!stored) return fail(stored.error());
        if (*stored) return fail(Errc::mismatch, "this draft is the last record already");
        return write_draft(sql, entry);
    });
}

Status Journal::drop_draft() {
    if (auto sure = database_->refuse_unsure(); !sure) return sure;
    Sql& sql = *database_->sql;
    return sql.transaction([&] { return sql.execute("DELETE FROM draft"); });
}

Result<std::optional<Entry>> Journal::draft() const {
    if (auto known = database_->settle(); !known) return fail(known.error());
    return read_draft(*database_->sql, database_->version >= kSealedSince);
}

const Hash32& Journal::head() const {
    return database_->head;
}

std::uint64_t Journal::size() const {
    return database_->next_index;
}

std::int64_t Journal::version() const {
    return database_->version;
}

Result<std::optional<std::string>> Journal::holder() const {
    return database_->sql->holder();
}

Status Journal::keep_lease() {
    return database_->sql->keep_lease();
}

Sql& Journal::sql() const {
    return *database_->sql;
}

Result<std::vector<sender::TxRecord>> Journal::all_transactions() const {
    return database_->transactions.all();
}

Result<std::vector<chain::Address>> Journal::accounts_at_work(std::uint64_t chain_id) const {
    const auto rows = database_->sql->query(
        "SELECT DISTINCT account FROM transactions WHERE chain_id = ? AND state IN ('stored', "
        "'sent', 'included') ORDER BY account",
        {Cell::of(static_cast<std::int64_t>(chain_id))});
    if (!rows) return fail(rows.error());
    std::vector<chain::Address> accounts;
    for (const Row& row : *rows) {
        const auto account = chain::parse_address(row.front().text);
        if (!account) return fail_in("an account in the journal", account.error());
        accounts.push_back(*account);
    }
    return accounts;
}

sender::TxStore& Journal::transactions() {
    return database_->transactions;
}

}  // namespace ballast::audit
