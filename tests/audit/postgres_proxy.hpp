// SPDX-License-Identifier: MIT
// Stands between libpq and the server's socket, and takes the connection away at a chosen request.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "tests/support/temporary_folder.hpp"

namespace ballast::audit::test {

/// How the connection ends.
enum class Cut {
    before,      ///< the server does not see the request
    after,       ///< the server answers, and nobody hears it
    terminated,  ///< as `after`, but pg_terminate_backend() races with the request
    silent,      ///< it does not: the server answers, nobody hears it, and nothing says so
    for_good,    ///< as `after`, and nobody gets through until mend()
};

class PostgresProxy {
  public:
    /// `terminate` ends the backend of that process id.
    PostgresProxy(std::string server_socket, std::function<void(int)> terminate);
    PostgresProxy(const PostgresProxy&) = delete;
    PostgresProxy& operator=(const PostgresProxy&) = delete;
    ~PostgresProxy();

    /// The folder with the proxy's own socket.
    [[nodiscard]] std::string folder() const { return folder_.path(); }
    /// Cuts the `number`th request from now on; 0: none.
    void plan(int number, Cut cut);
    /// How many requests there were since plan().
    [[nodiscard]] int requests() const { return requests_; }
    /// Whether the request that was cut was a COMMIT.
    [[nodiscard]] bool cut_a_commit() const { return cut_a_commit_; }
    [[nodiscard]] bool has_cut() const { return has_cut_; }
    void mend() { closed_ = false; }

  private:
    struct Session;
    void serve();
    void pass(int client);
    [[nodiscard]] bool startup(Session& session);
    [[nodiscard]] bool request(Session& session);
    [[nodiscard]] bool answer(Session& session);

    ballast::test::TemporaryFolder folder_;
    std::string server_socket_;
    std::function<void(int)> terminate_;
    std::atomic<int> requests_ = 0;
    std::atomic<int> at_ = 0;
    std::atomic<Cut> cut_ = Cut::before;
    std::atomic<bool> cut_a_commit_ = false;
    std::atomic<bool> has_cut_ = false;
    std::atomic<bool> closed_ = false;
    std::atomic<bool> done_ = false;
    int listener_ = -1;
    std::thread thread_;
};

}  // namespace ballast::audit::test
