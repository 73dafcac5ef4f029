// SPDX-License-Identifier: MIT
#include "chain/rlp.hpp"

namespace ballast::chain {
namespace {

constexpr std::uint8_t kStringBase = 0x80;
constexpr std::uint8_t kListBase = 0xc0;
/// The longest payload whose length stands in the first byte.
constexpr std::size_t kShortMax = 55;
constexpr std::size_t kHeaderMax = 9;

/// What `word` holds without its leading zeros.
ByteView minimal(const Hash32& word) {
    std::size_t zeros = 0;
    while (zeros < Hash32::kSize && word.bytes[zeros] == 0)
        ++zeros;
    return word.view().subspan(zeros);
}

void append_header(Bytes& out, std::uint8_t base, std::size_t length) {
    if (length <= kShortMax) {
        out.push_back(static_cast<std::uint8_t>(base + length));
        return;
    }
    const Hash32 word = U256(length).to_big_endian();
    const ByteView digits = minimal(word);
    out.push_back(static_cast<std::uint8_t>(base + kShortMax + digits.size()));
    append(out, digits);
}

void add_value(RlpList& out, const Rlp& value) {
    if (const Bytes* bytes = value.as_bytes()) {
        out.add(*bytes);
        return;
    }
    RlpList inner;
    for (const Rlp& item : *value.as_list())
        add_value(inner, item);
    out.add(inner);
}

tl::unexpected<Error> bad(std::string_view reason) {
    return fail(Errc::bad_data, "not RLP: " + std::string(reason));
}

class Decoder {
  public:
    explicit Decoder(ByteView data) : rest_(data) {}

    [[nodiscard]] bool done() const { return rest_.empty(); }

    Result<Rlp> value(std::size_t depth) {
        if (rest_.empty()) return bad("it ends before a value");
        const std::uint8_t first = rest_.front();
        if (first < kStringBase) return Rlp(take(1));
        const bool list = first >= kListBase;
        auto payload = take_payload(list ? kListBase : kStringBase);
        if (!payload) return fail(payload.error());
        if (list) return items(*payload, depth);
        if (payload->size() == 1 && payload->front() < kStringBase)
            return bad("a byte below 0x80 has a needless header");
        return Rlp(*payload);
    }

  private:
    ByteView take(std::size_t count) {
        const ByteView head = rest_.first(count);
        rest_ = rest_.subspan(count);
        return head;
    }

    Result<ByteView> take_payload(std::uint8_t base) {
        const std::size_t code = static_cast<std::size_t>(take(1).front() - base);
        std::size_t length = code;
        if (code > kShortMax) {
            const auto read = take_length(code - kShortMax);
            if (!read) return fail(read.error());
            length = *read;
        }
        if (length > rest_.size()) return bad("a length points past the end");
        return take(length);
    }

    Result<std::size_t> take_length(std::size_t digits) {
        if (digits > rest_.size()) return bad("it ends inside a length");
        const ByteView text = take(digits);
        if (text.front() == 0) return bad("a length has a leading zero");
        std::size_t length = 0;  // at most 8 digits, by the form of the first byte
        for (const std::uint8_t digit : text)
            length = length << 8U | digit;
        if (length <= kShortMax) return bad("a short length is written in the long form");
        return length;
    }

    static Result<Rlp> items(ByteView payload, std::size_t depth) {
        if (depth == kRlpDepthMax) return bad("lists are nested too deep");
        Decoder inner(payload);
        std::vector<Rlp> list;
        while (!inner.done()) {
            auto item = inner.value(depth + 1);
            if (!item) return item;
            list.push_back(std::move(*item));
        }
        return Rlp(std::move(list));
    }

    ByteView rest_;
};

}  // namespace

Rlp::Rlp(const U256& integer) {
    const Hash32 word = integer.to_big_endian();
    const ByteView digits = minimal(word);
    value_ = Bytes(digits.begin(), digits.end());
}

Result<U256> Rlp::as_integer() const {
    const Bytes* bytes = as_bytes();
    if (bytes == nullptr) return bad("a list stands where an integer must");
    if (bytes->size() > 32) return bad("an integer is wider than 256 bits");
    if (!bytes->empty() && bytes->front() == 0) return bad("an integer has a leading zero");
    return U256::from_big_endian(*bytes);
}

void RlpList::add(ByteView bytes) {
    const bool stands_for_itself = bytes.size() == 1 && bytes.front() < kStringBase;
    if (!stands_for_itself) append_header(items_, kStringBase, bytes.size());
    append(items_, bytes);
}

void RlpList::add_integer(const U256& integer) {
    const Hash32 word = integer.to_big_endian();
    add(minimal(word));
}

void RlpList::add(const RlpList& list) {
    append_header(items_, kListBase, list.items_.size());
    append(items_, list.items_);
}

Bytes RlpList::encode(ByteView prefix) const {
    Bytes out;
    out.reserve(prefix.size() + kHeaderMax + items_.size());
    append(out, prefix);
    append_header(out, kListBase, items_.size());
    append(out, items_);
    return out;
}

Bytes rlp_encode(const Rlp& value) {
    RlpList one;
    add_value(one, value);
    return std::move(one).items();
}

Result<Rlp> rlp_decode(ByteView data) {
    Decoder decoder(data);
    auto value = decoder.value(0);
    if (value && !decoder.done()) return bad("bytes follow the value");
    return value;
}

}  // namespace ballast::chain
