// SPDX-License-Identifier: MIT
#include "audit/journal_sqlite.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <map>

#include "audit/lock.hpp"

namespace ballast::audit {

struct Sqlite::Connection {
    std::string path;
    SQLite::Database database;
    bool inside = false;  ///< a transaction
    /// Statements are the constants of audit/, prepared once; they go before the database does.
    std::map<std::string, SQLite::Statement, std::less<>> prepared;
};

namespace {

constexpr int kBusyMilliseconds = 5'000;
constexpr int kNotADatabase = 26;  // SQLITE_NOTADB, in a header behind SQLiteCpp's door

void bind(SQLite::Statement& statement, const Row& parameters) {
    int position = 0;
    for (const Cell& cell : parameters) {
        ++position;
        if (cell.is_integer)
            statement.bind(position, cell.integer);
        else
            statement.bind(position, cell.text);
    }
}

/// A prepared statement with its parameters, given back unfinished or not when this goes: one that
/// is not reset would hold the transaction open.
class Running {
  public:
    Running(std::map<std::string, SQLite::Statement, std::less<>>& prepared,
            SQLite::Database& database, const std::string& sql, const Row& parameters)
        : statement_(prepared.try_emplace(sql, database, sql).first->second) {
        bind(statement_, parameters);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    // What a reset repeats is the error that the last step has already thrown.
    ~Running() { statement_.tryReset(); }

    SQLite::Statement& operator*() { return statement_; }

  private:
    SQLite::Statement& statement_;
};

Result<Row> read_row(SQLite::Statement& statement) {
    const int columns = statement.getColumnCount();
    Row row;
    row.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
        const SQLite::Column column = statement.getColumn(i);
        if (!column.isInteger() && !column.isText())
            return fail(Errc::mismatch, "a column is neither text nor integer");
        row.push_back(column.isInteger() ? Cell::of(column.getInt64())
                                         : Cell::of(column.getString()));
    }
    return row;
}

tl::unexpected<Error> sqlite_fault(Errc code, const std::string& path,
                                   const SQLite::Exception& fault) {
    const bool foreign = fault.getErrorCode() == kNotADatabase;
    return fail(foreign ? Errc::bad_data : code, path + ": " + fault.what());
}

}  // namespace

Sqlite::Sqlite(std::unique_ptr<Connection> connection) noexcept
    : connection_(std::move(connection)) {}
Sqlite::Sqlite(Sqlite&&) noexcept = default;
Sqlite& Sqlite::operator=(Sqlite&&) noexcept = default;
Sqlite::~Sqlite() = default;

Result<Sqlite> Sqlite::open(const std::filesystem::path& path, bool writable) {
    const int flags =
        writable ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY;
    try {
        // clang 14 cannot make_unique an aggregate.
        // NOLINTNEXTLINE(modernize-make-unique)
        auto connection = std::unique_ptr<Connection>(new Connection{
            path.string(), SQLite::Database(path.string(), flags, kBusyMilliseconds), false, {}});
        return Sqlite(std::move(connection));
    } catch (const SQLite::Exception& fault) {
        return sqlite_fault(writable ? Errc::cannot_write : Errc::input_missing, path.string(),
                            fault);
    }
}

Status Sqlite::execute(const std::string& sql) {
    try {
        connection_->database.exec(sql);
        return {};
    } catch (const SQLite::Exception& fault) {
        return sqlite_fault(Errc::cannot_write, connection_->path, fault);
    }
}

Status Sqlite::change(const std::string& sql, const Row& parameters) {
    try {
        Running statement(connection_->prepared, connection_->database, sql, parameters);
        (*statement).exec();
        return {};
    } catch (const SQLite::Exception& fault) {
        return sqlite_fault(Errc::cannot_write, connection_->path, fault);
    }
}

Result<std::vector<Row>> Sqlite::query(const std::string& sql, const Row& parameters) {
    try {
        Running statement(connection_->prepared, connection_->database, sql, parameters);
        std::vector<Row> rows;
        while ((*statement).executeStep()) {
            auto row = read_row(*statement);
            if (!row) return fail_in(connection_->path, row.error());
            rows.push_back(std::move(*row));
        }
        return rows;
    } catch (const SQLite::Exception& fault) {
        return sqlite_fault(Errc::mismatch, connection_->path, fault);
    }
}

Status Sqlite::snapshot(const std::function<Status()>& body) {
    // Deferred: its first query decides what all of them see, and no lock is taken.
    return connection_->inside ? body() : transaction(body);
}

Status Sqlite::copy_to(const std::filesystem::path& path) {
    return change("VACUUM INTO ?", {Cell::of(path.string())});
}

Status Sqlite::check_integrity() {
    const auto faults = query("PRAGMA integrity_check(1)");
    if (!faults) return fail(faults.error());
    const std::string& first = faults->front().front().text;
    if (first == "ok") return {};
    return fail(Errc::mismatch, connection_->path + " is damaged: " + first);
}

Result<std::optional<std::string>> Sqlite::holder() {
    const auto taken = FileLock::is_taken(connection_->path);
    if (!taken) return fail(taken.error());
    if (!*taken) return std::optional<std::string>();
    return std::optional<std::string>("a process on this machine");
}

Status Sqlite::transaction(const std::function<Status()>& body) {
    try {
        // Rolled back by its destructor unless committed.
        SQLite::Transaction transaction(connection_->database);
        connection_->inside = true;
        auto done = body();
        connection_->inside = false;
        if (!done) return done;
        transaction.commit();
        return {};
    } catch (const SQLite::Exception& fault) {
        return sqlite_fault(Errc::cannot_write, connection_->path, fault);
    }
}

}  // namespace ballast::audit
