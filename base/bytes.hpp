// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ballast {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Exactly N bytes. Distinct tags make distinct types, so a hash is never taken for an address.
template <std::size_t N, class Tag>
struct FixedBytes {
    static constexpr std::size_t kSize = N;
    std::array<std::uint8_t, N> bytes{};

    [[nodiscard]] ByteView view() const noexcept { return {bytes.data(), N}; }
    auto operator<=>(const FixedBytes&) const = default;
};

using Hash32 = FixedBytes<32, struct Hash32Tag>;

/// Returns the bytes of `text` itself (no decoding).
[[nodiscard]] ByteView as_bytes(std::string_view text) noexcept;

/// Appends `tail` to `head`.
void append(Bytes& head, ByteView tail);

/// Returns lower-case hex with the prefix 0x.
[[nodiscard]] std::string to_hex(ByteView bytes);

/// Reads hex, with or without 0x, of an even number of digits. Errors: bad_data.
[[nodiscard]] Result<Bytes> from_hex(std::string_view hex);

/// Reads hex of exactly 32 bytes. Errors: bad_data.
[[nodiscard]] Result<Hash32> hash_from_hex(std::string_view hex);

template <std::size_t N, class Tag>
[[nodiscard]] std::string to_hex(const FixedBytes<N, Tag>& value) {
    return to_hex(value.view());
}

}  // namespace ballast
