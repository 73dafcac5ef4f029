// SPDX-License-Identifier: MIT
// Where a server listens, and by which names it may be called.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ballast::net {

struct ListenAddress {
    std::string host;        ///< an IP address without brackets
    std::uint16_t port = 0;  ///< 0: any that is free
};

/// Reads "127.0.0.1:9464" or "[::1]:9464". That the host is an address is for who listens to see.
/// Errors: configuration.
[[nodiscard]] Result<ListenAddress> parse_listen(std::string_view text);

/// Tells whether a Host header names this machine itself: localhost or a loopback address, with any
/// port. A web page that has its own name point here (DNS rebinding) says that name.
[[nodiscard]] bool names_loopback(std::string_view host);

}  // namespace ballast::net
