// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/check.hpp"
#include "chain/abi.hpp"
#include "chain/abi_word.hpp"

namespace ballast::chain {
namespace {

tl::unexpected<Error> bad(const AbiType& type, std::string_view reason) {
    return fail(Errc::bad_data, "not an encoding of " + to_text(type) + ": " + std::string(reason));
}

/// Positions are relative to data_ and at most its size. No byte is read for two values, so offsets
/// that alias cannot make a small input a large tree, nor one value look like two. What takes no
/// words is bounded by the type: see parse_abi_type.
class Decoder {
  public:
    explicit Decoder(ByteView data) : data_(data), is_read_(data.size()) {}

    /// Reads the members or elements whose heads start at `base`.
    Result<AbiValue> sequence(const AbiType& type, std::size_t count, std::size_t base) {
        std::vector<AbiValue> items;
        std::size_t head = base;
        for (std::size_t i = 0; i < count; ++i) {
            const AbiType& part = type.kind == AbiKind::tuple ? type.parts[i] : type.parts.front();
            auto item = in_head(part, base, head);
            if (!item) return item;
            items.push_back(std::move(*item));
            head += head_size(part);
        }
        return AbiValue::list(std::move(items));
    }

  private:
    Result<AbiValue> in_head(const AbiType& type, std::size_t base, std::size_t head) {
        if (!is_dynamic(type)) return body(type, head);
        const auto offset = count_at(type, head, data_.size() - base);
        if (!offset) return fail(offset.error());
        return body(type, base + *offset);
    }

    Result<AbiValue> body(const AbiType& type, std::size_t at) {
        switch (type.kind) {
            case AbiKind::array:
                return array(type, at);
            case AbiKind::fixed_array:
                return sequence(type, type.size, at);
            case AbiKind::tuple:
                return sequence(type, type.parts.size(), at);
            case AbiKind::bytes:
            case AbiKind::string:
                return bytes(type, at);
            case AbiKind::uint:
            case AbiKind::sint:
            case AbiKind::address:
            case AbiKind::boolean:
            case AbiKind::fixed_bytes:
            case AbiKind::function:
                break;
        }
        const auto word = word_at(type, at);
        if (!word) return fail(word.error());
        if (!word_fits(type, *word))
            return bad(type, "a word is out of range or has dirty padding");
        if (const auto size = fixed_bytes_size(type))
            return AbiValue::bytes(word->view().first(*size));
        return AbiValue::uint(U256::from_big_endian(word->view()));
    }

    Result<AbiValue> array(const AbiType& type, std::size_t at) {
        const auto count = count_at(type, at, data_.size());
        if (!count) return fail(count.error());
        // No element is free of words, so a count that is too large ends where the data does.
        return sequence(type, *count, at + 32);
    }

    Result<AbiValue> bytes(const AbiType& type, std::size_t at) {
        const auto count = count_at(type, at, data_.size());
        if (!count) return fail(count.error());
        if (*count > data_.size() - (at + 32)) return bad(type, "a length points past the end");
        if (!claim(at + 32, *count)) return bad(type, "its parts overlap");
        return AbiValue::bytes(data_.subspan(at + 32, *count));
    }

    Result<std::size_t> count_at(const AbiType& type, std::size_t at, std::size_t limit) {
        const auto word = word_at(type, at);
        if (!word) return fail(word.error());
        const auto count = U256::from_big_endian(word->view()).to_u64();
        if (!count || *count > limit) return bad(type, "an offset or length points past the end");
        return static_cast<std::size_t>(*count);
    }

    Result<Hash32> word_at(const AbiType& type, std::size_t at) {
        if (at > data_.size() || data_.size() - at < 32) return bad(type, "it ends too early");
        if (!claim(at, 32)) return bad(type, "its parts overlap");
        const ByteView bytes = data_.subspan(at, 32);
        Hash32 word;
        std::copy(bytes.begin(), bytes.end(), word.bytes.begin());
        return word;
    }

    /// Marks bytes as read. Returns false where one of them is already.
    bool claim(std::size_t at, std::size_t count) {
        const auto first = is_read_.begin() + static_cast<std::ptrdiff_t>(at);
        const auto last = first + static_cast<std::ptrdiff_t>(count);
        if (std::find(first, last, 1) != last) return false;
        std::fill(first, last, std::uint8_t{1});
        return true;
    }

    ByteView data_;
    /// 1 for each byte of data_ that belongs to a value.
    std::vector<std::uint8_t> is_read_;
};

}  // namespace

Result<AbiValue> abi_decode(const AbiType& tuple, ByteView data) {
    BALLAST_CHECK(tuple.kind == AbiKind::tuple);
    return Decoder(data).sequence(tuple, tuple.parts.size(), 0);
}

}  // namespace ballast::chain
