// SPDX-License-Identifier: MIT
#include "base/u256.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

#include "base/check.hpp"

namespace ballast {
namespace {

using Wide = boost::multiprecision::uint512_t;
__extension__ using TwoWords = unsigned __int128;
constexpr TwoWords kWord = ~std::uint64_t{0};

Wide widen(const U256& value) {
    const Hash32 bytes = value.to_big_endian();
    Wide wide;
    boost::multiprecision::import_bits(wide, bytes.bytes.begin(), bytes.bytes.end());
    return wide;
}

U256 narrow(const Wide& wide) {
    BALLAST_CHECK(wide == 0 || boost::multiprecision::msb(wide) < 256);
    Bytes bytes;
    boost::multiprecision::export_bits(wide, std::back_inserter(bytes), 8);
    return U256::from_big_endian(bytes);
}

int digit_in(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 16;
}

}  // namespace

U256 U256::from_big_endian(ByteView bytes) {
    BALLAST_CHECK(bytes.size() <= 32);
    U256 value;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::size_t place = bytes.size() - 1 - i;
        value.words_[place / 8] |= std::uint64_t{bytes[i]} << (8 * (place % 8));
    }
    return value;
}

Result<U256> U256::from_text(std::string_view text) {
    const std::string shown(text.substr(0, 90));
    const bool hex = text.starts_with("0x");
    if (hex) text.remove_prefix(2);
    if (text.empty()) return fail(Errc::bad_data, "not a number: \"" + shown + "\"");
    const int base = hex ? 16 : 10;
    Wide wide = 0;
    for (const char c : text) {
        const int digit = digit_in(c);
        if (digit >= base) return fail(Errc::bad_data, "not a number: \"" + shown + "\"");
        wide = wide * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
        if ((wide >> 256) != 0)
            return fail(Errc::bad_data, "wider than 256 bits: \"" + shown + "\"");
    }
    return narrow(wide);
}

// Word by word, which compilers make one swap of bytes each.
Hash32 U256::to_big_endian() const {
    Hash32 bytes;
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t k = 0; k < 8; ++k)
            bytes.bytes[8 * (3 - i) + k] = static_cast<std::uint8_t>(words_[i] >> (56 - 8 * k));
    return bytes;
}

std::string U256::to_decimal() const {
    return widen(*this).str();
}

std::string U256::to_quantity() const {
    std::string hex = to_hex(to_big_endian());
    const std::size_t first = hex.find_first_not_of('0', 2);
    return first == std::string::npos ? "0x0" : "0x" + hex.substr(first);
}

Result<std::uint64_t> U256::to_u64() const {
    if ((words_[1] | words_[2] | words_[3]) != 0)
        return fail(Errc::bad_data, "number does not fit 64 bits: " + to_decimal());
    return words_[0];
}

std::strong_ordering U256::compare(const U256& other) const {
    return std::lexicographical_compare_three_way(words_.rbegin(), words_.rend(),
                                                  other.words_.rbegin(), other.words_.rend());
}

// Sums and products go word by word: through Boost they would be converted twice.

U256 operator+(const U256& a, const U256& b) {
    U256 sum;
    TwoWords carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        carry += TwoWords{a.words_[i]} + b.words_[i];
        sum.words_[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64U;
    }
    BALLAST_CHECK(carry == 0);
    return sum;
}

U256 operator-(const U256& a, const U256& b) {
    BALLAST_CHECK(a >= b);
    U256 difference;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const TwoWords taken = TwoWords{b.words_[i]} + borrow;
        difference.words_[i] = static_cast<std::uint64_t>(a.words_[i] - taken);
        borrow = a.words_[i] < taken ? 1 : 0;
    }
    return difference;
}

U256 operator*(const U256& a, const U256& b) {
    U256 product;
    bool overflow = false;
    for (std::size_t i = 0; i < 4; ++i) {
        TwoWords carry = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const TwoWords part = TwoWords{a.words_[i]} * b.words_[k] + carry;
            if (i + k < 4) {
                const TwoWords sum = (part & kWord) + product.words_[i + k];
                product.words_[i + k] = static_cast<std::uint64_t>(sum);
                carry = (part >> 64U) + (sum >> 64U);
            } else {
                overflow = overflow || part != 0;
                carry = 0;
            }
        }
        overflow = overflow || carry != 0;
    }
    BALLAST_CHECK(!overflow);
    return product;
}

U256 operator>>(const U256& a, unsigned bits) {
    BALLAST_CHECK(bits < 64);
    U256 shifted;
    for (std::size_t i = 0; i < 4; ++i) {
        const TwoWords above = i + 1 < 4 ? a.words_[i + 1] : 0;
        shifted.words_[i] = static_cast<std::uint64_t>(((above << 64U) | a.words_[i]) >> bits);
    }
    return shifted;
}

U256 mul_div_down(const U256& a, const U256& b, const U256& denominator) {
    BALLAST_CHECK(denominator > U256(0));
    return narrow(widen(a) * widen(b) / widen(denominator));
}

U256 mul_div_up(const U256& a, const U256& b, const U256& denominator) {
    BALLAST_CHECK(denominator > U256(0));
    const Wide divisor = widen(denominator);
    return narrow((widen(a) * widen(b) + divisor - 1) / divisor);
}

}  // namespace ballast
