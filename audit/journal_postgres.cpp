// SPDX-License-Identifier: MIT
#include "audit/journal_postgres.hpp"

#include <unistd.h>

#include <array>
#include <chrono>
#include <thread>

#include "base/check.hpp"

namespace ballast::audit {
namespace {

/// A connection that is lost this often in a row in one change is a server that does not answer.
constexpr int kTries = 3;

/// Between two questions for a lost outcome.
constexpr std::chrono::milliseconds kBetweenAsks{200};

/// A reader has nobody who waits for it, and looks at the whole of a table.
constexpr Milliseconds kReaderPatience{300'000};

constexpr const char* kExtend = "clock_timestamp() + ?::bigint * interval '1 millisecond'";

std::string default_holder() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host = {"unknown"};
    return std::string(host.data()) + "/" + std::to_string(::getpid());
}

/// A writer that hangs inside a transaction holds the lease's row: the server ends it after the
/// time in which its lease runs out.
std::string session_of(bool writable, Milliseconds lasts) {
    const std::string limit = std::to_string(lasts.count);
    std::string session = "SET search_path = ballast, pg_catalog; SET client_encoding = 'UTF8';";
    if (!writable) return session + "SET default_transaction_read_only = on";
    return session +
           "SET synchronous_commit = on; SET idle_in_transaction_session_timeout = " + limit +
           "; SET statement_timeout = " + limit;
}

/// A server that does not sync what it confirms would lose what was sent.
Status check_durable(PostgresConnection& connection) {
    const auto rows =
        connection.run("SELECT current_setting('fsync'), current_setting('full_page_writes')", {},
                       Errc::configuration);
    if (!rows) return fail(rows.error());
    if (rows->front()[0].text == "on" && rows->front()[1].text == "on") return {};
    return fail(Errc::configuration,
                connection.place() +
                    ": the server runs with fsync or full_page_writes off, and would lose what it "
                    "confirmed; switch both on");
}

}  // namespace

Postgres::Postgres(PostgresConnection connection, LeaseOptions options, bool writable)
    : connection_(std::move(connection)), options_(std::move(options)), writable_(writable) {}

Postgres::~Postgres() {
    if (term_ == 0 || fenced_ || connection_.is_lost()) return;
    // Where this fails the lease runs out by itself.
    (void)connection_.run("UPDATE lease SET expires = '-infinity' WHERE term = ?",
                          {Cell::of(term_)}, Errc::cannot_write);
}

Result<std::unique_ptr<Postgres>> Postgres::open(const std::string& url, bool writable,
                                                 const LeaseOptions& options) {
    auto connection = PostgresConnection::open(url, session_of(writable, options.lasts),
                                               writable ? options.patience : kReaderPatience);
    if (!connection) return fail(connection.error());
    if (writable)
        if (auto durable = check_durable(*connection); !durable) return fail(durable.error());
    LeaseOptions named = options;
    if (named.holder.empty()) named.holder = default_holder();
    return std::unique_ptr<Postgres>(
        new Postgres(std::move(*connection), std::move(named), writable));
}

Status Postgres::set_up(const std::function<Status()>& body) {
    inside_ = true;
    auto done = connection_.execute("BEGIN; SELECT pg_advisory_xact_lock(1112298324)");
    if (done) done = body();
    inside_ = false;
    if (done) return connection_.commit();
    (void)connection_.execute("ROLLBACK");
    return done;
}

Status Postgres::take_lease() {
    const auto taken = connection_.run(
        std::string("UPDATE lease SET term = term + 1, holder = ?, first_write = writes, expires "
                    "= ") +
            kExtend + " WHERE expires <= clock_timestamp() RETURNING term",
        {Cell::of(options_.holder), Cell::of(options_.lasts.count)}, Errc::cannot_write);
    if (!taken) return fail(taken.error());
    if (!taken->empty()) {
        term_ = taken->front().front().integer;
        return {};
    }
    const auto held = connection_.run(
        "SELECT holder, (extract(epoch FROM expires - clock_timestamp()) * 1000)::bigint FROM "
        "lease",
        {}, Errc::cannot_write);
    if (!held) return fail(held.error());
    if (held->empty()) return fail(Errc::bad_data, connection_.place() + " has lost its lease row");
    return fail(Errc::lock_held, connection_.place() + " is held by " + held->front()[0].text +
                                     ", whose lease runs out in " +
                                     std::to_string(held->front()[1].integer) +
                                     " ms unless it is renewed");
}

tl::unexpected<Error> Postgres::taken_over() {
    fenced_ = true;
    return fail(Errc::lock_held, connection_.place() +
                                     ": another keeper has taken this journal over; nothing more "
                                     "is written by this one");
}

// The row's lock is held until the end of the transaction: nobody takes over in between, and
// whoever reads the row for update waits until it is known what became of the transaction.
Status Postgres::fence() {
    const auto rows =
        connection_.run(std::string("UPDATE lease SET writes = writes + 1, expires = ") + kExtend +
                            " WHERE term = ? RETURNING writes",
                        {Cell::of(options_.lasts.count), Cell::of(term_)}, Errc::cannot_write);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return taken_over();
    write_ = rows->front().front().integer;
    return {};
}

Status Postgres::begin() {
    if (connection_.is_lost())
        if (auto again = connection_.reconnect(); !again) return again;
    inside_ = true;
    return connection_.execute("BEGIN");
}

Status Postgres::try_once(const std::function<Status()>& body) {
    committing_ = false;
    if (auto begun = begin(); !begun) return begun;
    auto done = fence();
    if (done) done = body();
    inside_ = false;
    if (!done) {
        (void)connection_.execute("ROLLBACK");
        return done;
    }
    committing_ = true;
    return connection_.commit();
}

/// The answer to COMMIT was lost. The lease's row says what became of it, once the transaction has
/// let go of that row.
Result<Postgres::Outcome> Postgres::ask_outcome(std::int64_t write) {
    if (auto again = connection_.reconnect(); !again) return fail(again.error());
    const auto rows = connection_.run("SELECT term, writes, first_write FROM lease FOR UPDATE", {},
                                      Errc::cannot_write);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::bad_data, connection_.place() + " has lost its lease row");
    const Row& lease = rows->front();
    // The writes of the term after ours begin where ours ended; those of a later one tell nothing.
    const bool ours = lease[0].integer == term_;
    if (!ours && lease[0].integer != term_ + 1) return taken_over();
    const std::int64_t last = ours ? lease[1].integer : lease[2].integer;
    return last >= write ? Outcome::stored : Outcome::not_stored;
}

Result<Postgres::Outcome> Postgres::read_outcome() {
    const std::int64_t write = write_;
    const auto until =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(options_.outcome_wait.count);
    while (true) {
        auto outcome = ask_outcome(write);
        const bool again = !outcome && outcome.error().code == Errc::upstream_unavailable;
        if (!again || std::chrono::steady_clock::now() >= until) return outcome;
        std::this_thread::sleep_for(kBetweenAsks);
    }
}

Status Postgres::transaction(const std::function<Status()>& body) {
    if (!writable_) return fail(Errc::cannot_write, connection_.place() + " is open for reading");
    if (fenced_) return taken_over();
    BALLAST_CHECK(term_ != 0);
    for (int tries = 1;; ++tries) {
        const auto done = try_once(body);
        if (done || !connection_.is_lost()) return done;
        if (committing_) {
            const auto outcome = read_outcome();
            if (!outcome)
                return fail_in("whether the last change is stored is not known", outcome.error());
            if (*outcome == Outcome::stored) return {};
        }
        if (tries == kTries) return done;
    }
}

Status Postgres::look_once(const std::function<Status()>& body) {
    auto done = begin();
    if (done) done = connection_.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    if (done) done = body();
    inside_ = false;
    if (!connection_.is_lost()) (void)connection_.execute("ROLLBACK");
    return done;
}

Status Postgres::snapshot(const std::function<Status()>& body) {
    if (inside_) return body();
    for (int tries = 1;; ++tries) {
        const auto done = look_once(body);
        if (done || !connection_.is_lost() || tries == kTries) return done;
    }
}

Result<std::optional<std::string>> Postgres::holder() {
    const auto rows = query("SELECT holder FROM lease WHERE expires > clock_timestamp()");
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<std::string>();
    return std::optional(rows->front().front().text);
}

Status Postgres::keep_lease() {
    return transaction([] { return Status{}; });
}

Status Postgres::execute(const std::string& sql) {
    BALLAST_CHECK(inside_ || !writable_);
    return connection_.execute(sql);
}

Status Postgres::change(const std::string& sql, const Row& parameters) {
    BALLAST_CHECK(inside_ || !writable_);  // or it would be written without the lease's leave
    const auto done = connection_.run(sql, parameters, Errc::cannot_write);
    return done ? Status{} : fail(done.error());
}

Result<std::vector<Row>> Postgres::query(const std::string& sql, const Row& parameters) {
    if (inside_) return connection_.run(sql, parameters, Errc::mismatch);
    Result<std::vector<Row>> rows;
    const auto done = snapshot([&]() -> Status {
        rows = connection_.run(sql, parameters, Errc::mismatch);
        return rows ? Status{} : fail(rows.error());
    });
    if (!done) return fail(done.error());
    return rows;
}

}  // namespace ballast::audit
