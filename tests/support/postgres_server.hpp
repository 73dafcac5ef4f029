// SPDX-License-Identifier: MIT
// A real PostgreSQL server of the test program's own: made in a temporary folder, reached by a
// socket in it and by no network, stopped and removed with the program however that ends.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace ballast::test {

class PostgresServer {
  public:
    /// Returns the program's server, started at the first call. Ends the program, with the server's
    /// last words, where it does not start: the packages are those of tools/setup.sh. Call it
    /// before the program has threads.
    static PostgresServer& shared();

    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    /// Returns the URL of a new, empty database.
    [[nodiscard]] std::string new_database();
    /// Runs statements in a connection of its own. Returns how many rows the last one changed or
    /// found; ends the program where the server refuses them.
    std::int64_t execute(const std::string& url, const std::string& sql);
    /// The first column of the first row that the query finds, as text; empty without a row.
    [[nodiscard]] std::string ask(const std::string& url, const std::string& sql);
    /// The socket's path.
    [[nodiscard]] std::string socket() const;
    /// The same database as reached through another folder's socket (postgres_proxy.hpp).
    [[nodiscard]] std::string through(const std::string& url, const std::string& folder) const;

  private:
    PostgresServer();
    [[nodiscard]] std::string url_of(const std::string& database) const;

    TemporaryFolder folder_;
    int life_ = -1;        ///< closed by the kernel if the program dies
    pid_t guardian_ = -1;  ///< waits for that, and ends the server
    int databases_ = 0;
};

}  // namespace ballast::test
