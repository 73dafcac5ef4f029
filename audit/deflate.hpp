// SPDX-License-Identifier: MIT
// The door of zlib.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ballast::audit {

/// Returns the text as a zlib stream (RFC 1950), at one fixed level.
[[nodiscard]] Bytes deflate_text(std::string_view text);

/// Returns what the stream holds. Never keeps more than `most` bytes and one block of 64 KiB.
/// Errors: bad_data where it is cut short, damaged, followed by anything, or holds more than
/// `most`.
[[nodiscard]] Result<std::string> inflate_text(ByteView stream, std::size_t most);

}  // namespace ballast::audit
