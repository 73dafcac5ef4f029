// SPDX-License-Identifier: MIT
// UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/bytes.hpp"

namespace ballast {

/// Returns how many bytes the sequence at the front of `text` takes; 0 where there is none.
[[nodiscard]] std::size_t utf8_length(ByteView text) noexcept;

/// Tells whether `text` is nothing but whole sequences.
[[nodiscard]] bool is_utf8(ByteView text) noexcept;

/// Appends the sequence of a code point. Requires one up to U+10FFFF that is no surrogate.
void append_utf8(std::string& text, std::uint32_t code);

}  // namespace ballast
