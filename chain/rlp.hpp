// SPDX-License-Identifier: MIT
// Recursive Length Prefix (yellow paper, appendix B).
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/u256.hpp"

namespace ballast::chain {

/// The deepest nesting of lists that is read; transactions need 4.
constexpr std::size_t kRlpDepthMax = 32;

/// A byte string, or a list of such values.
class Rlp {
  public:
    Rlp() = default;
    explicit Rlp(Bytes bytes) : value_(std::move(bytes)) {}
    explicit Rlp(ByteView bytes) : value_(Bytes(bytes.begin(), bytes.end())) {}
    explicit Rlp(std::vector<Rlp> items) : value_(std::move(items)) {}
    /// An integer as Ethereum writes it: big-endian without leading zeros, 0 as no bytes.
    explicit Rlp(const U256& integer);

    /// Returns the byte string, or nullptr for a list.
    [[nodiscard]] const Bytes* as_bytes() const { return std::get_if<Bytes>(&value_); }
    /// Returns the items, or nullptr for a byte string.
    [[nodiscard]] const std::vector<Rlp>* as_list() const {
        return std::get_if<std::vector<Rlp>>(&value_);
    }
    /// Returns the integer. Errors: bad_data for a list, a leading zero, or more than 32 bytes.
    [[nodiscard]] Result<U256> as_integer() const;

    bool operator==(const Rlp&) const = default;

  private:
    std::variant<Bytes, std::vector<Rlp>> value_;
};

/// A list that is encoded as it is filled: what is on the way of every signature needs no tree.
class RlpList {
  public:
    /// Makes room for that many encoded bytes.
    void reserve(std::size_t bytes) { items_.reserve(bytes); }
    void add(ByteView bytes);
    void add(const RlpList& list);
    /// Big-endian without leading zeros, 0 as no bytes.
    void add_integer(const U256& integer);

    /// Returns prefix ‖ the list's encoding.
    [[nodiscard]] Bytes encode(ByteView prefix = {}) const;
    /// Returns the items' encodings without the list's header.
    [[nodiscard]] Bytes items() && { return std::move(items_); }

  private:
    Bytes items_;
};

/// Returns the one canonical encoding.
[[nodiscard]] Bytes rlp_encode(const Rlp& value);

/// Reads one value that fills `data`. Refuses every encoding that rlp_encode would not have
/// written, and nesting over kRlpDepthMax. Errors: bad_data.
[[nodiscard]] Result<Rlp> rlp_decode(ByteView data);

}  // namespace ballast::chain
