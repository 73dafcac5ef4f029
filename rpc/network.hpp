// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "net/redactor.hpp"

namespace ballast::rpc {

/// A JSON-RPC body for one endpoint of a network.
struct NetworkRequest {
    std::size_t endpoint = 0;
    std::string body;
};

/// What an HTTP server said, whatever its status.
struct NetworkReply {
    int status = 200;
    std::string body;
    /// What the server asked for with Retry-After, where it did.
    std::optional<Seconds> retry_after;
};

/// Carries requests to several endpoints at once. HTTP is the real one; tests script others.
class Network {
  public:
    Network() = default;
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;
    virtual ~Network() = default;

    /// Returns one result for each request, in their order, once all are there or `total` has
    /// passed. Errors of a result: upstream_unavailable; its request may have arrived all the same.
    [[nodiscard]] virtual std::vector<Result<NetworkReply>> post(
        const std::vector<NetworkRequest>& requests, Milliseconds total) = 0;

    /// Returns how many endpoints there are; they are numbered from 0.
    [[nodiscard]] virtual std::size_t size() const = 0;
    /// Names an endpoint in errors and logs, without secrets.
    [[nodiscard]] virtual const std::string& name(std::size_t endpoint) const = 0;
    /// What an endpoint's own words must pass before they are kept or shown.
    [[nodiscard]] virtual const net::Redactor& redactor(std::size_t endpoint) const {
        static_cast<void>(endpoint);
        return net::Redactor::without_secrets();
    }
};

}  // namespace ballast::rpc
