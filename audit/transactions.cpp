// SPDX-License-Identifier: MIT
#include "audit/transactions.hpp"

#include "audit/transaction_rows.hpp"

namespace ballast::audit {

using sender::Attempt;
using sender::TxRecord;

namespace {

constexpr std::size_t kCheckedMax = 1024;

constexpr const char* kStop = "INSERT OR IGNORE INTO stops(chain_id, account) VALUES(?, ?)";
constexpr const char* kOpen = "state IN ('stored', 'sent', 'included')";

Row of_account(std::uint64_t chain_id, const chain::Address& account) {
    return {Cell::of(static_cast<std::int64_t>(chain_id)), Cell::of(to_hex(account))};
}

Result<std::optional<TxRecord>> first_of(Result<std::vector<TxRecord>> records) {
    if (!records) return fail(records.error());
    if (records->empty()) return std::nullopt;
    return std::optional(std::move(records->front()));
}

}  // namespace

// Rows are kept without a rowid where the key alone finds them. One index holds only what is not
// final, the other finds a day's blocks, so that a look does not slow down with the years.
const char* const kTransactionTables = R"sql(
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

Status SqliteTxStore::check_once(const TxRecord& record, const Attempt& attempt) {
    if (auto whole = check_hash(attempt); !whole) return whole;
    const auto known = std::tuple(attempt.tx_hash, record.chain_id, record.account, record.nonce);
    if (checked_.contains(known)) return {};
    if (auto ours = check_attempt(record, attempt); !ours) return ours;
    if (auto same = check_signed_by(record.account, attempt); !same) return same;
    if (checked_.size() >= kCheckedMax) checked_.clear();
    checked_.insert(known);
    return {};
}

Status SqliteTxStore::read_attempts(TxRecord& record) {
    const auto rows =
        sqlite_.query(std::string(kAttemptColumns) + "WHERE key = ? ORDER BY position",
                      {Cell::of(to_hex(record.key))});
    if (!rows) return fail(rows.error());
    for (const Row& row : *rows) {
        auto attempt = read_attempt_row(row, record.attempts.size());
        if (!attempt) return fail(attempt.error());
        if (auto ours = check_once(record, *attempt); !ours) return ours;
        record.attempts.push_back(std::move(*attempt));
    }
    if (record.attempts.empty()) return damaged("it has no attempt");
    return {};
}

Status SqliteTxStore::read_inclusion(TxRecord& record) {
    const auto rows = sqlite_.query(std::string(kInclusionColumns) + "WHERE key = ?",
                                    {Cell::of(to_hex(record.key))});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    auto inclusion = read_inclusion_row(rows->front());
    if (!inclusion) return fail(inclusion.error());
    record.inclusion = *inclusion;
    return check_inclusion(record);
}

Result<TxRecord> SqliteTxStore::read_record(const Row& row) {
    auto record = read_record_row(row);
    if (!record) return record;
    if (auto done = read_attempts(*record); !done) return fail(done.error());
    if (auto done = read_inclusion(*record); !done) return fail(done.error());
    return record;
}

// One transaction, so that a reader beside a writer sees one state of all tables.
Result<std::vector<TxRecord>> SqliteTxStore::read(const std::string& where, const Row& parameters) {
    std::vector<TxRecord> records;
    const auto done = sqlite_.transaction([&]() -> Status {
        const auto rows = sqlite_.query(kRecordColumns + where, parameters);
        if (!rows) return fail(rows.error());
        for (const Row& row : *rows) {
            auto record = read_record(row);
            if (!record) return fail(record.error());
            records.push_back(std::move(*record));
        }
        return {};
    });
    if (!done) return fail(done.error());
    return records;
}

Result<std::optional<TxRecord>> SqliteTxStore::find(const Hash32& key) {
    return first_of(read("WHERE key = ?", {Cell::of(to_hex(key))}));
}

Result<std::vector<TxRecord>> SqliteTxStore::all() {
    return read("ORDER BY chain_id, account, nonce", {});
}

Result<std::vector<TxRecord>> SqliteTxStore::unfinished(std::uint64_t chain_id,
                                                        const chain::Address& account) {
    return read(std::string("WHERE chain_id = ? AND account = ? AND ") + kOpen + " ORDER BY nonce",
                of_account(chain_id, account));
}

Result<std::optional<TxRecord>> SqliteTxStore::last(std::uint64_t chain_id,
                                                    const chain::Address& account) {
    return first_of(read("WHERE chain_id = ? AND account = ? ORDER BY nonce DESC LIMIT 1",
                         of_account(chain_id, account)));
}

Result<std::vector<TxRecord>> SqliteTxStore::since(std::uint64_t chain_id,
                                                   const chain::Address& account,
                                                   UnixSeconds since) {
    Row parameters = of_account(chain_id, account);
    parameters.push_back(Cell::of(since.count));
    return read(std::string("WHERE chain_id = ? AND account = ? AND (") + kOpen +
                    " OR key IN (SELECT key FROM inclusions WHERE block_time >= ?)) ORDER BY nonce",
                parameters);
}

Status SqliteTxStore::insert_attempt(const Hash32& key, std::size_t position,
                                     const Attempt& attempt) {
    return sqlite_.change(
        "INSERT INTO attempts(key, position, kind, raw, tx_hash, signed_at) "
        "VALUES(?, ?, ?, ?, ?, ?)",
        {Cell::of(to_hex(key)), Cell::of(static_cast<std::int64_t>(position)),
         Cell::of(std::string(name(attempt.kind))), Cell::of(to_hex(attempt.raw)),
         Cell::of(to_hex(attempt.tx_hash)), Cell::of(attempt.signed_at.count)});
}

Status SqliteTxStore::insert_rows(const TxRecord& record) {
    auto done = sqlite_.change(
        "INSERT INTO transactions(key, chain_id, account, nonce, deadline, urgent, fee_cap, "
        "base_floor, tip_floor, routine_cap, urgent_cap, routine_day, urgent_day, final_block, "
        "hurry_cap, wait_block, wait_since, state, reason) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        record_row(record));
    for (std::size_t i = 0; done && i < record.attempts.size(); ++i)
        done = insert_attempt(record.key, i, record.attempts[i]);
    if (done && record.state == sender::TxState::foreign)
        done = sqlite_.change(kStop, of_account(record.chain_id, record.account));
    if (!done || !record.inclusion) return done;
    return set_inclusion(record);
}

Status SqliteTxStore::insert(const TxRecord& record) {
    if (auto sound = check_fits(record); !sound) return sound;
    return sqlite_.transaction([&]() -> Status {
        Row parameters = of_account(record.chain_id, record.account);
        parameters.push_back(Cell::of(static_cast<std::int64_t>(record.nonce)));
        parameters.push_back(Cell::of(to_hex(record.key)));
        const auto rivals = sqlite_.query(
            "SELECT key FROM transactions WHERE (chain_id = ? AND account = ? AND nonce = ?) "
            "OR key = ?",
            parameters);
        if (!rivals) return fail(rivals.error());
        if (!rivals->empty())
            return fail(Errc::mismatch, "a transaction of this key or nonce is stored already: " +
                                            rivals->front().front().text);
        return insert_rows(record);
    });
}

Status SqliteTxStore::add_attempt(const Hash32& key, const Attempt& attempt) {
    const auto record = find(key);
    if (!record) return fail(record.error());
    if (!*record) return fail(Errc::mismatch, "no transaction is stored under " + to_hex(key));
    if (auto ours = check_attempt(**record, attempt); !ours) return ours;
    for (const Attempt& stored : (*record)->attempts)
        if (stored.tx_hash == attempt.tx_hash)
            return fail(Errc::mismatch, "this attempt is stored already");
    return sqlite_.transaction(
        [&] { return insert_attempt(key, (*record)->attempts.size(), attempt); });
}

Status SqliteTxStore::set_inclusion(const TxRecord& record) {
    if (auto done =
            sqlite_.change("DELETE FROM inclusions WHERE key = ?", {Cell::of(to_hex(record.key))});
        !done || !record.inclusion)
        return done;
    return sqlite_.change(
        "INSERT INTO inclusions(key, tx_hash, block_number, block_hash, block_time, succeeded, "
        "fee) VALUES(?, ?, ?, ?, ?, ?, ?)",
        inclusion_row(record));
}

Status SqliteTxStore::set_state(const TxRecord& record) {
    const std::string key = to_hex(record.key);
    const auto stored =
        sqlite_.query("SELECT state FROM transactions WHERE key = ?", {Cell::of(key)});
    if (!stored) return fail(stored.error());
    if (stored->empty()) return fail(Errc::mismatch, "no transaction is stored under " + key);
    const std::string state(name(record.state));
    const bool stops =
        record.state == sender::TxState::foreign && stored->front().front().text != state;
    if (stops)
        if (auto done = sqlite_.change(kStop, of_account(record.chain_id, record.account)); !done)
            return done;
    return sqlite_.change(
        "UPDATE transactions SET hurry_cap = ?, wait_block = ?, wait_since = ?, state = ?, "
        "reason = ? WHERE key = ?",
        {Cell::of(record.hurry_cap.to_decimal()),
         Cell::of(static_cast<std::int64_t>(record.wait.block)), Cell::of(record.wait.since.count),
         Cell::of(state), Cell::of(std::string(name(record.reason))), Cell::of(key)});
}

Status SqliteTxStore::update(const TxRecord& record) {
    if (auto ours = check_inclusion(record); !ours) return ours;
    if (auto fits = check_numbers(record); !fits) return fits;
    return sqlite_.transaction([&]() -> Status {
        if (auto done = set_state(record); !done) return done;
        return set_inclusion(record);
    });
}

Result<bool> SqliteTxStore::is_stopped(std::uint64_t chain_id, const chain::Address& account) {
    const auto rows = sqlite_.query("SELECT 1 FROM stops WHERE chain_id = ? AND account = ?",
                                    of_account(chain_id, account));
    if (!rows) return fail(rows.error());
    return !rows->empty();
}

Status SqliteTxStore::clear_stop(std::uint64_t chain_id, const chain::Address& account) {
    return sqlite_.change("DELETE FROM stops WHERE chain_id = ? AND account = ?",
                          of_account(chain_id, account));
}

}  // namespace ballast::audit
