// SPDX-License-Identifier: MIT
#include "chain/abi_word.hpp"

#include <algorithm>

namespace ballast::chain {
namespace {

constexpr std::size_t kFunctionBytes = 24;  // an address and a selector

bool filled(const Hash32& word, std::size_t from, std::size_t to, std::uint8_t fill) {
    return std::all_of(word.bytes.begin() + static_cast<std::ptrdiff_t>(from),
                       word.bytes.begin() + static_cast<std::ptrdiff_t>(to),
                       [fill](std::uint8_t byte) { return byte == fill; });
}

}  // namespace

bool word_fits(const AbiType& type, const Hash32& word) {
    switch (type.kind) {
        case AbiKind::uint:
            return filled(word, 0, 32 - type.size / 8, 0);
        case AbiKind::sint: {
            const std::size_t first = 32 - type.size / 8;
            return filled(word, 0, first, (word.bytes[first] & 0x80U) != 0 ? 0xff : 0x00);
        }
        case AbiKind::address:
            return filled(word, 0, 12, 0);
        case AbiKind::boolean:
            return filled(word, 0, 31, 0) && word.bytes[31] <= 1;
        case AbiKind::fixed_bytes:
        case AbiKind::function:
            return filled(word, *fixed_bytes_size(type), 32, 0);
        case AbiKind::bytes:
        case AbiKind::string:
        case AbiKind::array:
        case AbiKind::fixed_array:
        case AbiKind::tuple:
            break;
    }
    return false;
}

std::optional<std::size_t> fixed_bytes_size(const AbiType& type) {
    if (type.kind == AbiKind::fixed_bytes) return type.size;
    if (type.kind == AbiKind::function) return kFunctionBytes;
    return std::nullopt;
}

bool is_identifier(std::string_view name) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && !is_digit(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
                      c == '$';
           });
}

U256 negated(const U256& value) {
    Hash32 all_ones;
    all_ones.bytes.fill(0xff);
    return U256::from_big_endian(all_ones.view()) - value + U256(1);
}

std::string signed_decimal(const U256& word) {
    const bool negative = (word.to_big_endian().bytes[0] & 0x80U) != 0;
    return negative ? "-" + negated(word).to_decimal() : word.to_decimal();
}

}  // namespace ballast::chain
