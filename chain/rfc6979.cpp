// SPDX-License-Identifier: MIT
#include "chain/rfc6979.hpp"

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not in <cstring>

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ballast::chain {
namespace {

constexpr std::size_t kHash = Hash32::kSize;
constexpr std::size_t kBlock = 64;
constexpr std::uint8_t kInnerPad = 0x36;
constexpr std::uint8_t kOuterPad = 0x5c;
/// V ‖ tag ‖ key ‖ digest
constexpr std::size_t kMessageMax = kHash + 1 + 2 * kHash;

/// The state of section 3.2, steps b to h. Wiped when it goes.
class Generator {
  public:
    Generator() {
        v_.bytes.fill(1);
        use_key();
    }
    Generator(const Generator&) = delete;
    Generator& operator=(const Generator&) = delete;
    ~Generator() {
        ::explicit_bzero(k_.bytes.data(), kHash);
        ::explicit_bzero(v_.bytes.data(), kHash);
        ::explicit_bzero(inner_.data(), inner_.size());
        ::explicit_bzero(outer_.data(), outer_.size());
    }

    /// K = HMAC_K(V ‖ tag ‖ key ‖ digest), V = HMAC_K(V)
    void seed(std::uint8_t tag, ByteView key, ByteView digest) {
        auto at = std::copy(v_.bytes.begin(), v_.bytes.end(), inner_.begin() + kBlock);
        *at++ = tag;
        at = std::copy(key.begin(), key.end(), at);
        std::copy(digest.begin(), digest.end(), at);
        hmac(kMessageMax, k_);
        use_key();
        next();
    }

    /// V = HMAC_K(V)
    const Hash32& next() {
        std::copy(v_.bytes.begin(), v_.bytes.end(), inner_.begin() + kBlock);
        hmac(kHash, v_);
        return v_;
    }

  private:
    /// The first blocks of HMAC's two hashes (RFC 2104) under K.
    void use_key() {
        std::fill_n(inner_.begin(), kBlock, kInnerPad);
        std::fill_n(outer_.begin(), kBlock, kOuterPad);
        for (std::size_t i = 0; i < kHash; ++i) {
            inner_[i] = kInnerPad ^ k_.bytes[i];
            outer_[i] = kOuterPad ^ k_.bytes[i];
        }
    }

    /// HMAC under K of the `size` bytes behind the first block of inner_.
    void hmac(std::size_t size, Hash32& into) {
        Hash32 first = sha256(ByteView(inner_).first(kBlock + size));
        std::copy(first.bytes.begin(), first.bytes.end(), outer_.begin() + kBlock);
        Hash32 second = sha256(outer_);
        into = second;
        ::explicit_bzero(first.bytes.data(), kHash);
        ::explicit_bzero(second.bytes.data(), kHash);
    }

    Hash32 k_;
    Hash32 v_;
    std::array<std::uint8_t, kBlock + kMessageMax> inner_{};
    std::array<std::uint8_t, kBlock + kHash> outer_{};
};

}  // namespace

void rfc6979_nonce(ByteView key, ByteView digest, std::uint8_t* nonce) {
    BALLAST_CHECK(key.size() == kHash && digest.size() == kHash);
    Generator generator;
    generator.seed(0, key, digest);
    generator.seed(1, key, digest);
    const Hash32& made = generator.next();
    std::copy(made.bytes.begin(), made.bytes.end(), nonce);
}

}  // namespace ballast::chain
