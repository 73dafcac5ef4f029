// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace ballast::net {

/// Reads a time of a header in any of the three forms of RFC 9110, 5.6.7; two digits of a year are
/// those of 1970 to 2069. Returns nothing where it is none of them, or names another weekday.
[[nodiscard]] std::optional<UnixSeconds> parse_http_date(std::string_view text);

}  // namespace ballast::net
