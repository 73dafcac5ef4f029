// SPDX-License-Identifier: MIT
// Strangers' words made harmless, for lines, labels and terminals.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ballast::telemetry {

/// Returns `text` as UTF-8: U+FFFD for each byte that belongs to no sequence, no more than
/// `bytes_max` bytes, cut between code points and then ended by "…" (three bytes more).
[[nodiscard]] std::string clean_utf8(std::string_view text, std::size_t bytes_max);

enum class Quoting {
    json,  ///< what may stand between the quotes of a JSON string (RFC 8259)
    none,  ///< the same, but quotes and backslashes as they are: for people
};

/// Returns UTF-8 on one line that steers nothing: controls, DEL, C1 (a terminal takes U+009B for
/// ESC [), line separators, bidirectional controls, zero-width and tag characters become \uXXXX.
/// Requires `utf8` from clean_utf8().
[[nodiscard]] std::string escaped(std::string_view utf8, Quoting quoting);

}  // namespace ballast::telemetry
