// SPDX-License-Identifier: MIT
// The door of Boost.Multiprecision: Ethereum's 256-bit words, without Boost in any header.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace ballast {

/// An unsigned 256-bit integer. Arithmetic is checked: what would overflow is a broken
/// BALLAST_CHECK, so bound the inputs first.
class U256 {
  public:
    U256() = default;
    /// Implicit: every such integer is one of ours, as it is.
    U256(std::uint64_t value) : words_{value, 0, 0, 0} {}  // NOLINT(google-explicit-constructor)

    /// Reads 1 to 32 big-endian bytes. Requires bytes.size() <= 32.
    [[nodiscard]] static U256 from_big_endian(ByteView bytes);
    /// Reads decimal digits, or hex after 0x. Errors: bad_data (also on overflow).
    [[nodiscard]] static Result<U256> from_text(std::string_view text);

    [[nodiscard]] Hash32 to_big_endian() const;
    [[nodiscard]] std::string to_decimal() const;
    /// Returns minimal hex with 0x, as JSON-RPC quantities are written: 0 is "0x0".
    [[nodiscard]] std::string to_quantity() const;
    /// Returns the value if it fits 64 bits. Errors: bad_data.
    [[nodiscard]] Result<std::uint64_t> to_u64() const;

    auto operator<=>(const U256& other) const { return compare(other); }
    bool operator==(const U256&) const = default;

    friend U256 operator+(const U256& a, const U256& b);
    friend U256 operator-(const U256& a, const U256& b);
    friend U256 operator*(const U256& a, const U256& b);
    /// Returns floor(a / 2^bits). Requires bits < 64.
    friend U256 operator>>(const U256& a, unsigned bits);

  private:
    [[nodiscard]] std::strong_ordering compare(const U256& other) const;
    /// Least significant word first.
    std::array<std::uint64_t, 4> words_{};
};

/// Returns floor(a * b / denominator), exact through 512 bits. Requires denominator > 0 and a
/// result under 2^256.
[[nodiscard]] U256 mul_div_down(const U256& a, const U256& b, const U256& denominator);

/// Returns ceil(a * b / denominator). Requires the same as mul_div_down.
[[nodiscard]] U256 mul_div_up(const U256& a, const U256& b, const U256& denominator);

}  // namespace ballast
