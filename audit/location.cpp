// SPDX-License-Identifier: MIT
#include "audit/location.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace ballast::audit {
namespace {

constexpr std::string_view kSchemeEnd = "://";

struct UrlParts {
    std::string_view scheme;
    std::string_view authority;  ///< user, password, hosts
    std::string_view path;       ///< from the first / on
    std::string_view options;    ///< from the first ? on
};

UrlParts parts_of(std::string_view url) {
    UrlParts parts;
    const std::size_t begin = url.find(kSchemeEnd) + kSchemeEnd.size();
    parts.scheme = url.substr(0, begin);
    url.remove_prefix(begin);
    const std::size_t options = std::min(url.find('?'), url.size());
    parts.options = url.substr(options);
    url = url.substr(0, options);
    const std::size_t path = std::min(url.find('/'), url.size());
    parts.authority = url.substr(0, path);
    parts.path = url.substr(path);
    return parts;
}

std::ptrdiff_t ats(std::string_view text) {
    return std::count(text.begin(), text.end(), '@');
}

/// Whatever the case: libpq takes lower case alone, but a URL that it refuses is no path, and its
/// password is not to be shown.
bool begins_with(std::string_view text, std::string_view scheme) noexcept {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return text.size() >= scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), text.begin(),
                      [&](char a, char b) { return a == lower(b); });
}

/// A name may begin with "127.", too: an address is read whole.
bool is_loopback(std::string_view host) noexcept {
    const std::string text(host);
    in_addr four{};
    in6_addr six{};
    if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24U == 127;
    return ::inet_pton(AF_INET6, text.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six) != 0;
}

}  // namespace

bool is_postgres(std::string_view location) noexcept {
    return begins_with(location, "postgresql://") || begins_with(location, "postgres://");
}

std::string shown(std::string_view location) {
    if (!is_postgres(location)) return std::string(location);
    const UrlParts parts = parts_of(location);
    if (!check_url(location)) return std::string(parts.scheme) + "...";
    const std::size_t at = parts.authority.find('@');
    const auto hosts =
        at == std::string_view::npos ? parts.authority : parts.authority.substr(at + 1);
    return std::string(parts.scheme) + std::string(hosts) + std::string(parts.path);
}

Status check_url(std::string_view url) {
    const UrlParts parts = parts_of(url);
    if (ats(parts.authority) <= 1 && ats(parts.path) == 0 && ats(parts.options) == 0) return {};
    return fail(Errc::configuration,
                "the journal's URL has an @ where none can stand: write @, / and ? in a user, a "
                "password or an option as %40, %2F and %3F, or keep the password in PGPASSFILE");
}

bool is_local_host(std::string_view host) noexcept {
    return host.empty() || host.front() == '/' || host.front() == '@' || host == "localhost" ||
           is_loopback(host);
}

}  // namespace ballast::audit
