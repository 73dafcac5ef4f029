// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.hpp"
#include "chain/secret_bytes.hpp"

namespace ballast::apps {

/// Asks on the terminal and returns the line that is typed there, unseen. Errors: configuration
/// where there is no terminal; failed where it is cancelled (Ctrl-C, Ctrl-D) or breaks off;
/// bad_data where the line is longer than `bytes_max`.
[[nodiscard]] Result<chain::SecretBytes> ask_hidden(std::string_view prompt, std::size_t bytes_max);

}  // namespace ballast::apps
