// SPDX-License-Identifier: MIT
#include "providers/number.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/u256.hpp"
#include "providers/guard.hpp"

namespace ballast::providers {
namespace {

constexpr std::size_t kTextMax = 64;
constexpr std::size_t kDigitsMax = 36;
constexpr int kDecimalsMax = 18;
constexpr int kReadingDecimals = 8;
constexpr int kScaleDecimals = 18;

tl::unexpected<Error> not_a_number(std::string_view text) {
    return fail(Errc::bad_data, "expected a decimal number, found " + excerpt(text));
}

bool take(std::string_view& rest, char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
}

std::string_view take_digits(std::string_view& rest) {
    const std::size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
    const std::string_view digits = rest.substr(0, count);
    rest.remove_prefix(count);
    return digits;
}

/// Takes "e-05"; no exponent is 0. Returns nothing where there is a broken one.
std::optional<int> take_exponent(std::string_view& rest) {
    if (!take(rest, 'e') && !take(rest, 'E')) return 0;
    const bool negative = take(rest, '-');
    if (!negative) take(rest, '+');
    const std::string_view digits = take_digits(rest);
    if (digits.empty() || digits.size() > 2) return std::nullopt;
    int exponent = 0;
    for (const char c : digits)
        exponent = exponent * 10 + (c - '0');
    return negative ? -exponent : exponent;
}

/// `digits` without its point, which stands `decimals` from the right: perhaps outside.
Result<Number> assembled(bool negative, std::string digits, int decimals) {
    while (digits.ends_with('0')) {
        digits.pop_back();
        --decimals;
    }
    digits.erase(0, digits.find_first_not_of('0'));
    if (digits.empty()) return Number{};
    if (decimals > kDecimalsMax)
        return fail(Errc::bad_data, "a number of more than 18 decimals: it would be cut");
    if (decimals < 0) digits.append(static_cast<std::size_t>(-decimals), '0');
    if (digits.size() > kDigitsMax)
        return fail(Errc::bad_data, "a number of more than 36 digits: nothing here is that large");
    Int128 mantissa = 0;
    for (const char c : digits)
        mantissa = mantissa * 10 + (c - '0');
    return Number{negative ? -mantissa : mantissa, std::max(decimals, 0)};
}

/// Requires 0 <= exponent <= 76.
U256 power_of_ten(int exponent) {
    U256 power = 1;
    for (int i = 0; i < exponent; ++i)
        power = power * 10U;
    return power;
}

/// Requires value >= 0.
U256 to_u256(Int128 value) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = bytes.size(); i-- > 0; value >>= 8)
        bytes[i] = static_cast<std::uint8_t>(value & 0xff);
    return U256::from_big_endian(bytes);
}

/// Returns numerator / denominator to the nearest integer, a tie upwards.
Result<Int128> nearest(const U256& numerator, const U256& denominator) {
    const U256 twice = numerator * 2U + denominator;
    const auto quotient = mul_div_down(twice, 1, denominator * 2U).to_u64();
    if (!quotient) return fail(Errc::bad_data, "a number too large for any series");
    return Int128{*quotient};
}

/// Returns |number| * scale, or one over it, at 1e-8. Bounds: |mantissa| < 1e36 and scale <= 9e18
/// keep every product below 1e63.
Result<Int128> scaled(const Number& number, const Source& source) {
    const Int128 size = number.mantissa < 0 ? -number.mantissa : number.mantissa;
    const U256 product = to_u256(size) * to_u256(source.scale.count());
    const int decimals = number.decimals + kScaleDecimals;
    if (source.inverse) return nearest(power_of_ten(decimals + kReadingDecimals), product);
    return nearest(product, power_of_ten(decimals - kReadingDecimals));
}

}  // namespace

Result<Number> read_number(std::string_view text) {
    std::string_view rest = text;
    if (text.size() > kTextMax) return not_a_number(text);
    const bool negative = take(rest, '-');
    const std::string_view whole = take_digits(rest);
    if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return not_a_number(text);
    std::string_view fraction;
    if (take(rest, '.')) {
        fraction = take_digits(rest);
        if (fraction.empty()) return not_a_number(text);
    }
    const auto exponent = take_exponent(rest);
    if (!exponent || !rest.empty()) return not_a_number(text);
    return assembled(negative, std::string(whole) + std::string(fraction),
                     static_cast<int>(fraction.size()) - *exponent);
}

Result<Reading> to_reading(const Number& number, const Source& source, Sign sign) {
    if (source.scale.count() <= 0) return fail(Errc::configuration, "scale must be above 0");
    if (sign == Sign::positive && number.mantissa <= 0)
        return fail(Errc::bad_data, "expected a number above 0");
    if (source.inverse && number.mantissa == 0)
        return fail(Errc::bad_data, "zero, of which the inverse is to be taken");
    const auto size = scaled(number, source);
    if (!size) return fail(size.error());
    if (sign == Sign::positive && *size == 0)
        return fail(Errc::bad_data, "a number that is nothing at 1e-8: is the scale right?");
    return Reading::from(number.mantissa < 0 ? -*size : *size);
}

Result<Reading> read_reading(std::string_view text, const Source& source, Sign sign) {
    const auto number = read_number(text);
    if (!number) return fail(number.error());
    return to_reading(*number, source, sign);
}

}  // namespace ballast::providers
