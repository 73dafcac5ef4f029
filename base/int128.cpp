// SPDX-License-Identifier: MIT
#include "base/int128.hpp"

#include <algorithm>
#include <bit>

#include "base/check.hpp"

namespace ballast {
namespace {

__extension__ using Unsigned128 = unsigned __int128;

Int128 checked_product(Int128 a, Int128 b) noexcept {
    Int128 product = 0;
    const bool overflow = __builtin_mul_overflow(a, b, &product);
    BALLAST_CHECK(!overflow);
    return product;
}

unsigned bit_width(Unsigned128 x) noexcept {
    const auto high = static_cast<std::uint64_t>(x >> 64U);
    if (high != 0) return 64U + static_cast<unsigned>(std::bit_width(high));
    return static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(x)));
}

/// floor(sqrt(x)) for 0 < x < 2^63, in one word: a wide division costs several narrow ones.
std::int64_t isqrt_of_word(std::uint64_t x) noexcept {
    std::uint64_t root = std::uint64_t{1} << ((std::bit_width(x) + 1) / 2);
    while (true) {
        const std::uint64_t next = (root + x / root) / 2;
        if (next >= root) return static_cast<std::int64_t>(root);
        root = next;
    }
}

}  // namespace

Int128 div_down(Int128 numerator, Int128 denominator) noexcept {
    BALLAST_CHECK(denominator > 0);
    const Int128 quotient = numerator / denominator;
    return quotient - (numerator % denominator < 0 ? 1 : 0);
}

Int128 div_up(Int128 numerator, Int128 denominator) noexcept {
    BALLAST_CHECK(denominator > 0);
    const Int128 quotient = numerator / denominator;
    return quotient + (numerator % denominator > 0 ? 1 : 0);
}

Int128 mul_div_down(Int128 a, Int128 b, Int128 denominator) noexcept {
    return div_down(checked_product(a, b), denominator);
}

Int128 mul_div_up(Int128 a, Int128 b, Int128 denominator) noexcept {
    return div_up(checked_product(a, b), denominator);
}

Int128 isqrt_down(Int128 x) noexcept {
    BALLAST_CHECK(x >= 0);
    if (x == 0) return 0;
    // Newton from above: the start is the root of the leading 62 bits and one, over sqrt(x) by
    // 2^-30 at most, and the sequence falls until it reaches floor(sqrt(x)).
    const auto whole = static_cast<Unsigned128>(x);
    const unsigned shift = bit_width(whole) > 62 ? (bit_width(whole) - 61) / 2 * 2 : 0;
    Int128 root = Int128{isqrt_of_word(static_cast<std::uint64_t>(whole >> shift)) + 1}
                  << (shift / 2);
    while (true) {
        const Int128 next = (root + x / root) / 2;
        if (next >= root) return root;
        root = next;
    }
}

Int128 isqrt_up(Int128 x) noexcept {
    const Int128 root = isqrt_down(x);
    return root * root == x ? root : root + 1;
}

std::string to_string(Int128 x) {
    if (x == 0) return "0";
    // Negate digit by digit: -x itself would overflow for the smallest value.
    const bool negative = x < 0;
    std::string digits;
    for (; x != 0; x /= 10) {
        const int digit = static_cast<int>(x % 10);
        digits += static_cast<char>('0' + (negative ? -digit : digit));
    }
    if (negative) digits += '-';
    std::reverse(digits.begin(), digits.end());
    return digits;
}

}  // namespace ballast
