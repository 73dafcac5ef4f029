// SPDX-License-Identifier: MIT
// The door of libsecp256k1.
#pragma once

#include <cstdint>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/secret_bytes.hpp"
#include "chain/types.hpp"
#include "chain/unchecked.hpp"

namespace ballast::chain {

/// A private key in memory of its own (SecretBytes). Move-only; a moved-from key may only be
/// destroyed or assigned to.
class SecretKey {
  public:
    /// Copies 32 bytes; the caller wipes its own. Errors: bad_data where they are not a number
    /// from 1 to the group order less 1; failed where the system gives no page.
    [[nodiscard]] static Result<SecretKey> from_bytes(ByteView bytes);
    /// Takes the bytes over, without a copy. Errors: as from_bytes.
    [[nodiscard]] static Result<SecretKey> from_secret(SecretBytes bytes);
    /// Returns a key of the system's random numbers. Errors: failed where it gives no memory.
    [[nodiscard]] static Result<SecretKey> random();

    /// Returns the address that this key signs for.
    [[nodiscard]] const Address& address() const noexcept { return address_; }

    /// Signs with the nonce of RFC 6979 and s in the lower half (EIP-2), so the signature is a
    /// function of key and digest. It is recovered and compared with address() before it is
    /// returned: a fault of memory or machine ends the process, not the account.
    [[nodiscard]] Signature sign(const Hash32& digest) const;

    /// The same signature without its recovery, which costs more than the signature itself: that
    /// is left to check(), which must come before anything is given out.
    [[nodiscard]] Unchecked<Signature> sign_unchecked(const Hash32& digest) const;

    /// The key itself, for the writer of a keystore file.
    [[nodiscard]] ByteView secret() const noexcept { return bytes_.view(); }
    /// False where the system refused to keep the key out of swap.
    [[nodiscard]] bool is_locked() const noexcept { return bytes_.is_locked(); }

  private:
    SecretKey(SecretBytes bytes, const Address& address) noexcept
        : bytes_(std::move(bytes)), address_(address) {}
    [[nodiscard]] Signature sign_only(const Hash32& digest) const;

    SecretBytes bytes_;
    Address address_;
};

/// Returns who signed `digest`. Refuses s in the upper half, which would be a second valid form of
/// the same signature. Errors: bad_data.
[[nodiscard]] Result<Address> recover(const Hash32& digest, const Signature& signature);

/// r ‖ s with y_parity in the top bit of s (EIP-2098).
using CompactSignature = FixedBytes<64, struct CompactSignatureTag>;

/// Returns the 64-byte form. Requires s in the lower half, as sign() gives it; checked.
[[nodiscard]] CompactSignature to_compact(const Signature& signature);

/// Splits the 64-byte form; whether it is valid is for recover() to say. Errors: bad_data where
/// there are not 64 bytes.
[[nodiscard]] Result<Signature> from_compact(ByteView bytes);

}  // namespace ballast::chain
