// SPDX-License-Identifier: MIT
// The program feed_server.py as a child of a test, and one plain request at a time to it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::test {

/// What came back, as it came. Status 0: the connection closed without an answer.
struct FeedAnswer {
    int status = 0;
    std::string content_type;  ///< without parameters
    std::string headers;
    std::string body;
};

/// Runs until it goes out of scope.
class FeedServer {
  public:
    /// Starts it with further arguments, such as {"--at", "1722906015", "--speed", "0"}.
    explicit FeedServer(const std::vector<std::string>& arguments);
    ~FeedServer();
    FeedServer(const FeedServer&) = delete;
    FeedServer& operator=(const FeedServer&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    /// Asks for a URL that begins with url(), or for the rest of one.
    [[nodiscard]] FeedAnswer get(std::string_view url) const;

    /// Gives a command ("set?name=VIX&value=30") and returns the state. Fails the current test
    /// where it is refused.
    std::string control(std::string_view command) const;

  private:
    pid_t child_ = -1;
    int input_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace ballast::test
