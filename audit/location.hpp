// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ballast::audit {

/// Tells whether a journal's location is a PostgreSQL URL ("postgresql://" or "postgres://"); any
/// other text is the path of a SQLite file.
[[nodiscard]] bool is_postgres(std::string_view location) noexcept;

/// Returns the location as people and logs may see it: a URL without user, password and options.
[[nodiscard]] std::string shown(std::string_view location);

/// A URL whose parts can be told apart: an @ or / in a password must be percent-encoded, or what
/// follows would be taken for the host and shown. Errors: configuration, without the URL's text.
[[nodiscard]] Status check_url(std::string_view url);

/// Tells whether the host is this machine: a socket's folder, a loopback address, or nothing said.
[[nodiscard]] bool is_local_host(std::string_view host) noexcept;

}  // namespace ballast::audit
