// SPDX-License-Identifier: MIT
// A server of our own on the loopback device that behaves as badly as told.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace ballast::test {

/// Sends all of it. Returns false where the client went.
bool write_all(int socket, std::string_view text);

/// Returns a whole response with its length. `status` may hold further header lines.
[[nodiscard]] std::string http_response(const std::string& status, const std::string& body);

/// Returns what stands behind the headers.
[[nodiscard]] std::string_view body_of(std::string_view request);

/// Hands each request of each connection to `serve` until that returns false. Connections are
/// served side by side: `serve` must bear that.
class HttpServer {
  public:
    using Serve = std::function<bool(int socket, const std::string& request)>;

    explicit HttpServer(Serve serve);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] std::string url(const std::string& rest = "") const {
        return "http://127.0.0.1:" + std::to_string(port_) + rest;
    }

    std::atomic<bool> stopping{false};
    std::atomic<int> connections{0};

  private:
    void accept_all();
    void serve_one(int socket);

    Serve serve_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::list<int> open_;
    std::list<std::thread> workers_;
    std::thread acceptor_;
};

}  // namespace ballast::test
