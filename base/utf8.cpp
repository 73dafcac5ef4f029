// SPDX-License-Identifier: MIT
#include "base/utf8.hpp"

#include "base/check.hpp"

namespace ballast {

std::size_t utf8_length(ByteView text) noexcept {
    if (text.empty()) return 0;
    const std::uint8_t first = text[0];
    if (first < 0x80) return 1;
    const std::size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length == 0 || first > 0xf4 || text.size() < length) return 0;
    for (const std::uint8_t byte : text.subspan(1, length - 1))
        if ((byte & 0xc0U) != 0x80) return 0;
    const std::uint8_t second = text[1];
    const bool bad_second = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                            (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    return bad_second ? 0 : length;
}

bool is_utf8(ByteView text) noexcept {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text = text.subspan(length);
    }
    return true;
}

void append_utf8(std::string& text, std::uint32_t code) {
    BALLAST_CHECK(code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));
    const int tails = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr std::uint32_t kHeads[] = {0, 0xc0, 0xe0, 0xf0};
    text += static_cast<char>(kHeads[tails] | code >> static_cast<unsigned>(6 * tails));
    for (int tail = tails - 1; tail >= 0; --tail)
        text += static_cast<char>(0x80U | ((code >> static_cast<unsigned>(6 * tail)) & 0x3fU));
}

}  // namespace ballast
