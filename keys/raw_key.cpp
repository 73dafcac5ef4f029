// SPDX-License-Identifier: MIT
#include "keys/raw_key.hpp"

#include <cstddef>
#include <cstdint>

namespace ballast::keys {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::string_view kSpace = " \t\r\n";

std::string_view without_prefix(std::string_view text) noexcept {
    return text.starts_with("0x") ? text.substr(2) : text;
}

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Returns 0 to 15, or -1.
int digit_of(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

tl::unexpected<Error> no_key(std::string_view reason) {
    return fail(Errc::bad_data, "not a private key in hex: " + std::string(reason));
}

}  // namespace

Result<chain::SecretKey> key_from_hex(std::string_view text) {
    const std::string_view digits = without_prefix(trimmed(text));
    if (digits.size() != 2 * kKeyBytes)
        return no_key(std::to_string(digits.size()) + " characters where 64 digits must be");
    auto bytes = chain::SecretBytes::zeros(kKeyBytes);
    if (!bytes) return fail(bytes.error());
    for (std::size_t i = 0; i < kKeyBytes; ++i) {
        const int high = digit_of(digits[2 * i]);
        const int low = digit_of(digits[2 * i + 1]);
        if (high < 0 || low < 0) return no_key("a character is no digit");
        bytes->writable()[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return chain::SecretKey::from_secret(std::move(*bytes));
}

bool looks_like_a_key(std::string_view text) noexcept {
    const std::string_view digits = without_prefix(trimmed(text));
    if (digits.size() != 2 * kKeyBytes) return false;
    for (const char c : digits)
        if (digit_of(c) < 0) return false;
    return true;
}

}  // namespace ballast::keys
