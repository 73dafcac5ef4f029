// SPDX-License-Identifier: MIT
// JSON over HTTP to one endpoint or several.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/http_client.hpp"
#include "rpc/network.hpp"
#include "rpc/transport.hpp"

namespace ballast::rpc {

struct HttpLimits {
    /// From the call to the last byte, so that a server that drips cannot hold us.
    std::chrono::milliseconds total{10'000};
    std::chrono::milliseconds connect{2'000};
    /// Headers and body together, counted as they arrive.
    std::size_t response_bytes_max = 8U << 20U;
    /// A PEM file of the only authorities whose certificates are taken; empty for the system's.
    std::string authorities = {};
};

/// Posts JSON to several URLs at once, by a net::HttpClient and under its rules. Whatever goes
/// wrong with one request is that request's error. Not for use by two threads at once.
class HttpNetwork final : public Network {
  public:
    /// Requires https, or http to this machine (localhost, 127.0.0.0/8, ::1). `limits.total` is
    /// not used: post() has its own. Errors: configuration.
    [[nodiscard]] static Result<std::unique_ptr<HttpNetwork>> open(
        const std::vector<std::string>& urls, HttpLimits limits = {});

    /// A reply is whatever has a status, inside the limits. The sentences of errors name scheme,
    /// host and port alone.
    [[nodiscard]] std::vector<Result<NetworkReply>> post(
        const std::vector<NetworkRequest>& requests, Milliseconds total) override;
    /// As post(), for one endpoint.
    [[nodiscard]] Result<NetworkReply> post_one(std::size_t endpoint, std::string body,
                                                Milliseconds total);
    [[nodiscard]] std::size_t size() const override { return endpoints_.size(); }
    [[nodiscard]] const std::string& name(std::size_t endpoint) const override;
    [[nodiscard]] const net::Redactor& redactor(std::size_t endpoint) const override;

  private:
    struct Endpoint {
        std::string url;
        std::string name;
        net::Redactor redactor;
    };
    HttpNetwork(std::vector<Endpoint> endpoints, const HttpLimits& limits);
    [[nodiscard]] net::HttpRequest request_to(std::size_t endpoint, std::string body) const;

    std::vector<Endpoint> endpoints_;
    std::unique_ptr<net::HttpClient> client_;
};

/// One URL as a Transport: a network of one endpoint.
class HttpTransport final : public Transport {
  public:
    /// Requires what HttpNetwork::open requires. Errors: configuration.
    [[nodiscard]] static Result<HttpTransport> open(const std::string& url, HttpLimits limits = {});

    /// Errors: upstream_unavailable for whatever is not an answer with a 2xx status inside the
    /// limits; the sentence names the host alone.
    [[nodiscard]] Result<std::string> post(std::string_view body) override;
    [[nodiscard]] const std::string& name() const override { return network_->name(0); }
    [[nodiscard]] const net::Redactor& redactor() const override { return network_->redactor(0); }

  private:
    HttpTransport(std::unique_ptr<HttpNetwork> network, Milliseconds total) noexcept
        : network_(std::move(network)), total_(total) {}

    std::unique_ptr<HttpNetwork> network_;
    Milliseconds total_;
};

}  // namespace ballast::rpc
