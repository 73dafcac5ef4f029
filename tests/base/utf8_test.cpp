// SPDX-License-Identifier: MIT
#include "base/utf8.hpp"

#include <gtest/gtest.h>

#include <array>

namespace ballast {
namespace {

/// Decodes one whole sequence that utf8_length accepted.
std::uint32_t decoded(const std::string& text) {
    const auto first = static_cast<std::uint8_t>(text[0]);
    if (text.size() == 1) return first;
    std::uint32_t code = first & (0xffU >> (text.size() + 1));
    for (std::size_t i = 1; i < text.size(); ++i)
        code = code << 6U | (static_cast<std::uint8_t>(text[i]) & 0x3fU);
    return code;
}

TEST(Utf8, EveryCodePointIsWrittenAndReadBack) {
    for (std::uint32_t code = 0; code <= 0x10ffff; ++code) {
        if (code >= 0xd800 && code <= 0xdfff) continue;
        std::string text;
        append_utf8(text, code);
        ASSERT_EQ(utf8_length(as_bytes(text)), text.size()) << code;
        ASSERT_EQ(decoded(text), code);
    }
}

TEST(Utf8, EveryOtherSequenceOfThreeBytesIsRefused) {
    std::size_t accepted = 0;
    for (std::uint32_t bytes = 0x800000; bytes <= 0xffffff; ++bytes) {
        const std::array<std::uint8_t, 3> text{static_cast<std::uint8_t>(bytes >> 16U),
                                               static_cast<std::uint8_t>(bytes >> 8U),
                                               static_cast<std::uint8_t>(bytes)};
        if (utf8_length(text) == 3) ++accepted;
    }
    EXPECT_EQ(accepted, 0xffffU - 0x7ffU - 0x800U);  // U+0800 to U+FFFF without the surrogates
}

TEST(Utf8, NothingIsNoSequence) {
    EXPECT_EQ(utf8_length({}), 0U);
    EXPECT_TRUE(is_utf8({}));
    EXPECT_TRUE(is_utf8(as_bytes("é 円 🚢")));
    EXPECT_FALSE(is_utf8(as_bytes("é 円 \xf0\x9f\x9a")));
}

}  // namespace
}  // namespace ballast
