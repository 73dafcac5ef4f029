// SPDX-License-Identifier: MIT
#include "telemetry/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.hpp"

namespace ballast::telemetry {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";     // U+2026

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

/// Unicode 15: Cc, Zl, Zp, and of Cf what reorders or hides text. Arabic number signs, which are Cf
/// too, can be seen and stay.
constexpr std::array kHidden = {
    Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0xAD, 0xAD},      Range{0x61C, 0x61C},
    Range{0x180E, 0x180E}, Range{0x200B, 0x200F}, Range{0x2028, 0x202E},  Range{0x2060, 0x206F},
    Range{0xFEFF, 0xFEFF}, Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE0FFF}};

bool is_hidden(std::uint32_t code) {
    return std::any_of(kHidden.begin(), kHidden.end(), [code](const Range& range) {
        return code >= range.first && code <= range.last;
    });
}

/// Requires one whole sequence.
std::uint32_t decode(std::string_view sequence) {
    const auto lead = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1) return lead;
    std::uint32_t code = lead & (0x7FU >> sequence.size());
    for (const char c : sequence.substr(1))
        code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
    return code;
}

void append_unit(std::string& out, std::uint32_t unit) {
    out += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U})
        out += kHex[(unit >> shift) & 15U];
}

/// As UTF-16 has it: two units above the basic plane.
void append_code(std::string& out, std::uint32_t code) {
    if (code > 0xFFFFU) {
        append_unit(out, 0xD800U + ((code - 0x10000U) >> 10U));
        append_unit(out, 0xDC00U + ((code - 0x10000U) & 0x3FFU));
    } else {
        append_unit(out, code);
    }
}

/// Returns what stands after the backslash of a short escape, or 0.
char short_escape(std::uint32_t code, Quoting quoting) {
    if (code == '\n') return 'n';
    if (code == '\r') return 'r';
    if (code == '\t') return 't';
    const bool quotes = quoting == Quoting::json && (code == '"' || code == '\\');
    return quotes ? static_cast<char>(code) : '\0';
}

}  // namespace

std::string clean_utf8(std::string_view text, std::size_t bytes_max) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t length = utf8_length(as_bytes(text));
        const std::string_view next = length > 0 ? text.substr(0, length) : kReplacement;
        if (clean.size() + next.size() > bytes_max) return clean.append(kEllipsis);
        clean += next;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return clean;
}

std::string escaped(std::string_view utf8, Quoting quoting) {
    std::string out;
    while (!utf8.empty()) {
        const std::string_view next = utf8.substr(0, utf8_length(as_bytes(utf8)));
        if (next.empty()) return out;
        const std::uint32_t code = decode(next);
        if (const char letter = short_escape(code, quoting); letter != '\0')
            out.append(1, '\\').append(1, letter);
        else if (is_hidden(code))
            append_code(out, code);
        else
            out += next;
        utf8.remove_prefix(next.size());
    }
    return out;
}

}  // namespace ballast::telemetry
