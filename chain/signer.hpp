// SPDX-License-Identifier: MIT
// The door of libsecp256k1.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/types.hpp"

namespace ballast::chain {

/// A private key on a page of its own: out of swap where the system allows, out of core dumps,
/// wiped when it goes. Move-only; a moved-from key may only be destroyed or assigned to.
class SecretKey {
  public:
    /// Copies 32 bytes; the caller wipes its own. Errors: bad_data where they are not a number
    /// from 1 to the group order less 1; failed where the system gives no page.
    [[nodiscard]] static Result<SecretKey> from_bytes(ByteView bytes);

    SecretKey(SecretKey&& other) noexcept;
    SecretKey& operator=(SecretKey&& other) noexcept;
    SecretKey(const SecretKey&) = delete;
    SecretKey& operator=(const SecretKey&) = delete;
    ~SecretKey();

    /// Returns the address that this key signs for.
    [[nodiscard]] const Address& address() const noexcept { return address_; }

    /// Signs with the nonce of RFC 6979 and s in the lower half (EIP-2), so the signature is a
    /// function of key and digest. It is recovered and compared with address() before it is
    /// returned: a fault of memory or machine ends the process, not the account.
    [[nodiscard]] Signature sign(const Hash32& digest) const;

  private:
    explicit SecretKey(std::uint8_t* page) noexcept : page_(page) {}
    void wipe() noexcept;

    std::uint8_t* page_;
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
