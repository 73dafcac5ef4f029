// SPDX-License-Identifier: MIT
#include "base/check.hpp"
#include "chain/abi.hpp"
#include "chain/abi_word.hpp"

namespace ballast::chain {
namespace {

tl::unexpected<Error> misfit(const AbiType& type, std::string_view reason) {
    return fail(Errc::bad_data,
                "a value does not fit " + to_text(type) + ": " + std::string(reason));
}

void append_word(Bytes& out, const U256& word) {
    append(out, word.to_big_endian().view());
}

void append_padded(Bytes& out, ByteView bytes) {
    append(out, bytes);
    out.resize(out.size() + (32 - bytes.size() % 32) % 32);
}

Status append_body(Bytes& out, const AbiType& type, const AbiValue& value);

const AbiType& part_of(const AbiType& type, std::size_t index) {
    return type.kind == AbiKind::tuple ? type.parts[index] : type.parts.front();
}

/// Heads first; what is dynamic leaves its offset there and goes to the tails.
Status append_sequence(Bytes& out, const AbiType& type, const std::vector<AbiValue>& items) {
    std::size_t heads_size = 0;
    for (std::size_t i = 0; i < items.size(); ++i)
        heads_size += head_size(part_of(type, i));
    Bytes tails;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const AbiType& part = part_of(type, i);
        const bool dynamic = is_dynamic(part);
        if (dynamic) append_word(out, U256(heads_size + tails.size()));
        if (auto done = append_body(dynamic ? tails : out, part, items[i]); !done) return done;
    }
    append(out, tails);
    return {};
}

Status append_list(Bytes& out, const AbiType& type, const AbiValue& value) {
    const auto* items = value.as_list();
    if (items == nullptr) return misfit(type, "it is not a list");
    if (type.kind == AbiKind::array) append_word(out, U256(items->size()));
    const std::size_t wanted = type.kind == AbiKind::tuple ? type.parts.size() : type.size;
    if (type.kind != AbiKind::array && items->size() != wanted)
        return misfit(type, "it has " + std::to_string(items->size()) + " items");
    return append_sequence(out, type, *items);
}

Status append_bytes(Bytes& out, const AbiType& type, const AbiValue& value) {
    const Bytes* bytes = value.as_bytes();
    if (bytes == nullptr) return misfit(type, "it is not a byte string");
    const auto fixed = fixed_bytes_size(type);
    if (fixed && *fixed != bytes->size())
        return misfit(type, "it has " + std::to_string(bytes->size()) + " bytes");
    if (!fixed) append_word(out, U256(bytes->size()));
    append_padded(out, *bytes);
    return {};
}

Status append_body(Bytes& out, const AbiType& type, const AbiValue& value) {
    switch (type.kind) {
        case AbiKind::array:
        case AbiKind::fixed_array:
        case AbiKind::tuple:
            return append_list(out, type, value);
        case AbiKind::fixed_bytes:
        case AbiKind::function:
        case AbiKind::bytes:
        case AbiKind::string:
            return append_bytes(out, type, value);
        case AbiKind::uint:
        case AbiKind::sint:
        case AbiKind::address:
        case AbiKind::boolean:
            break;
    }
    const U256* word = value.as_word();
    if (word == nullptr) return misfit(type, "it is not a number");
    if (!word_fits(type, word->to_big_endian())) return misfit(type, "it is out of range");
    append_word(out, *word);
    return {};
}

}  // namespace

Result<Bytes> abi_encode(const AbiType& tuple, const AbiValue& value) {
    BALLAST_CHECK(tuple.kind == AbiKind::tuple);
    Bytes out;
    if (auto done = append_list(out, tuple, value); !done) return fail(done.error());
    return out;
}

Result<Bytes> encode_call(std::string_view signature, const std::vector<AbiValue>& arguments) {
    const Selector selector = function_selector(signature);
    const auto type = parse_abi_type(signature.substr(signature.find('(')));
    auto encoded = abi_encode(*type, AbiValue::list(arguments));
    if (!encoded) return fail_in(signature, encoded.error());
    Bytes calldata(selector.bytes.begin(), selector.bytes.end());
    append(calldata, *encoded);
    return calldata;
}

}  // namespace ballast::chain
