// SPDX-License-Identifier: MIT
#include "chain/types.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace ballast::chain {
namespace {

bool is_lower(char c) noexcept {
    return c >= 'a' && c <= 'f';
}
bool is_upper(char c) noexcept {
    return c >= 'A' && c <= 'F';
}

tl::unexpected<Error> not_an_address(std::string_view text, std::string_view reason) {
    return fail(Errc::bad_data, "not an address: \"" + std::string(text.substr(0, 60)) + "\" " +
                                    std::string(reason));
}

}  // namespace

Result<Address> address_from_bytes(ByteView bytes) {
    if (bytes.size() != Address::kSize)
        return fail(Errc::bad_data,
                    "an address has 20 bytes, found " + std::to_string(bytes.size()));
    Address address;
    std::copy(bytes.begin(), bytes.end(), address.bytes.begin());
    return address;
}

Result<Address> parse_address(std::string_view text) {
    if (text.size() != 42 || !text.starts_with("0x"))
        return not_an_address(text, "is not 0x and 40 hex digits");
    const auto bytes = from_hex(text);
    if (!bytes) return not_an_address(text, "has a digit that is not hex");
    const auto address = address_from_bytes(*bytes);
    const std::string_view digits = text.substr(2);
    const bool mixed = std::any_of(digits.begin(), digits.end(), is_lower) &&
                       std::any_of(digits.begin(), digits.end(), is_upper);
    if (mixed && checksum_text(*address) != text)
        return not_an_address(text, "has a wrong EIP-55 checksum");
    return address;
}

std::string checksum_text(const Address& address) {
    std::string text = to_hex(address);
    const Hash32 hash = keccak256(as_bytes(std::string_view(text).substr(2)));
    for (std::size_t i = 0; i < 2 * Address::kSize; ++i) {
        const unsigned nibble = (hash.bytes[i / 2] >> (i % 2 == 0 ? 4U : 0U)) & 15U;
        char& digit = text[i + 2];
        if (nibble >= 8 && is_lower(digit)) digit = static_cast<char>(digit - 'a' + 'A');
    }
    return text;
}

}  // namespace ballast::chain
