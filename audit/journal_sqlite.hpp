// SPDX-License-Identifier: MIT
// Internal to audit/: a journal in one SQLite file, with the library's exceptions turned into
// Results. The door of SQLiteCpp is audit/journal_sqlite.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "audit/sql.hpp"

namespace ballast::audit {

class Sqlite final : public Sql {
  public:
    /// Opens the file; creates it only where `writable`. Errors: cannot_write, input_missing.
    [[nodiscard]] static Result<Sqlite> open(const std::filesystem::path& path, bool writable);

    Sqlite(Sqlite&&) noexcept;
    Sqlite& operator=(Sqlite&&) noexcept;
    ~Sqlite() override;

    [[nodiscard]] Status execute(const std::string& sql) override;
    [[nodiscard]] Status change(const std::string& sql, const Row& parameters) override;
    [[nodiscard]] Result<std::vector<Row>> query(const std::string& sql,
                                                 const Row& parameters = {}) override;
    [[nodiscard]] Status transaction(const std::function<Status()>& body) override;
    [[nodiscard]] Status snapshot(const std::function<Status()>& body) override;
    [[nodiscard]] Status check_integrity() override;
    [[nodiscard]] Result<std::optional<std::string>> holder() override;
    /// Does nothing: a lock of the system's holds the file for as long as the process lives.
    [[nodiscard]] Status keep_lease() override { return {}; }

    /// Writes one state of the whole database to a new file, beside a writer. Errors: cannot_write,
    /// also where the file is there.
    [[nodiscard]] Status copy_to(const std::filesystem::path& path);

  private:
    struct Connection;
    explicit Sqlite(std::unique_ptr<Connection> connection) noexcept;
    std::unique_ptr<Connection> connection_;
};

}  // namespace ballast::audit
