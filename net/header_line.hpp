// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ballast::net {

/// Tells whether it is "Name: value" on one line of printable ASCII. A line end inside would begin
/// another header; a key that was read from a file likes to have one.
[[nodiscard]] bool is_header_line(std::string_view text);

/// Tells whether the two are the same word of a header, whatever their case.
[[nodiscard]] bool is_same_word(std::string_view one, std::string_view other);

/// Returns what the header keeps secret: its value, and what stands behind the value's last space
/// ("Bearer KEY"); nothing for Accept and Content-Type.
[[nodiscard]] std::vector<std::string> secrets_of_header(std::string_view text);

}  // namespace ballast::net
