// SPDX-License-Identifier: MIT
// Memory for private keys, passwords and what is derived from them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ballast::chain {

/// Bytes on pages of their own: out of swap where the system allows, out of core dumps, wiped when
/// they go. Move-only, so there is one copy; a moved-from value is empty.
class SecretBytes {
  public:
    SecretBytes() = default;
    /// Returns `size` zeros. Errors: failed where the system gives no memory.
    [[nodiscard]] static Result<SecretBytes> zeros(std::size_t size);

    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] ByteView view() const noexcept { return {page_, size_}; }
    [[nodiscard]] std::span<std::uint8_t> writable() noexcept { return {page_, size_}; }
    /// The bytes as text, without a copy.
    [[nodiscard]] std::string_view text() const noexcept;
    /// Forgets what is behind the first `size` bytes, and wipes it. Requires size <= size().
    void shrink(std::size_t size) noexcept;
    /// False where the system refused to keep the pages out of swap (RLIMIT_MEMLOCK).
    [[nodiscard]] bool is_locked() const noexcept { return is_locked_; }

  private:
    void wipe() noexcept;

    std::uint8_t* page_ = nullptr;
    std::size_t size_ = 0;
    std::size_t mapped_ = 0;
    bool is_locked_ = false;
};

/// Compares without telling by its duration where the first difference stands.
[[nodiscard]] bool equal_in_constant_time(ByteView a, ByteView b) noexcept;

}  // namespace ballast::chain
