// SPDX-License-Identifier: MIT
// The door of iconv: the one encoding here that is not UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ballast::providers {

/// Returns the text in UTF-8, read as code page 932: Shift-JIS as Windows writes it, of which ASCII
/// is a part. Errors: bad_data for bytes that are none of it; configuration where the C library
/// cannot convert.
[[nodiscard]] Result<std::string> utf8_from_shift_jis(std::string_view bytes);

}  // namespace ballast::providers
