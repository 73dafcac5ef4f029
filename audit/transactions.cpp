// SPDX-License-Identifier: MIT
#include "audit/transactions.hpp"

#include "audit/transaction_rows.hpp"

namespace ballast::audit {

using sender::Attempt;
using sender::TxRecord;

namespace {

constexpr std::size_t kCheckedMax = 1024;

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

Status SqlTxStore::check_once(const TxRecord& record, const Attempt& attempt) {
    if (auto whole = check_hash(attempt); !whole) return whole;
    const auto known = std::tuple(attempt.tx_hash, record.chain_id, record.account, record.nonce);
    if (checked_.contains(known)) return {};
    if (auto ours = check_attempt(record, attempt); !ours) return ours;
    if (auto same = check_signed_by(record.account, attempt); !same) return same;
    if (checked_.size() >= kCheckedMax) checked_.clear();
    checked_.insert(known);
    return {};
}

Status SqlTxStore::read_attempts(TxRecord& record) {
    const auto rows = sql_.query(std::string(kAttemptColumns) + "WHERE key = ? ORDER BY position",
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

Status SqlTxStore::read_inclusion(TxRecord& record) {
    const auto rows = sql_.query(std::string(kInclusionColumns) + "WHERE key = ?",
                                 {Cell::of(to_hex(record.key))});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    auto inclusion = read_inclusion_row(rows->front());
    if (!inclusion) return fail(inclusion.error());
    record.inclusion = *inclusion;
    return check_inclusion(record);
}

Result<TxRecord> SqlTxStore::read_record(const Row& row) {
    auto record = read_record_row(row);
    if (!record) return record;
    if (auto done = read_attempts(*record); !done) return fail(done.error());
    if (auto done = read_inclusion(*record); !done) return fail(done.error());
    if (sealed_ && row.back().text != record_digest(*record)) return damaged("its digest");
    return record;
}

// One snapshot, so that a reader beside a writer sees one state of all tables.
Result<std::vector<TxRecord>> SqlTxStore::read(const std::string& where, const Row& parameters) {
    std::vector<TxRecord> records;
    const auto done = sql_.snapshot([&]() -> Status {
        records.clear();
        const auto rows = sql_.query(record_columns(sealed_) + where, parameters);
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

Result<std::optional<TxRecord>> SqlTxStore::find(const Hash32& key) {
    return first_of(read("WHERE key = ?", {Cell::of(to_hex(key))}));
}

Result<std::vector<TxRecord>> SqlTxStore::all() {
    return read("ORDER BY chain_id, account, nonce", {});
}

Result<std::vector<TxRecord>> SqlTxStore::unfinished(std::uint64_t chain_id,
                                                     const chain::Address& account) {
    return read(std::string("WHERE chain_id = ? AND account = ? AND ") + kOpen + " ORDER BY nonce",
                of_account(chain_id, account));
}

Result<std::optional<TxRecord>> SqlTxStore::last(std::uint64_t chain_id,
                                                 const chain::Address& account) {
    return first_of(read("WHERE chain_id = ? AND account = ? ORDER BY nonce DESC LIMIT 1",
                         of_account(chain_id, account)));
}

Result<std::vector<TxRecord>> SqlTxStore::since(std::uint64_t chain_id,
                                                const chain::Address& account, UnixSeconds since) {
    Row parameters = of_account(chain_id, account);
    parameters.push_back(Cell::of(since.count));
    return read(std::string("WHERE chain_id = ? AND account = ? AND (") + kOpen +
                    " OR key IN (SELECT key FROM inclusions WHERE block_time >= ?)) ORDER BY nonce",
                parameters);
}

Status SqlTxStore::insert_attempt(const Hash32& key, std::size_t position, const Attempt& attempt) {
    return sql_.change(
        "INSERT INTO attempts(key, position, kind, raw, tx_hash, signed_at) "
        "VALUES(?, ?, ?, ?, ?, ?)",
        {Cell::of(to_hex(key)), Cell::of(static_cast<std::int64_t>(position)),
         Cell::of(std::string(name(attempt.kind))), Cell::of(to_hex(attempt.raw)),
         Cell::of(to_hex(attempt.tx_hash)), Cell::of(attempt.signed_at.count)});
}

Status SqlTxStore::insert_rows(const TxRecord& record) {
    auto done = sql_.change(
        "INSERT INTO transactions(key, chain_id, account, nonce, deadline, urgent, fee_cap, "
        "base_floor, tip_floor, routine_cap, urgent_cap, routine_day, urgent_day, final_block, "
        "hurry_cap, wait_block, wait_since, state, reason) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        record_row(record));
    for (std::size_t i = 0; done && i < record.attempts.size(); ++i)
        done = insert_attempt(record.key, i, record.attempts[i]);
    if (done && record.state == sender::TxState::foreign)
        done = stop(record.chain_id, record.account);
    if (done && record.inclusion) done = set_inclusion(record);
    return done ? seal(record) : done;
}

Status SqlTxStore::stop(std::uint64_t chain_id, const chain::Address& account) {
    Row row = of_account(chain_id, account);
    row.push_back(Cell::of(stop_digest(row[0].integer, row[1].text)));
    return sql_.change(
        "INSERT INTO stops(chain_id, account, digest) VALUES(?, ?, ?) ON CONFLICT DO NOTHING", row);
}

Status SqlTxStore::seal(const TxRecord& record) {
    return sql_.change("UPDATE transactions SET digest = ? WHERE key = ?",
                       {Cell::of(record_digest(record)), Cell::of(to_hex(record.key))});
}

Status SqlTxStore::seal_all() {
    const auto records = all();
    if (!records) return fail(records.error());
    for (const TxRecord& record : *records)
        if (auto done = seal(record); !done) return done;
    const auto stops = sql_.query("SELECT chain_id, account FROM stops");
    if (!stops) return fail(stops.error());
    for (const Row& row : *stops) {
        const auto done =
            sql_.change("UPDATE stops SET digest = ? WHERE chain_id = ? AND account = ?",
                        {Cell::of(stop_digest(row[0].integer, row[1].text)), row[0], row[1]});
        if (!done) return done;
    }
    return {};
}

Status SqlTxStore::check_not_pruned(const Hash32& key) {
    const auto rows =
        sql_.query("SELECT tx_hash FROM pruned WHERE key = ?", {Cell::of(to_hex(key))});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return {};
    return fail(Errc::mismatch, "what this key names was done long ago, by the transaction " +
                                    rows->front().front().text + ", and pruned");
}

Status SqlTxStore::insert(const TxRecord& record) {
    if (auto sound = check_fits(record); !sound) return sound;
    if (auto may = ask_(); !may) return may;
    return sql_.transaction([&]() -> Status {
        Row parameters = of_account(record.chain_id, record.account);
        parameters.push_back(Cell::of(static_cast<std::int64_t>(record.nonce)));
        parameters.push_back(Cell::of(to_hex(record.key)));
        const auto rivals = sql_.query(
            "SELECT key FROM transactions WHERE (chain_id = ? AND account = ? AND nonce = ?) "
            "OR key = ?",
            parameters);
        if (!rivals) return fail(rivals.error());
        if (!rivals->empty())
            return fail(Errc::mismatch, "a transaction of this key or nonce is stored already: " +
                                            rivals->front().front().text);
        if (auto fresh = check_not_pruned(record.key); !fresh) return fresh;
        return insert_rows(record);
    });
}

Status SqlTxStore::add_attempt(const Hash32& key, const Attempt& attempt) {
    const auto record = find(key);
    if (!record) return fail(record.error());
    if (!*record) return fail(Errc::mismatch, "no transaction is stored under " + to_hex(key));
    if (auto ours = check_attempt(**record, attempt); !ours) return ours;
    for (const Attempt& stored : (*record)->attempts)
        if (stored.tx_hash == attempt.tx_hash)
            return fail(Errc::mismatch, "this attempt is stored already");
    TxRecord longer = **record;
    longer.attempts.push_back(attempt);
    return sql_.transaction([&]() -> Status {
        auto done = insert_attempt(key, (*record)->attempts.size(), attempt);
        return done ? seal(longer) : done;
    });
}

Status SqlTxStore::set_inclusion(const TxRecord& record) {
    if (auto done =
            sql_.change("DELETE FROM inclusions WHERE key = ?", {Cell::of(to_hex(record.key))});
        !done || !record.inclusion)
        return done;
    return sql_.change(
        "INSERT INTO inclusions(key, tx_hash, block_number, block_hash, block_time, succeeded, "
        "fee) VALUES(?, ?, ?, ?, ?, ?, ?)",
        inclusion_row(record));
}

Status SqlTxStore::set_state(const TxRecord& stored, const TxRecord& record) {
    const bool is_foreign = record.state == sender::TxState::foreign;
    if (is_foreign && stored.state != record.state)
        if (auto done = stop(stored.chain_id, stored.account); !done) return done;
    return sql_.change(
        "UPDATE transactions SET hurry_cap = ?, wait_block = ?, wait_since = ?, state = ?, "
        "reason = ? WHERE key = ?",
        {Cell::of(record.hurry_cap.to_decimal()),
         Cell::of(static_cast<std::int64_t>(record.wait.block)), Cell::of(record.wait.since.count),
         Cell::of(std::string(name(record.state))), Cell::of(std::string(name(record.reason))),
         Cell::of(to_hex(record.key))});
}

Status SqlTxStore::update(const TxRecord& record) {
    if (auto ours = check_inclusion(record); !ours) return ours;
    if (auto fits = check_numbers(record); !fits) return fits;
    return sql_.transaction([&]() -> Status {
        auto stored = find(record.key);
        if (!stored) return fail(stored.error());
        if (!*stored)
            return fail(Errc::mismatch, "no transaction is stored under " + to_hex(record.key));
        if (auto done = set_state(**stored, record); !done) return done;
        if (auto done = set_inclusion(record); !done) return done;
        TxRecord updated = std::move(**stored);
        updated.hurry_cap = record.hurry_cap;
        updated.wait = record.wait;
        updated.state = record.state;
        updated.reason = record.reason;
        updated.inclusion = record.inclusion;
        return seal(updated);
    });
}

// All of them are looked at: one whose account is damaged is nobody's.
Result<bool> SqlTxStore::is_stopped(std::uint64_t chain_id, const chain::Address& account) {
    const auto rows = sql_.query(sealed_ ? "SELECT chain_id, account, digest FROM stops"
                                         : "SELECT chain_id, account, '' FROM stops");
    if (!rows) return fail(rows.error());
    const Row wanted = of_account(chain_id, account);
    bool stopped = false;
    for (const Row& row : *rows) {
        if (sealed_ && row[2].text != stop_digest(row[0].integer, row[1].text))
            return damaged("a stop");
        if (row[0].integer == wanted[0].integer && row[1].text == wanted[1].text) stopped = true;
    }
    return stopped;
}

Status SqlTxStore::clear_stop(std::uint64_t chain_id, const chain::Address& account) {
    return sql_.transaction([&] {
        return sql_.change("DELETE FROM stops WHERE chain_id = ? AND account = ?",
                           of_account(chain_id, account));
    });
}

}  // namespace ballast::audit
