// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/redactor.hpp"

namespace ballast::rpc {

/// Carries one request to a node and its answer back. HTTP is the real one; tests script others.
class Transport {
  public:
    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    /// Returns the body of the answer. Errors: upstream_unavailable; the request may have arrived
    /// all the same.
    [[nodiscard]] virtual Result<std::string> post(std::string_view body) = 0;

    /// Names the node in errors and logs, without secrets.
    [[nodiscard]] virtual const std::string& name() const = 0;
    /// What the node's own words must pass before they are kept or shown.
    [[nodiscard]] virtual const net::Redactor& redactor() const {
        return net::Redactor::without_secrets();
    }

  protected:
    Transport(Transport&&) = default;
    Transport& operator=(Transport&&) = default;
};

}  // namespace ballast::rpc
