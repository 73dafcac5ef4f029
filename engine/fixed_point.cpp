// SPDX-License-Identifier: MIT
#include "engine/fixed_point.hpp"

namespace ballast::engine {
namespace {

/// Inner scale of exp: 2^62, so that a product of two factors up to 1 stays under 2^124.
constexpr Int128 kOne = Int128{1} << 62U;
/// ceil(ln 2 * 2^62) and ln 2 at 1e-18, rounded down.
constexpr Int128 kLn2Wad = 693'147'180'559'945'309;
constexpr Int128 kExponentStep = 1'000'000'000;
constexpr Int128 kExponentMax = Int128{16} * kWadOne;
/// r < ln 2: the 20th term is under 0.694^20 / 20! = 2.8e-22, below one unit of 2^-62 (2.2e-19).
constexpr int kTerms = 20;
/// What exp_minus_down gives away so that it is a lower bound. Reduction: k <= 23 multiples of ln 2
/// rounded by under 1e-18 each; series: 20 floors of 2^-62; final scaling: one floor. Together
/// under 23 + 5 + 1 units of 1e-18.
constexpr Int128 kExpError = 32;

/// Returns exp(-r) at 2^62 for 0 <= r < ln 2 at 1e-18, by the Taylor series in Horner form:
/// 1 - r (1 - r/2 (1 - r/3 (...))).
Int128 exp_minus_small(Int128 r) {
    const Int128 scaled = div_down(r * kOne, kWadOne);
    Int128 sum = kOne;
    for (int n = kTerms; n >= 1; --n)
        sum = kOne - div_down(scaled * sum, kOne * n);
    return sum;
}

}  // namespace

Int128 wad_mul_up(Int128 a, Int128 b) {
    return mul_div_up(a, b, kWadOne);
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
    const Int128 stepped = div_up(x, kExponentStep) * kExponentStep;
    const Int128 halvings = stepped / kLn2Wad;
    const Int128 small = exp_minus_small(stepped % kLn2Wad);
    const Int128 value = div_down(small * kWadOne, kOne << static_cast<unsigned>(halvings));
    return Wad::of(value > kExpError ? value - kExpError : 0);
}

Int128 largest_exponent(Wad t) {
    BALLAST_CHECK(t.count() > 0 && t <= exp_minus_down(0));
    // Newton on a falling convex function rises to the root from the left; the last steps are
    // taken one by one, so that the answer does not depend on how it was approached.
    Int128 x = 0;
    while (true) {
        const Int128 value = exp_minus_down(x).count();
        const Int128 ahead = mul_div_down(value - t.count(), kWadOne, value);
        if (ahead < kExponentStep) break;
        x += ahead / kExponentStep * kExponentStep;
    }
    while (exp_minus_down(x) < t)
        x -= kExponentStep;
    while (exp_minus_down(x + kExponentStep) >= t)
        x += kExponentStep;
    return x;
}

}  // namespace ballast::engine
