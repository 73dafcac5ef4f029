// SPDX-License-Identifier: MIT
// HTTP as a client: several bounded requests at once. The door of libcurl is http_client.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "net/redactor.hpp"

namespace ballast::net {

/// One request. URL and headers may hold secrets: no error repeats them.
struct HttpRequest {
    std::string url;
    std::vector<std::string> headers = {};  ///< "Name: value"
    std::string body = {};                  ///< empty: GET, else POST
};

/// What a server said, whatever its status: 301 and 503 are answers, too.
struct HttpResponse {
    int status = 200;
    std::string content_type;  ///< lower case, without parameters; empty where none was said
    std::string body;
    /// Positive. An HTTP date counts from the answer's own Date.
    std::optional<Seconds> retry_after;
    /// The server's own clock, where it tells it and no cache stands between.
    std::optional<UnixSeconds> date;
    /// Lower case; empty where the body is as it was written. None was asked for and none is
    /// undone: such a body is whatever its bytes are.
    std::string content_encoding = {};
};

/// Asks servers. The real one is over libcurl; tests script others. Not for use by two threads at
/// once.
class HttpClient {
  public:
    HttpClient() = default;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    virtual ~HttpClient() = default;

    /// Returns one result for each request, in their order, once all are there or `total` has
    /// passed. Errors of a result: upstream_unavailable, naming scheme, host and port alone;
    /// configuration where check_request() refuses it.
    [[nodiscard]] virtual std::vector<Result<HttpResponse>> fetch(
        const std::vector<HttpRequest>& requests, Milliseconds total) = 0;
};

struct HttpLimits {
    Milliseconds connect{2'000};
    /// Headers and body together, counted as they arrive, whatever the server says of its length.
    std::size_t response_bytes_max = 1U << 20U;
    /// A PEM file of the only authorities whose certificates are taken; empty for the system's.
    std::string authorities = {};
};

/// Returns a client over kept connections, HTTP/1.1 or 2, TLS 1.2 at least with verified
/// certificates. It follows no redirect and undoes no compression. No proxy of the environment sees
/// what is for this machine. Whatever goes wrong with one request, a lack of file descriptors too,
/// is that request's error.
[[nodiscard]] std::unique_ptr<HttpClient> open_http_client(HttpLimits limits = {});

/// Requires https, or http to this machine (localhost, 127.0.0.0/8, ::1), and headers of one
/// printable line each. Errors: configuration.
[[nodiscard]] Status check_request(const HttpRequest& request);

/// Returns scheme, host and port: keys live in user, path and query. Text that is no URL becomes
/// "(not a URL)".
[[nodiscard]] std::string redacted_url(const std::string& url);

/// Knows what the request keeps secret: all of its URL but scheme, host and port, as it is sent and
/// as it is meant, and the values of its headers but Accept and Content-Type.
[[nodiscard]] Redactor redactor_of(const HttpRequest& request);

}  // namespace ballast::net
