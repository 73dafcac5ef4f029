// SPDX-License-Identifier: MIT
// RFC 6901: one place in a JSON document.
#pragma once

#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace ballast::providers {

/// Returns the value at a pointer such as "/data/0/close"; "" is the document. "~1" stands for "/"
/// and "~0" for "~". Errors: bad_data where nothing is there, configuration where `pointer` is
/// none.
[[nodiscard]] Result<const Json*> at_pointer(const Json& document, std::string_view pointer);

}  // namespace ballast::providers
