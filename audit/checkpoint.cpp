// SPDX-License-Identifier: MIT
#include "audit/checkpoint.hpp"

#include <algorithm>

namespace ballast::audit {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kOriginMax = 200;
/// Of 32 bytes: ten groups of three, and one of two, which ends with a pad.
constexpr std::size_t kRootDigits = 44;

std::string base64(const Hash32& hash) {
    std::string text;
    for (std::size_t at = 0; at < Hash32::kSize; at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8U | (at + i < Hash32::kSize ? hash.bytes[at + i] : 0U);
        for (unsigned shift = 24; shift > 0; shift -= 6)
            text += kDigits[(group >> (shift - 6)) & 63U];
    }
    text.back() = '=';
    return text;
}

Result<Hash32> hash_from_base64(std::string_view text) {
    const auto wrong = fail(Errc::bad_data, "line 3 is not a root of 32 bytes in base64");
    if (text.size() != kRootDigits) return wrong;
    Bytes bytes;
    for (std::size_t at = 0; at < kRootDigits; at += 4) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const bool pad = at + i == kRootDigits - 1;
            const std::size_t digit = pad ? 0 : kDigits.find(text[at + i]);
            if (digit == std::string_view::npos) return wrong;
            group = group << 6U | static_cast<std::uint32_t>(digit);
        }
        for (unsigned shift = 24; shift > 0; shift -= 8)
            bytes.push_back(static_cast<std::uint8_t>(group >> (shift - 8)));
    }
    Hash32 hash;
    std::copy_n(bytes.begin(), Hash32::kSize, hash.bytes.begin());
    // The pad, and bits of the last digit that stand for nothing.
    if (base64(hash) != text) return wrong;
    return hash;
}

/// Takes the text up to the next line feed off `rest`. Errors: bad_data where there is none.
Result<std::string_view> take_line(std::string_view& rest, int number) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos)
        return fail(Errc::bad_data, "line " + std::to_string(number) + " has no end");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

bool is_origin(std::string_view text) {
    return !text.empty() && text.size() <= kOriginMax &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

std::string origin_of(const Setup& setup, const Hash32& genesis) {
    return "ballast/" + std::to_string(setup.chain_id) + "/" + to_hex(setup.oracle) + "/" +
           to_hex(genesis);
}

std::string write_checkpoint(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.tree.size) + "\n" +
           base64(checkpoint.tree.root) + "\n";
}

Result<Checkpoint> read_checkpoint(std::string_view text) {
    Checkpoint checkpoint;
    std::string_view rest = text;
    const auto origin = take_line(rest, 1);
    if (!origin) return fail(origin.error());
    if (!is_origin(*origin))
        return fail(Errc::bad_data, "line 1 is not an origin: 1 to 200 printable characters");
    checkpoint.origin = *origin;
    const auto digits = take_line(rest, 2);
    if (!digits) return fail(digits.error());
    const auto size = parse_integer(*digits);
    if (!size || *size < 0 || std::to_string(*size) != *digits)
        return fail(Errc::bad_data, "line 2 is not a size: decimal, without leading zeros");
    checkpoint.tree.size = static_cast<std::uint64_t>(*size);
    const auto root_text = take_line(rest, 3);
    if (!root_text) return fail(root_text.error());
    const auto root = hash_from_base64(*root_text);
    if (!root) return fail(root.error());
    checkpoint.tree.root = *root;
    if (!rest.empty())
        return fail(Errc::bad_data,
                    "line 4: only origin, size and root are read; a signed note's body ends there");
    return checkpoint;
}

}  // namespace ballast::audit
