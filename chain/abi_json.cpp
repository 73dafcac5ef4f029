// SPDX-License-Identifier: MIT
#include "chain/abi_json.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/utf8.hpp"
#include "chain/abi_word.hpp"

namespace ballast::chain {
namespace {

tl::unexpected<Error> bad(const AbiType& type, std::string_view reason) {
    return fail(Errc::bad_data, "not " + to_text(type) + ": " + std::string(reason));
}

struct SignedMagnitude {
    bool negative = false;
    U256 magnitude;
};

Result<SignedMagnitude> read_integer(const Json& json) {
    const JsonNumber* number = json.as_number();
    const std::string* text = number != nullptr ? &number->text : json.as_string();
    if (text == nullptr) return fail(Errc::bad_data, "is not a number, nor a number in a string");
    const bool negative = text->starts_with('-');
    const std::string_view digits = std::string_view(*text).substr(negative ? 1 : 0);
    if (negative && digits.starts_with("0x"))
        return fail(Errc::bad_data, "is hex with a minus sign, which has two readings");
    const auto magnitude = U256::from_text(digits);
    if (!magnitude) return fail(magnitude.error());
    // Beyond this a wallet that keeps numbers in doubles would sign another one.
    if (number != nullptr && *magnitude > U256(kJsonIntegerMax))
        return fail(Errc::bad_data, "is over 2^53 - 1 and must stand in a string: " + *text);
    return SignedMagnitude{negative, *magnitude};
}

/// Two's complement, if 256 bits hold it; narrower types are word_fits's to judge.
std::optional<U256> to_word(const SignedMagnitude& read, bool is_signed) {
    if (read.magnitude == U256(0)) return U256(0);
    const U256 word = read.negative ? negated(read.magnitude) : read.magnitude;
    const bool top_bit = (word.to_big_endian().bytes[0] & 0x80U) != 0;
    const bool lost = is_signed ? top_bit != read.negative : read.negative;
    return lost ? std::nullopt : std::optional(word);
}

Result<AbiValue> read_number(const AbiType& type, const Json& json) {
    const auto read = read_integer(json);
    if (!read) return bad(type, read.error().what);
    const auto word = to_word(*read, type.kind == AbiKind::sint);
    if (!word || !word_fits(type, word->to_big_endian())) return bad(type, "it is out of range");
    return AbiValue::uint(*word);
}

Result<AbiValue> read_hex(const AbiType& type, const std::string& text) {
    if (!text.starts_with("0x")) return bad(type, "it does not start with 0x");
    const auto bytes = from_hex(text);
    if (!bytes) return bad(type, bytes.error().what);
    if (fixed_bytes_size(type) && *fixed_bytes_size(type) != bytes->size())
        return bad(type, "it has " + std::to_string(bytes->size()) + " bytes");
    return AbiValue::bytes(*bytes);
}

Result<AbiValue> read_text(const AbiType& type, const Json& json) {
    const std::string* text = json.as_string();
    if (text == nullptr) return bad(type, "it is not a string");
    if (type.kind == AbiKind::string) return AbiValue::string(*text);
    if (type.kind != AbiKind::address) return read_hex(type, *text);
    const auto address = parse_address(*text);
    if (!address) return fail(address.error());
    return AbiValue::address(*address);
}

Json write_word(const AbiType& type, const U256& word) {
    if (type.kind == AbiKind::boolean) return word != U256(0);
    if (type.kind == AbiKind::address) return to_hex(word.to_big_endian().view().subspan(12));
    return type.kind == AbiKind::sint ? signed_decimal(word) : word.to_decimal();
}

Result<Json> write_bytes(const AbiType& type, const Bytes& bytes) {
    if (type.kind != AbiKind::string) return Json(to_hex(bytes));
    if (!is_utf8(bytes)) return bad(type, "it is not UTF-8");
    return Json(std::string(bytes.begin(), bytes.end()));
}

}  // namespace

Result<AbiValue> abi_from_json(const AbiType& type, const Json& json) {
    BALLAST_CHECK(type.parts.empty() && type.kind != AbiKind::tuple);
    if (type.kind == AbiKind::uint || type.kind == AbiKind::sint) return read_number(type, json);
    if (type.kind != AbiKind::boolean) return read_text(type, json);
    const bool* flag = json.as_bool();
    if (flag == nullptr) return bad(type, "it is not true or false");
    return AbiValue::boolean(*flag);
}

Result<Json> abi_to_json(const AbiType& type, const AbiValue& value) {
    BALLAST_CHECK(type.parts.empty() && type.kind != AbiKind::tuple);
    const auto fits = abi_encode({AbiKind::tuple, 0, {type}}, AbiValue::list({value}));
    if (!fits) return fail(fits.error());
    if (const U256* word = value.as_word()) return write_word(type, *word);
    return write_bytes(type, *value.as_bytes());
}

Result<U256> word_from_json(const Json& json) {
    const auto value = abi_from_json({AbiKind::uint, 256, {}}, json);
    if (!value) return fail(value.error());
    return *value->as_word();
}

}  // namespace ballast::chain
