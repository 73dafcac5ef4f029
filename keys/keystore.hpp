// SPDX-License-Identifier: MIT
// Web3 Secret Storage, version 3: one private key in a JSON document, under a password.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/signer.hpp"
#include "chain/types.hpp"
#include "keys/keystore_crypto.hpp"

namespace ballast::keys {

// What a file may cost before its derivation begins. A file is another's text: without bounds it
// could stop the program for hours or take all memory.
constexpr std::uint64_t kScryptBytesMax = std::uint64_t{1} << 30U;
/// n·r·p: 16 times what geth writes, some seconds.
constexpr std::uint64_t kScryptWorkMax = std::uint64_t{1} << 25U;
constexpr std::uint32_t kScryptParallelMax = 64;
constexpr std::uint64_t kPbkdf2RoundsMax = 10'000'000;
constexpr std::size_t kDerivedBytesMin = 32;
constexpr std::size_t kDerivedBytesMax = 64;
constexpr std::size_t kSaltBytesMax = 1024;
constexpr std::size_t kKeystoreBytesMax = 65'536;

/// What a document says. One that exists keeps every bound above.
struct Keystore {
    Kdf kdf;
    std::size_t derived_bytes = 32;
    Bytes salt;
    AesBlock iv{};
    /// 30 to 32 bytes. Older writers left out zeros in front of the key.
    Bytes ciphertext;
    Hash32 mac;
    /// Whose key it is, as the document claims; many writers leave it out.
    std::optional<chain::Address> address;
};

/// Reads a document. Errors, with the member's path: bad_data where it is none of version 3, or of
/// another cipher or function; permission where its cost is above the cap.
[[nodiscard]] Result<Keystore> parse_keystore(std::string_view text);

/// Returns the key. Errors: permission where the password is wrong or the file was altered, which
/// nobody can tell apart; mismatch where the key is not that of the address the file names;
/// bad_data where the plain bytes are no key; failed where there is no memory.
[[nodiscard]] Result<chain::SecretKey> unlock(const Keystore& keystore, ByteView password);

/// What geth writes: 256 MiB, about a second.
constexpr Scrypt kStandardCost{1U << 18U, 8, 1};

/// Returns the document of `key` under `password`, with salt, IV and id of the system's random
/// numbers. Requires a cost inside the bounds. Errors: bad_data for an empty password, failed where
/// there is no memory.
[[nodiscard]] Result<std::string> seal(const chain::SecretKey& key, ByteView password,
                                       const Kdf& cost = kStandardCost);

/// Returns "scrypt n=262144 r=8 p=1" or "pbkdf2 c=262144".
[[nodiscard]] std::string describe(const Kdf& kdf);

}  // namespace ballast::keys
