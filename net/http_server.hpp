// SPDX-License-Identifier: MIT
// HTTP as a server: small pages for the operator's own tools. The door of Boost.Asio and
// Boost.Beast is http_server.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace ballast::net {

/// What a server answers.
struct HttpPage {
    int status = 200;
    std::string content_type;
    std::string body;
    /// The Content-Security-Policy; empty: nothing may be loaded and nobody may frame it.
    std::string content_policy = {};
};

struct HttpServerLimits {
    Milliseconds deadline{2000};      ///< from accepting a connection to its end, whatever happens
    std::size_t header_bytes = 8192;  ///< of a request, its first line among them
    std::size_t connections_max = 256;  ///< at once; the oldest makes room for a further one
};

/// Answers GET and HEAD on a thread of its own; one request a connection, no TLS, no passwords:
/// bind it to 127.0.0.1 and put a proxy before it where others are to see it.
///
/// 400 no HTTP · 404 the handler has no such page · 405 other methods; a body is never read ·
/// 421 bound to a loopback address, called by another name · 431 the header is too long.
/// Every answer forbids caching, sniffing and framing.
class HttpServer {
  public:
    /// Returns the page at a path (without its query), or nothing. Called on the server's thread:
    /// it must not wait for what the rest of the program does.
    using Handler = std::function<std::optional<HttpPage>(std::string_view path)>;

    /// Begins to listen on an address such as "127.0.0.1:9464"; port 0 takes one that is free.
    /// Errors: configuration, where it is no address of this machine, is taken or not allowed.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(std::string_view listen,
                                                                   Handler handler,
                                                                   HttpServerLimits limits = {});

    /// Closes every connection and waits for the thread.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;

  private:
    class Loop;
    explicit HttpServer(std::unique_ptr<Loop> loop);

    std::unique_ptr<Loop> loop_;
};

}  // namespace ballast::net
