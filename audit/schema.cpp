// SPDX-License-Identifier: MIT
#include "audit/schema.hpp"

#include <array>

#include "audit/record_rows.hpp"
#include "audit/transactions.hpp"

namespace ballast::audit {
namespace {

/// "BLST": a file that carries another number is not ours.
constexpr std::int64_t kApplicationId = 0x424c5354;

// STRICT, without nulls: what may be absent has a table of its own. Rows are kept without a rowid
// where the key alone finds them. One index holds only what is not final, the other finds a day's
// blocks, so that a look does not slow down with the years.
constexpr const char* kTables = R"sql(
CREATE TABLE records(
  idx INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE fields(
  idx INTEGER NOT NULL REFERENCES records(idx), name TEXT NOT NULL,
  value TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY(idx, name)) STRICT;
CREATE TABLE draft(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE transactions(
  key TEXT PRIMARY KEY, chain_id INTEGER NOT NULL, account TEXT NOT NULL, nonce INTEGER NOT NULL,
  deadline INTEGER NOT NULL, urgent INTEGER NOT NULL, fee_cap TEXT NOT NULL,
  base_floor TEXT NOT NULL, tip_floor TEXT NOT NULL, routine_cap TEXT NOT NULL,
  urgent_cap TEXT NOT NULL, routine_day TEXT NOT NULL, urgent_day TEXT NOT NULL,
  final_block INTEGER NOT NULL, hurry_cap TEXT NOT NULL, wait_block INTEGER NOT NULL,
  wait_since INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
  UNIQUE(chain_id, account, nonce)) STRICT, WITHOUT ROWID;
CREATE TABLE attempts(
  key TEXT NOT NULL REFERENCES transactions(key), position INTEGER NOT NULL, kind TEXT NOT NULL,
  raw TEXT NOT NULL, tx_hash TEXT NOT NULL UNIQUE, signed_at INTEGER NOT NULL,
  PRIMARY KEY(key, position)) STRICT, WITHOUT ROWID;
CREATE TABLE inclusions(
  key TEXT PRIMARY KEY REFERENCES transactions(key),
  tx_hash TEXT NOT NULL REFERENCES attempts(tx_hash), block_number INTEGER NOT NULL,
  block_hash TEXT NOT NULL, block_time INTEGER NOT NULL, succeeded INTEGER NOT NULL,
  fee TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE stops(
  chain_id INTEGER NOT NULL, account TEXT NOT NULL,
  PRIMARY KEY(chain_id, account)) STRICT, WITHOUT ROWID;
CREATE INDEX unfinished ON transactions(chain_id, account, nonce)
  WHERE state IN ('stored', 'sent', 'included');
CREATE INDEX by_time ON inclusions(block_time);
)sql";

// Since version 4: a key stays one nonce for ever, though its transaction was pruned; and a row
// whose bits have changed is known.
constexpr const char* kVersion4 = R"sql(
CREATE TABLE pruned(
  key TEXT PRIMARY KEY, chain_id INTEGER NOT NULL, account TEXT NOT NULL, nonce INTEGER NOT NULL,
  tx_hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
ALTER TABLE transactions ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE stops ADD COLUMN digest TEXT NOT NULL DEFAULT '';
)sql";

// PostgreSQL's own: who writes, and the texts for whoever reads by hand.
constexpr const char* kServerTables = R"sql(
CREATE TABLE journal(application BIGINT NOT NULL, version BIGINT NOT NULL);
CREATE TABLE lease(
  only_row BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row), term BIGINT NOT NULL,
  holder TEXT NOT NULL, expires TIMESTAMPTZ NOT NULL, writes BIGINT NOT NULL,
  first_write BIGINT NOT NULL);
INSERT INTO lease VALUES(true, 0, '', '-infinity', 0, 0);
CREATE VIEW field_texts AS SELECT idx, name, convert_from(value, 'UTF8') AS text FROM fields;
)sql";

// WAL with FULL syncs every commit; locking stays normal so that replay can read beside a writer.
constexpr const char* kPragmas =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// The same tables as PostgreSQL has them: 64 bits, bytes where a text may hold any, and the order
/// of bytes whatever the database's language.
std::string for_postgres(std::string sql) {
    replace_all(sql, " STRICT, WITHOUT ROWID", "");
    replace_all(sql, " STRICT", "");
    replace_all(sql, "INTEGER", "BIGINT");
    replace_all(sql, "value TEXT", "value BYTEA");
    replace_all(sql, "TEXT", "TEXT COLLATE \"C\"");
    return sql;
}

std::string column_list(const Table& table) {
    std::string list;
    for (const Column& column : table.columns)
        list += (list.empty() ? "" : ", ") + std::string(column.name);
    return list;
}

Status check_version(std::int64_t version, const std::string& place) {
    if (version >= kOldestVersion && version <= kJournalVersion) return {};
    const std::string which = place + " is a Ballast journal of version " +
                              std::to_string(version) + ", and this program has version " +
                              std::to_string(kJournalVersion) + ": ";
    if (version > kJournalVersion) return fail(Errc::bad_data, which + "take the newer program");
    return fail(Errc::bad_data,
                which +
                    "let the program that wrote it bring its open transactions to their end "
                    "(`ballast tx list --open`) and keep it for replaying this file; begin a "
                    "new journal with this one, but not before a day has passed since its last "
                    "transaction, and not while an account in it is stopped: a new journal knows "
                    "neither the day's budget nor the stop");
}

Result<std::int64_t> number(Sql& sql, const std::string& query) {
    const auto rows = sql.query(query);
    if (!rows) return fail(rows.error());
    return rows->empty() ? 0 : rows->front().front().integer;
}

Status set_version(Sqlite& sqlite) {
    return sqlite.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                          "; PRAGMA user_version = " + std::to_string(kJournalVersion));
}

Status make_tables(Sqlite& sqlite) {
    if (auto made = sqlite.execute(kTables); !made) return made;
    if (auto made = sqlite.execute(kVersion4); !made) return made;
    return set_version(sqlite);
}

Status step_to_4(Sqlite& sqlite) {
    if (auto done = sqlite.execute(kVersion4); !done) return done;
    if (auto done = SqlTxStore(sqlite, false).seal_all(); !done) return done;
    const auto draft = read_draft(sqlite, false);
    if (!draft) return fail(draft.error());
    return *draft ? write_draft(sqlite, **draft) : Status{};
}

/// Step i makes version kOldestVersion + i + 1 out of the one before it.
constexpr std::array<Status (*)(Sqlite&), kJournalVersion - kOldestVersion> kSteps = {step_to_4};

Status take_steps(Sqlite& sqlite, std::int64_t from) {
    for (std::int64_t version = from; version < kJournalVersion; ++version)
        if (auto done = kSteps[static_cast<std::size_t>(version - kOldestVersion)](sqlite); !done)
            return done;
    return set_version(sqlite);
}

Status make_tables(Postgres& postgres) {
    if (auto made = postgres.execute("CREATE SCHEMA IF NOT EXISTS ballast"); !made) return made;
    if (auto made = postgres.execute(for_postgres(kTables)); !made) return made;
    if (auto made = postgres.execute(for_postgres(kVersion4)); !made) return made;
    if (auto made = postgres.execute(kServerTables); !made) return made;
    return postgres.execute("INSERT INTO journal VALUES(" + std::to_string(kApplicationId) + ", " +
                            std::to_string(kJournalVersion) + ")");
}

/// Version 4 is the first that PostgreSQL had: there is nothing yet to step up from.
Result<std::int64_t> check_server_version(Postgres& postgres, const std::string& place) {
    const auto ours = number(postgres,
                             "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = "
                             "'ballast' AND tablename IN ('journal', 'lease', 'records')");
    if (!ours) return fail(ours.error());
    if (*ours != 3) return fail(Errc::bad_data, place + ": the schema ballast is no journal");
    const auto application = number(postgres, "SELECT application FROM journal");
    if (!application) return fail(application.error());
    if (*application != kApplicationId)
        return fail(Errc::bad_data, place + " is not a Ballast journal");
    const auto version = number(postgres, "SELECT version FROM journal");
    if (!version) return fail(version.error());
    if (auto known = check_version(*version, place); !known) return fail(known.error());
    return *version;
}

}  // namespace

Result<std::int64_t> prepare(Sqlite& sqlite, const std::filesystem::path& path, bool writable,
                             bool may_create) {
    const auto tables = number(sqlite, "SELECT count(*) FROM sqlite_master");
    if (!tables) return fail(tables.error());
    if (writable && !may_create && *tables == 0)
        return fail(Errc::input_missing, path.string() + " is empty: it holds no journal");
    if (writable && *tables == 0)
        if (auto made = sqlite.transaction([&] { return make_tables(sqlite); }); !made)
            return fail(made.error());
    const auto application = number(sqlite, "PRAGMA application_id");
    if (!application) return fail(application.error());
    const auto version = number(sqlite, "PRAGMA user_version");
    if (!version) return fail(version.error());
    if (*application != kApplicationId)
        return fail(Errc::bad_data, path.string() + " is not a Ballast journal");
    if (auto known = check_version(*version, path.string()); !known) return fail(known.error());
    if (!writable) return *version;
    if (*version < kJournalVersion)
        if (auto done = sqlite.transaction([&] { return take_steps(sqlite, *version); }); !done)
            return fail(done.error());
    // Not before: a change of the journal mode would stay in a file that is not ours.
    if (auto set = sqlite.execute(kPragmas); !set) return fail(set.error());
    return kJournalVersion;
}

Result<std::int64_t> prepare(Postgres& postgres, const std::string& place, bool may_create) {
    const auto count = [&] {
        return number(postgres,
                      "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'ballast'");
    };
    const auto tables = count();
    if (!tables) return fail(tables.error());
    if (*tables == 0 && !may_create)
        return fail(Errc::input_missing, "there is no journal at " + place);
    if (*tables != 0) return check_server_version(postgres, place);
    const auto made = postgres.set_up([&]() -> Status {
        // Another keeper may have been first.
        const auto now = count();
        if (!now) return fail(now.error());
        return *now == 0 ? make_tables(postgres) : Status{};
    });
    if (!made) return fail(made.error());
    return check_server_version(postgres, place);
}

const std::vector<Table>& tables_beside_records() {
    static const std::vector<Table> kBeside = {
        {"draft", {{"name", false}, {"value", false}}, "name"},
        {"transactions",
         {{"key", false},         {"chain_id", true},    {"account", false},
          {"nonce", true},        {"deadline", true},    {"urgent", true},
          {"fee_cap", false},     {"base_floor", false}, {"tip_floor", false},
          {"routine_cap", false}, {"urgent_cap", false}, {"routine_day", false},
          {"urgent_day", false},  {"final_block", true}, {"hurry_cap", false},
          {"wait_block", true},   {"wait_since", true},  {"state", false},
          {"reason", false},      {"digest", false}},
         "key"},
        {"attempts",
         {{"key", false},
          {"position", true},
          {"kind", false},
          {"raw", false},
          {"tx_hash", false},
          {"signed_at", true}},
         "key, position"},
        {"inclusions",
         {{"key", false},
          {"tx_hash", false},
          {"block_number", true},
          {"block_hash", false},
          {"block_time", true},
          {"succeeded", true},
          {"fee", false}},
         "key"},
        {"stops", {{"chain_id", true}, {"account", false}, {"digest", false}}, "chain_id, account"},
        {"pruned",
         {{"key", false},
          {"chain_id", true},
          {"account", false},
          {"nonce", true},
          {"tx_hash", false}},
         "key"}};
    return kBeside;
}

std::string select_all(const Table& table) {
    return "SELECT " + column_list(table) + " FROM " + table.name + " ORDER BY " + table.order;
}

std::string insert_all(const Table& table) {
    std::string marks = "?";
    for (std::size_t i = 1; i < table.columns.size(); ++i)
        marks += ", ?";
    return std::string("INSERT INTO ") + table.name + "(" + column_list(table) + ") VALUES(" +
           marks + ")";
}

}  // namespace ballast::audit
