// SPDX-License-Identifier: MIT
#include "net/http_server_address.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace ballast::net {
namespace {

struct HostAndPort {
    std::string_view host;
    std::string_view port;
    bool has_port = false;
};

HostAndPort split(std::string_view text) {
    const bool is_bracketed = text.starts_with('[');
    const std::size_t end = is_bracketed ? text.find(']') : text.find(':');
    if (end == std::string_view::npos) return {text, {}, false};
    const std::string_view host = is_bracketed ? text.substr(1, end - 1) : text.substr(0, end);
    std::string_view rest = text.substr(is_bracketed ? end + 1 : end);
    if (!rest.starts_with(':')) return {rest.empty() ? host : text, {}, false};
    rest.remove_prefix(1);
    return {host, rest, true};
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// 127.0.0.0/8 (RFC 6890), as dotted text.
bool is_loopback_v4(std::string_view host) {
    return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
           std::all_of(host.begin(), host.end(), [](char c) { return c == '.' || is_digit(c); });
}

}  // namespace

Result<ListenAddress> parse_listen(std::string_view text) {
    const HostAndPort parts = split(text);
    const auto port = parse_integer(parts.port);
    const bool is_port = parts.has_port && port && *port >= 0 && *port <= 65'535;
    if (parts.host.empty() || !is_port)
        return fail(Errc::configuration,
                    "listen address: write ADDRESS:PORT, as in 127.0.0.1:9464 or [::1]:9464");
    return ListenAddress{std::string(parts.host), static_cast<std::uint16_t>(*port)};
}

bool names_loopback(std::string_view host) {
    const HostAndPort parts = split(host);
    if (!std::all_of(parts.port.begin(), parts.port.end(), is_digit)) return false;
    std::string name(parts.host);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name == "localhost" || name == "::1" || is_loopback_v4(name);
}

}  // namespace ballast::net
