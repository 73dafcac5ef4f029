// SPDX-License-Identifier: MIT
// Internal to audit/: one connection to a PostgreSQL server. The door of libpq is
// audit/postgres_connection.cpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/sql.hpp"
#include "base/time.hpp"

namespace ballast::audit {

class PostgresConnection {
  public:
    // Errors of all: upstream_unavailable where the connection is lost or refused. No error shows
    // the URL's user, password or options.

    /// Connects by a libpq URL and runs `session`, the statements that every session begins with.
    /// To another host only over TLS: sslmode is verify-full where the URL names none, and nothing
    /// weaker than require is taken. A request that is not answered within `patience` ends the
    /// connection: a server that hangs, or a network that swallows, is one that is lost. Errors:
    /// configuration.
    [[nodiscard]] static Result<PostgresConnection> open(const std::string& url,
                                                         std::string session,
                                                         Milliseconds patience);

    PostgresConnection(PostgresConnection&&) noexcept;
    PostgresConnection& operator=(PostgresConnection&&) noexcept;
    ~PostgresConnection();

    /// Runs one statement; `?` stands for each parameter. Errors: `otherwise` where the server
    /// refuses it, mismatch where a column is neither text nor integer.
    [[nodiscard]] Result<std::vector<Row>> run(const std::string& sql, const Row& parameters,
                                               Errc otherwise);
    /// Runs statements without parameters or rows. Errors: cannot_write.
    [[nodiscard]] Status execute(const std::string& sql);
    /// Errors: cannot_write where the server undid the transaction. After upstream_unavailable the
    /// outcome is not known.
    [[nodiscard]] Status commit();

    /// Tells whether the last call found the connection gone.
    [[nodiscard]] bool is_lost() const;
    /// Connects again and begins the session anew.
    [[nodiscard]] Status reconnect();
    /// The URL as people may see it.
    [[nodiscard]] const std::string& place() const;

  private:
    struct State;
    explicit PostgresConnection(std::unique_ptr<State> state) noexcept;
    std::unique_ptr<State> state_;
};

}  // namespace ballast::audit
