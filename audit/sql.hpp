// SPDX-License-Identifier: MIT
// Internal to audit/: the statements behind Journal, whichever store runs them. The statements of
// audit/ are written once, in the SQL that SQLite and PostgreSQL share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ballast::audit {

/// A value of a row or a parameter: text, or an integer. A column that holds anything else (a
/// fraction, null: our tables have none) is a fault of the store.
struct Cell {
    std::string text;
    std::int64_t integer = 0;
    bool is_integer = false;

    static Cell of(std::string value) { return {std::move(value), 0, false}; }
    static Cell of(std::int64_t value) { return {{}, value, true}; }
};
using Row = std::vector<Cell>;

class Sql {
  public:
    // Beside what is said at each: bad_data where a file is no SQLite database;
    // upstream_unavailable where a server does not answer; lock_held where another writer has taken
    // the journal over.

    Sql() = default;
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;
    virtual ~Sql() = default;

    /// Runs statements without parameters or rows. Errors: cannot_write.
    [[nodiscard]] virtual Status execute(const std::string& sql) = 0;
    /// Runs one statement that changes rows; `?` stands for each parameter. Errors: cannot_write.
    [[nodiscard]] virtual Status change(const std::string& sql, const Row& parameters) = 0;
    /// Runs one query. Errors: mismatch where what is stored is damaged.
    [[nodiscard]] virtual Result<std::vector<Row>> query(const std::string& sql,
                                                         const Row& parameters = {}) = 0;
    /// Runs `body` as one change: durable before this returns if it succeeds, undone otherwise. The
    /// body may be run again where a connection was lost and nothing of it is stored: it sets what
    /// it sets anew each time.
    [[nodiscard]] virtual Status transaction(const std::function<Status()>& body) = 0;
    /// Runs `body`, whose queries all see one state of all tables. It may be run again, as above.
    /// Inside a transaction it is a part of that.
    [[nodiscard]] virtual Status snapshot(const std::function<Status()>& body) = 0;
    /// Looks at every page, row and index where the store can. Errors: mismatch where it is
    /// damaged.
    [[nodiscard]] virtual Status check_integrity() = 0;
    /// Returns who writes the store at the moment; nothing where nobody does. Changes nothing.
    [[nodiscard]] virtual Result<std::optional<std::string>> holder() = 0;
    /// Says to the store that this writer lives. Errors: lock_held.
    [[nodiscard]] virtual Status keep_lease() = 0;

  protected:
    Sql(Sql&&) noexcept = default;
    Sql& operator=(Sql&&) noexcept = default;
};

}  // namespace ballast::audit
