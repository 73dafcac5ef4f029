// SPDX-License-Identifier: MIT
// The door of libcurl.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "rpc/transport.hpp"

namespace ballast::rpc {

struct HttpLimits {
    /// From the call to the last byte, so that a server that drips cannot hold us.
    std::chrono::milliseconds total{10'000};
    std::chrono::milliseconds connect{2'000};
    /// Headers and body together, counted as they arrive.
    std::size_t response_bytes_max = 8U << 20U;
};

/// Posts JSON to one URL over one kept connection. Follows no redirect. Not for use by two threads
/// at once.
class HttpTransport final : public Transport {
  public:
    /// Requires https, or http to this machine (localhost, 127.0.0.0/8, ::1). Errors:
    /// configuration.
    [[nodiscard]] static Result<HttpTransport> open(const std::string& url, HttpLimits limits = {});

    HttpTransport(HttpTransport&&) noexcept;
    HttpTransport& operator=(HttpTransport&&) noexcept;
    ~HttpTransport() override;

    /// Errors: upstream_unavailable for whatever is not an answer with a 2xx status inside the
    /// limits; the sentence names the host alone.
    [[nodiscard]] Result<std::string> post(std::string_view body) override;
    [[nodiscard]] const std::string& name() const override;

  private:
    struct Connection;
    explicit HttpTransport(std::unique_ptr<Connection> connection) noexcept;
    std::unique_ptr<Connection> connection_;
};

/// Returns scheme, host and port: keys live in user, path and query. Text that is no URL becomes
/// "(not a URL)".
[[nodiscard]] std::string redacted_url(const std::string& url);

}  // namespace ballast::rpc
