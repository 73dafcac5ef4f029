// SPDX-License-Identifier: MIT
// The door of Crypto++'s hashes. (OpenSSL 3.0 has no Keccak-256; its SHA3-256 pads differently.)
#pragma once

#include <string_view>

#include "base/bytes.hpp"

namespace ballast {

/// Returns Keccak-256 as Ethereum uses it (the padding of 2011, not FIPS 202).
[[nodiscard]] Hash32 keccak256(ByteView data);

/// Returns SHA-256 (FIPS 180-4).
[[nodiscard]] Hash32 sha256(ByteView data);

/// Returns keccak256(keccak256(tag) ‖ data): one tag for one kind of document, so that the bytes
/// of a snapshot can never be passed off as those of a policy.
[[nodiscard]] Hash32 tagged_hash(std::string_view tag, ByteView data);

}  // namespace ballast
