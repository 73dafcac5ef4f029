// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "chain/signer.hpp"

namespace ballast::keys {

/// Reads 64 hex digits, with or without 0x, white space around them; nothing of them is copied
/// into ordinary memory or into the error. Errors: bad_data where it is no key.
[[nodiscard]] Result<chain::SecretKey> key_from_hex(std::string_view text);

/// Tells whether `text` looks like a private key, so that it must not be repeated to anybody.
[[nodiscard]] bool looks_like_a_key(std::string_view text) noexcept;

}  // namespace ballast::keys
