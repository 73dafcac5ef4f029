// SPDX-License-Identifier: MIT
#include "engine/units.hpp"

namespace ballast::engine {
namespace {

constexpr std::int64_t kWadPerBps = kWadOne / kBpsOne;
/// Text longer than this cannot be a quantity of ours; the bound keeps the sum under 2^127.
constexpr std::size_t kDecimalDigitsMax = 36;

Int128 power_of_ten(int exponent) {
    Int128 power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

tl::unexpected<Error> not_decimal(std::string_view text, int digits) {
    return fail(Errc::bad_data, "expected a decimal number with at most " + std::to_string(digits) +
                                    " decimals, found \"" + std::string(text.substr(0, 40)) + "\"");
}

}  // namespace

Bps to_bps_down(Wad x) {
    return Bps::of(div_down(x.count(), kWadPerBps));
}

Bps to_bps_up(Wad x) {
    return Bps::of(div_up(x.count(), kWadPerBps));
}

Wad to_wad(Bps x) {
    return Wad::of(Int128{x.count()} * kWadPerBps);
}

Result<Int128> parse_decimal(std::string_view text, int digits) {
    const std::string_view whole = text;
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > kDecimalDigitsMax) return not_decimal(whole, digits);
    Int128 count = 0;
    int decimals = -1;
    for (const char c : text) {
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9') return not_decimal(whole, digits);
        if (decimals >= 0 && ++decimals > digits) return not_decimal(whole, digits);
        count = count * 10 + (c - '0');
    }
    const int missing = digits - (decimals < 0 ? 0 : decimals);
    if (text.front() == '.' || text.back() == '.' ||
        static_cast<int>(text.size()) + missing > static_cast<int>(kDecimalDigitsMax))
        return not_decimal(whole, digits);
    count *= power_of_ten(missing);
    return negative ? -count : count;
}

std::string format_decimal(Int128 count, int digits) {
    const Int128 one = power_of_ten(digits);
    const bool negative = count < 0;
    if (negative) count = -count;
    std::string fraction = to_string(count % one + one).substr(1);
    while (!fraction.empty() && fraction.back() == '0')
        fraction.pop_back();
    std::string text = (negative ? "-" : "") + to_string(count / one);
    if (!fraction.empty()) text += "." + fraction;
    return text;
}

}  // namespace ballast::engine
