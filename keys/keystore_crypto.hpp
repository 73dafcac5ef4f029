// SPDX-License-Identifier: MIT
// The door of Crypto++ for keystore files: key derivation, cipher, MAC.
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/secret_bytes.hpp"

namespace ballast::keys {

/// RFC 7914. Needs 128 n r bytes of memory. Requires n a power of two above 1, r and p positive.
struct Scrypt {
    std::uint64_t n = 0;
    std::uint32_t r = 0;
    std::uint32_t p = 0;
    bool operator==(const Scrypt&) const = default;
};

/// RFC 8018 with HMAC-SHA-256. Requires rounds positive.
struct Pbkdf2 {
    std::uint32_t rounds = 0;
    bool operator==(const Pbkdf2&) const = default;
};

using Kdf = std::variant<Scrypt, Pbkdf2>;

using AesBlock = std::array<std::uint8_t, 16>;

/// Returns `size` bytes of the password. The table that scrypt works in lies on the ordinary heap
/// (it is too large to lock) and is wiped before it goes. Errors: failed where there is no memory.
[[nodiscard]] Result<chain::SecretBytes> derive(const Kdf& kdf, ByteView password, ByteView salt,
                                                std::size_t size);

/// Encrypts or decrypts, which is the same: AES-128 in counter mode, the whole IV counting. Errors:
/// failed where there is no memory.
[[nodiscard]] Result<chain::SecretBytes> aes128_ctr(ByteView key16, const AesBlock& iv,
                                                    ByteView input);

/// Returns keccak256(key ‖ ciphertext) without joining them anywhere.
[[nodiscard]] Hash32 keystore_mac(ByteView key16, ByteView ciphertext);

}  // namespace ballast::keys
