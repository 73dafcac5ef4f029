// SPDX-License-Identifier: MIT
#include "base/bytes.hpp"

#include <algorithm>

namespace ballast {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

int digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

ByteView as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void append(Bytes& head, ByteView tail) {
    head.insert(head.end(), tail.begin(), tail.end());
}

std::string to_hex(ByteView bytes) {
    std::string text(2 + 2 * bytes.size(), 'x');
    text[0] = '0';
    std::size_t at = 2;
    for (const std::uint8_t byte : bytes) {
        text[at++] = kDigits[byte >> 4U];
        text[at++] = kDigits[byte & 15U];
    }
    return text;
}

Result<Bytes> from_hex(std::string_view hex) {
    if (hex.starts_with("0x") || hex.starts_with("0X")) hex.remove_prefix(2);
    if (hex.size() % 2 != 0) return fail(Errc::bad_data, "hex text has an odd number of digits");
    Bytes bytes(hex.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digit_value(hex[2 * i]);
        const int low = digit_value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return fail(Errc::bad_data, "hex text has a digit that is not hex");
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return bytes;
}

Result<Hash32> hash_from_hex(std::string_view hex) {
    auto bytes = from_hex(hex);
    if (!bytes) return fail(bytes.error());
    if (bytes->size() != Hash32::kSize)
        return fail(Errc::bad_data,
                    "expected 32 bytes of hex, found " + std::to_string(bytes->size()));
    Hash32 hash;
    std::copy(bytes->begin(), bytes->end(), hash.bytes.begin());
    return hash;
}

}  // namespace ballast
