// SPDX-License-Identifier: MIT
#include "chain/calldata.hpp"

#include <algorithm>

#include "chain/abi_word.hpp"

namespace ballast::chain {
namespace {

void append_quoted(std::string& out, const Bytes& text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    for (const std::uint8_t byte : text) {
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += static_cast<char>(byte);
        } else if (byte >= 0x20 && byte < 0x7f) {
            out += static_cast<char>(byte);
        } else {
            out += "\\x";
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        }
    }
    out += '"';
}

std::string word_text(const AbiType& type, const U256& word) {
    if (type.kind == AbiKind::boolean) return word == U256(0) ? "false" : "true";
    if (type.kind == AbiKind::sint) return signed_decimal(word);
    if (type.kind != AbiKind::address) return word.to_decimal();
    return checksum_text(*address_from_bytes(word.to_big_endian().view().subspan(12)));
}

/// Requires a value that fits: abi_encode took it.
void append_text(std::string& out, const AbiType& type, const AbiValue& value) {
    if (const U256* word = value.as_word()) {
        out += word_text(type, *word);
    } else if (const Bytes* bytes = value.as_bytes()) {
        if (type.kind == AbiKind::string)
            append_quoted(out, *bytes);
        else
            out += to_hex(*bytes);
    } else {
        const bool tuple = type.kind == AbiKind::tuple;
        out += tuple ? '(' : '[';
        const std::vector<AbiValue>& items = *value.as_list();
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) out += ", ";
            append_text(out, type.parts[tuple ? i : 0], items[i]);
        }
        out += tuple ? ')' : ']';
    }
}

Result<AbiType> arguments_of(std::string_view signature) {
    const std::size_t bracket = std::min(signature.find('('), signature.size());
    auto type = parse_abi_type(signature.substr(bracket));
    if (!is_identifier(signature.substr(0, bracket)) || !type || type->kind != AbiKind::tuple)
        return fail(Errc::bad_data, "not a signature such as \"transfer(address,uint256)\": \"" +
                                        std::string(signature.substr(0, 120)) + "\"");
    return type;
}

}  // namespace

Result<std::string> abi_text(const AbiType& type, const AbiValue& value) {
    const auto fits = abi_encode({AbiKind::tuple, 0, {type}}, AbiValue::list({value}));
    if (!fits) return fail(fits.error());
    std::string text;
    append_text(text, type, value);
    return text;
}

Result<std::string> calldata_text(std::string_view signature, ByteView calldata) {
    const auto type = arguments_of(signature);
    if (!type) return fail(type.error());
    const Selector selector = function_selector(signature);
    if (calldata.size() < Selector::kSize ||
        !std::equal(selector.bytes.begin(), selector.bytes.end(), calldata.begin()))
        return fail(Errc::bad_data, "the calldata does not begin with " + to_hex(selector) +
                                        ", the selector of " + std::string(signature));
    const ByteView arguments = calldata.subspan(Selector::kSize);
    const auto value = abi_decode(*type, arguments);
    if (!value) return fail(value.error());
    std::string text(signature.substr(0, signature.find('(')));
    append_text(text, *type, *value);
    const auto canonical = abi_encode(*type, *value);
    const bool same = canonical && std::equal(canonical->begin(), canonical->end(),
                                              arguments.begin(), arguments.end());
    if (!same) text += " (not the canonical encoding)";
    return text;
}

}  // namespace ballast::chain
