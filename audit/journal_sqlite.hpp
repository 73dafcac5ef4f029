// SPDX-License-Identifier: MIT
// Internal to audit/: the SQLite statements behind Journal, with the library's exceptions turned
// into Results. The door of SQLiteCpp is audit/journal_sqlite.cpp.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ballast::audit {

/// A value of a row or a parameter: text, or an integer. A column that holds anything else (a blob,
/// a fraction, null: our tables have none) is a fault of the file.
struct Cell {
    std::string text;
    std::int64_t integer = 0;
    bool is_integer = false;

    static Cell of(std::string value) { return {std::move(value), 0, false}; }
    static Cell of(std::int64_t value) { return {{}, value, true}; }
};
using Row = std::vector<Cell>;

class Sqlite {
  public:
    // Beside what is said at each: bad_data where the file is no SQLite database.

    /// Opens the file; creates it only where `writable`. Errors: cannot_write, input_missing.
    [[nodiscard]] static Result<Sqlite> open(const std::filesystem::path& path, bool writable);

    Sqlite(Sqlite&&) noexcept;
    Sqlite& operator=(Sqlite&&) noexcept;
    ~Sqlite();

    /// Runs statements without parameters or rows. Errors: cannot_write.
    [[nodiscard]] Status execute(const std::string& sql);
    /// Runs one statement that changes rows. Errors: cannot_write.
    [[nodiscard]] Status change(const std::string& sql, const Row& parameters);
    /// Runs one query. Errors: mismatch where the file is damaged.
    [[nodiscard]] Result<std::vector<Row>> query(const std::string& sql,
                                                 const Row& parameters = {});
    /// Looks at every page, row and index. Errors: mismatch where the file is damaged.
    [[nodiscard]] Status check_integrity();
    /// Runs `body` in one transaction, committed and synced if it succeeds, undone otherwise.
    [[nodiscard]] Status transaction(const std::function<Status()>& body);

  private:
    struct Connection;
    explicit Sqlite(std::unique_ptr<Connection> connection) noexcept;
    std::unique_ptr<Connection> connection_;
};

}  // namespace ballast::audit
