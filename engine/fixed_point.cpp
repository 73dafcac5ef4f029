// SPDX-License-Identifier: MIT
#include "engine/fixed_point.hpp"

#include <cstdint>
#include <utility>

namespace ballast::engine {
namespace {

__extension__ using Unsigned128 = unsigned __int128;

/// Inner scale of exp: 2^62, so that a sum of two factors up to 1 fits one word.
constexpr unsigned kScale = 62;
constexpr std::uint64_t kOne = std::uint64_t{1} << kScale;
constexpr std::uint64_t kWad = kWadOne;
/// ln 2 at 1e-18, rounded down.
constexpr std::uint64_t kLn2Wad = 693'147'180'559'945'309;
constexpr std::uint64_t kExponentStep = 1'000'000'000;
constexpr Int128 kExponentMax = Int128{16} * kWadOne;
/// r < ln 2: the 20th term is under 0.694^20 / 20! = 2.8e-22, below one unit of 2^-62 (2.2e-19).
constexpr std::uint64_t kTerms = 20;
/// What exp_minus_down gives away so that it is a lower bound. Reduction: k <= 23 multiples of ln 2
/// rounded by under 1e-18 each; series: 20 floors of 2^-62; final scaling: one floor. Together
/// under 23 + 5 + 1 units of 1e-18.
constexpr std::uint64_t kExpError = 32;

/// 1 - r (1 - r/2 (1 - r/3 (...))) at 2^62, with r at 2^62. Each n is known to the compiler, which
/// then multiplies instead of dividing; floor(floor(p / 2^62) / n) is floor(p / (n 2^62)).
template <std::uint64_t... kBefore>
std::uint64_t horner(std::uint64_t r, std::integer_sequence<std::uint64_t, kBefore...>) {
    std::uint64_t sum = kOne;
    ((sum =
          kOne - static_cast<std::uint64_t>((Unsigned128{r} * sum) >> kScale) / (kTerms - kBefore)),
     ...);
    return sum;
}

/// Returns exp(-r) at 2^62 for 0 <= r < ln 2 at 1e-18, by the Taylor series in Horner form.
std::uint64_t exp_minus_small(std::uint64_t r) {
    const auto scaled = static_cast<std::uint64_t>((Unsigned128{r} << kScale) / kWad);
    return horner(scaled, std::make_integer_sequence<std::uint64_t, kTerms>{});
}

}  // namespace

Int128 wad_mul_up(Int128 a, Int128 b) {
    Int128 product = 0;
    const bool overflow = __builtin_mul_overflow(a, b, &product);
    BALLAST_CHECK(!overflow && product >= 0);
    // One unsigned division, where a signed one with its remainder costs twice as much.
    return static_cast<Int128>((static_cast<Unsigned128>(product) + (kWad - 1)) / kWad);
}

Wad wad_power_up(Wad base, std::int64_t exponent) {
    BALLAST_CHECK(base.count() >= 0 && base.count() <= kWadOne && exponent >= 0);
    Int128 power = kWadOne;
    Int128 square = base.count();
    for (; exponent > 0; exponent >>= 1) {
        if ((exponent & 1) != 0) power = wad_mul_up(power, square);
        square = wad_mul_up(square, square);
    }
    return Wad::of(power);
}

Wad wad_sqrt_up(Wad x) {
    return Wad::of(isqrt_up(Int128{x.count()} * kWadOne));
}

Wad exp_minus_down(Int128 x) {
    BALLAST_CHECK(x >= 0);
    if (x >= kExponentMax) return Wad::of(0);
    // Under 16e18 + 1e9: one word.
    const std::uint64_t stepped =
        (static_cast<std::uint64_t>(x) + kExponentStep - 1) / kExponentStep * kExponentStep;
    const auto halvings = static_cast<unsigned>(stepped / kLn2Wad);
    const std::uint64_t small = exp_minus_small(stepped % kLn2Wad);
    const auto value =
        static_cast<std::uint64_t>((Unsigned128{small} * kWad) >> (kScale + halvings));
    return Wad::of(value > kExpError ? value - kExpError : 0);
}

Int128 largest_exponent(Wad t) {
    BALLAST_CHECK(t.count() > 0 && t <= exp_minus_down(0));
    constexpr Int128 kStep = kExponentStep;
    // Newton on a falling convex function rises to the root from the left; the last steps are
    // taken one by one, so that the answer does not depend on how it was approached.
    Int128 x = 0;
    while (true) {
        const Int128 value = exp_minus_down(x).count();
        const Int128 ahead = mul_div_down(value - t.count(), kWadOne, value);
        if (ahead < kStep) break;
        x += ahead / kStep * kStep;
    }
    while (exp_minus_down(x) < t)
        x -= kStep;
    while (exp_minus_down(x + kStep) >= t)
        x += kStep;
    return x;
}

}  // namespace ballast::engine
