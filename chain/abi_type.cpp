// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <optional>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/abi.hpp"
#include "chain/abi_word.hpp"

namespace ballast::chain {
namespace {

constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kPlacesMax = 65536;
/// How many values an element may be for each word it takes: "(uint8,()[65536])[]" is cheap to
/// write and dear to read, "()[]" may have any count in one word.
constexpr std::size_t kPlacesPerWord = 16;

tl::unexpected<Error> bad(std::string_view text, std::string_view reason) {
    return fail(Errc::bad_data, "not an ABI type: \"" + std::string(text.substr(0, 120)) + "\" " +
                                    std::string(reason));
}

/// Reads digits without a leading zero, up to 65,536.
std::optional<std::size_t> read_count(std::string_view digits) {
    std::size_t count = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (code != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if ((digits.front() == '0' && digits.size() > 1) || count > kPlacesMax) return std::nullopt;
    return count;
}

std::optional<AbiType> read_sized(std::string_view word) {
    const auto sized = [&](std::string_view name, AbiKind kind) -> std::optional<AbiType> {
        if (!word.starts_with(name)) return std::nullopt;
        const auto size = read_count(word.substr(name.size()));
        if (!size || *size == 0) return std::nullopt;
        return AbiType{kind, *size, {}};
    };
    const auto whole_bytes = [](const std::optional<AbiType>& type) {
        return type && type->size % 8 == 0 && type->size <= 256;
    };
    if (auto type = sized("uint", AbiKind::uint)) return whole_bytes(type) ? type : std::nullopt;
    if (auto type = sized("int", AbiKind::sint)) return whole_bytes(type) ? type : std::nullopt;
    if (auto type = sized("bytes", AbiKind::fixed_bytes))
        return type->size <= 32 ? type : std::nullopt;
    return std::nullopt;
}

std::optional<AbiType> read_word(std::string_view word) {
    if (word == "address") return AbiType{AbiKind::address, 0, {}};
    if (word == "bool") return AbiType{AbiKind::boolean, 0, {}};
    if (word == "function") return AbiType{AbiKind::function, 0, {}};
    if (word == "bytes") return AbiType{AbiKind::bytes, 0, {}};
    if (word == "string") return AbiType{AbiKind::string, 0, {}};
    return read_sized(word);
}

/// How many words it takes at least to write one, and so are read.
std::size_t words_least(const AbiType& type) {
    if (type.parts.empty() && type.kind != AbiKind::tuple) return 1;
    if (type.kind == AbiKind::array) return 2;
    std::size_t words = 0;
    for (const AbiType& part : type.parts)
        words += words_least(part);
    if (type.kind == AbiKind::fixed_array) words *= type.size;
    return words + (is_dynamic(type) ? 1 : 0);
}

std::size_t levels(const AbiType& type) {
    if (type.parts.empty()) return type.kind == AbiKind::tuple ? 1 : 0;
    std::size_t below = 0;
    for (const AbiType& part : type.parts)
        below = std::max(below, levels(part));
    return 1 + below;
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text), rest_(text) {}

    Result<AbiType> whole() {
        auto type = any(0);
        if (type && !rest_.empty()) return bad(text_, "has text after the type");
        // Each tuple may have arrays of arrays around it: only the whole tells how deep it is.
        if (type && levels(*type) > kDepthMax) return bad(text_, "is nested too deep");
        return type;
    }

  private:
    Result<AbiType> any(std::size_t depth) {
        if (depth > kDepthMax) return bad(text_, "is nested too deep");
        auto type = rest_.starts_with('(') ? tuple(depth) : word();
        for (std::size_t level = depth; type && rest_.starts_with('['); ++level) {
            if (level > kDepthMax) return bad(text_, "is nested too deep");
            type = suffix(std::move(*type));
        }
        return type;
    }

    Result<AbiType> word() {
        const std::string_view word = rest_.substr(0, rest_.find_first_of("(),[]"));
        const auto type = read_word(word);
        if (!type) return bad(text_, "has no type where one must stand");
        rest_.remove_prefix(word.size());
        return *type;
    }

    Result<AbiType> tuple(std::size_t depth) {
        AbiType type{AbiKind::tuple, 0, {}};
        if (rest_.starts_with("()")) {
            rest_.remove_prefix(2);
            return type;
        }
        std::size_t places = 0;
        do {
            rest_.remove_prefix(1);
            auto part = any(depth + 1);
            if (!part) return part;
            places += abi_places(*part);
            if (places > kPlacesMax) return bad(text_, "is too large");
            type.parts.push_back(std::move(*part));
        } while (rest_.starts_with(','));
        if (!rest_.starts_with(')')) return bad(text_, "has an open bracket");
        rest_.remove_prefix(1);
        return type;
    }

    Result<AbiType> suffix(AbiType element) {
        const std::size_t end = rest_.find(']');
        if (end == std::string_view::npos) return bad(text_, "has an open bracket");
        const std::string_view digits = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        AbiType type{AbiKind::array, 0, {}};
        if (digits.empty()) {
            if (abi_places(element) > kPlacesPerWord * words_least(element))
                return bad(text_, "is an array of what takes next to no space");
        } else {
            const auto count = read_count(digits);
            if (!count || std::max<std::size_t>(*count, 1) * abi_places(element) > kPlacesMax)
                return bad(text_, "has a length that is not from 0 to 65536, or is too large");
            type.kind = AbiKind::fixed_array;
            type.size = *count;
        }
        type.parts.push_back(std::move(element));
        return type;
    }

    std::string_view text_;
    std::string_view rest_;
};

std::string tuple_text(const AbiType& type) {
    std::string text = "(";
    for (const AbiType& part : type.parts) {
        if (text.size() > 1) text += ',';
        text += to_text(part);
    }
    return text + ")";
}

}  // namespace

AbiValue AbiValue::sint(std::int64_t value) {
    Hash32 word;
    word.bytes.fill(value < 0 ? 0xff : 0x00);
    const auto low = static_cast<std::uint64_t>(value);
    for (std::size_t i = 0; i < 8; ++i)
        word.bytes[31 - i] = static_cast<std::uint8_t>(low >> (8 * i));
    return AbiValue(U256::from_big_endian(word.view()));
}

AbiValue AbiValue::address(const Address& value) {
    return AbiValue(U256::from_big_endian(value.view()));
}

Result<AbiType> parse_abi_type(std::string_view text) {
    return Parser(text).whole();
}

std::string to_text(const AbiType& type) {
    switch (type.kind) {
        case AbiKind::uint:
            return "uint" + std::to_string(type.size);
        case AbiKind::sint:
            return "int" + std::to_string(type.size);
        case AbiKind::address:
            return "address";
        case AbiKind::boolean:
            return "bool";
        case AbiKind::fixed_bytes:
            return "bytes" + std::to_string(type.size);
        case AbiKind::function:
            return "function";
        case AbiKind::bytes:
            return "bytes";
        case AbiKind::string:
            return "string";
        case AbiKind::array:
            return to_text(type.parts.front()) + "[]";
        case AbiKind::fixed_array:
            return to_text(type.parts.front()) + "[" + std::to_string(type.size) + "]";
        case AbiKind::tuple:
            break;
    }
    return tuple_text(type);
}

bool is_dynamic(const AbiType& type) {
    if (type.kind == AbiKind::bytes || type.kind == AbiKind::string || type.kind == AbiKind::array)
        return true;
    return std::any_of(type.parts.begin(), type.parts.end(), is_dynamic);
}

std::size_t head_size(const AbiType& type) {
    if (is_dynamic(type)) return 32;
    if (type.kind == AbiKind::fixed_array) return type.size * head_size(type.parts.front());
    if (type.kind != AbiKind::tuple) return 32;
    std::size_t size = 0;
    for (const AbiType& part : type.parts)
        size += head_size(part);
    return size;
}

std::size_t abi_places(const AbiType& type) {
    if (type.kind == AbiKind::array) return 1;
    std::size_t places = 0;
    for (const AbiType& part : type.parts)
        places += abi_places(part);
    // The type of no elements is walked all the same wherever it stands.
    if (type.kind == AbiKind::fixed_array) places *= std::max<std::size_t>(type.size, 1);
    return std::max<std::size_t>(places, 1);
}

Selector function_selector(std::string_view signature) {
    const std::size_t bracket = signature.find('(');
    BALLAST_CHECK(bracket != std::string_view::npos);
    BALLAST_CHECK(is_identifier(signature.substr(0, bracket)));
    const auto arguments = parse_abi_type(signature.substr(bracket));
    BALLAST_CHECK(arguments.has_value() && arguments->kind == AbiKind::tuple);
    const Hash32 hash = keccak256(as_bytes(signature));
    Selector selector;
    std::copy_n(hash.bytes.begin(), Selector::kSize, selector.bytes.begin());
    return selector;
}

}  // namespace ballast::chain
