// SPDX-License-Identifier: MIT
// The contract ABI of Solidity: types by their text, values as a tree, encoder and decoder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/u256.hpp"
#include "chain/types.hpp"

namespace ballast::chain {

enum class AbiKind {
    uint,
    sint,
    address,
    boolean,
    fixed_bytes,
    /// An address and a selector: 24 bytes, laid out as bytes24 is.
    function,
    bytes,
    string,
    array,
    fixed_array,
    tuple,
};

struct AbiType {
    AbiKind kind = AbiKind::tuple;
    /// uint and sint: bits. fixed_bytes: bytes. fixed_array: elements. Otherwise 0.
    std::size_t size = 0;
    /// Arrays: the one element type. Tuples: the members.
    std::vector<AbiType> parts;
    bool operator==(const AbiType&) const = default;
};

/// A value without its type: a word, a byte string or a list; abi_encode checks that it fits.
class AbiValue {
  public:
    AbiValue() = default;

    [[nodiscard]] static AbiValue uint(const U256& value) { return AbiValue(value); }
    /// For signed integers; kept in two's complement of 256 bits.
    [[nodiscard]] static AbiValue sint(std::int64_t value);
    [[nodiscard]] static AbiValue address(const Address& value);
    [[nodiscard]] static AbiValue boolean(bool value) { return AbiValue(U256(value ? 1U : 0U)); }
    /// For bytes, and for bytesN and function, which must then have exactly N and 24 bytes.
    [[nodiscard]] static AbiValue bytes(ByteView value) {
        return AbiValue(Bytes(value.begin(), value.end()));
    }
    [[nodiscard]] static AbiValue string(std::string_view value) {
        return bytes(ballast::as_bytes(value));
    }
    /// For arrays and tuples.
    [[nodiscard]] static AbiValue list(std::vector<AbiValue> items) {
        return AbiValue(std::move(items));
    }

    // Readers return nullptr where the value is of another shape.
    /// uint, sint (two's complement), address and bool.
    [[nodiscard]] const U256* as_word() const { return std::get_if<U256>(&value_); }
    /// bytesN, function, bytes and string.
    [[nodiscard]] const Bytes* as_bytes() const { return std::get_if<Bytes>(&value_); }
    /// arrays and tuples.
    [[nodiscard]] const std::vector<AbiValue>* as_list() const {
        return std::get_if<std::vector<AbiValue>>(&value_);
    }

    bool operator==(const AbiValue&) const = default;

  private:
    explicit AbiValue(U256 word) : value_(word) {}
    explicit AbiValue(Bytes bytes) : value_(std::move(bytes)) {}
    explicit AbiValue(std::vector<AbiValue> items) : value_(std::move(items)) {}

    std::variant<U256, Bytes, std::vector<AbiValue>> value_;
};

/// The first four bytes of calldata.
using Selector = FixedBytes<4, struct SelectorTag>;

/// Reads a canonical type such as "(bytes32,uint64,(uint16,uint16)[])": no spaces, no names, no
/// aliases ("uint"), at most 16 levels and 65,536 values in place. What takes no space, "()" and
/// "uint8[0]", is a type too, as in the specification and in ethers, but "()[]" is none: any number
/// of elements would stand in one word. Fixed-point types are none, as no compiler and no other
/// library has them. Errors: bad_data.
[[nodiscard]] Result<AbiType> parse_abi_type(std::string_view text);

/// Returns the text that parse_abi_type reads.
[[nodiscard]] std::string to_text(const AbiType& type);

/// Returns true where the encoding of `type` has a tail.
[[nodiscard]] bool is_dynamic(const AbiType& type);

/// Returns the bytes that a value of `type` takes in the head of its sequence: 32 where dynamic.
[[nodiscard]] std::size_t head_size(const AbiType& type);

/// Encodes an argument list. Requires a tuple type; `abi.encode(a, b)` is the tuple "(A,B)", so one
/// dynamic struct S alone is "(S)". Errors: bad_data where the value does not fit the type.
[[nodiscard]] Result<Bytes> abi_encode(const AbiType& tuple, const AbiValue& value);

/// Decodes an argument list. Requires a tuple type. Refuses words with dirty padding, offsets and
/// lengths past the end, and bytes that belong to two values, so the work is bounded by the size of
/// `data` and of the type. As in Solidity, what no value is read from may be anything: bytes after
/// the last value, between two of them, and behind the end of `bytes` and `string`. Errors:
/// bad_data.
[[nodiscard]] Result<AbiValue> abi_decode(const AbiType& tuple, ByteView data);

/// Returns the selector of a signature such as "transfer(address,uint256)". Requires the canonical
/// form, which is checked: signatures stand in our sources.
[[nodiscard]] Selector function_selector(std::string_view signature);

/// Returns the calldata: selector, then the arguments. Requires what function_selector does.
/// Errors: bad_data where `arguments` do not fit.
[[nodiscard]] Result<Bytes> encode_call(std::string_view signature,
                                        const std::vector<AbiValue>& arguments);

}  // namespace ballast::chain
