// SPDX-License-Identifier: MIT
#include "engine/smart_ltv.hpp"

#include <array>

#include "base/u256.hpp"

namespace ballast::engine {
namespace {

constexpr unsigned kPrecision = 59;
constexpr std::uint64_t kOne = std::uint64_t{1} << kPrecision;
/// MAX_MANTISSA of the contract: an exponent of 18.149, beyond which the series would overflow.
constexpr Int128 kMantissaMax = 10'462'186'398'271'841'700U;
constexpr std::size_t kTerms = 33;

/// 33!/n! at n.
std::array<U256, kTerms + 1> coefficients() {
    std::array<U256, kTerms + 1> made;
    made[kTerms] = 1;
    for (std::size_t n = kTerms; n > 0; --n)
        made[n - 1] = made[n] * U256(n);
    return made;
}

/// RiskyMath.generalExp: the sum of x^n 33!/n! for n = 2 to 33, each power floored at 2^59, over
/// 33!, plus x and 1.
U256 general_exp(std::uint64_t x) {
    static const std::array<U256, kTerms + 1> kCoefficients = coefficients();
    U256 power = x;
    U256 sum = 0;
    for (std::size_t n = 2; n <= kTerms; ++n) {
        power = (power * x) >> kPrecision;
        sum = sum + power * kCoefficients[n];
    }
    return mul_div_down(sum, 1, kCoefficients[1]) + x + kOne;
}

}  // namespace

Wad smart_ltv(const SmartLtvInput& input) {
    BALLAST_CHECK(input.debt.count() > 0);
    const Int128 risk = mul_div_down(input.confidence.count(), input.volatility.count(), kWadOne);
    const Int128 root =
        isqrt_down(mul_div_down(kWadOne, input.liquidity.count(), input.debt.count())) *
        1'000'000'000;
    if (root == 0) return Wad::of(0);
    const Int128 mantissa = mul_div_down(kOne, risk, root);
    if (mantissa >= kMantissaMax) return Wad::of(0);
    const U256 series = general_exp(static_cast<std::uint64_t>(mantissa));
    const auto survival = mul_div_down(static_cast<std::uint64_t>(kWadOne), kOne, series).to_u64();
    BALLAST_CHECK(survival && *survival <= static_cast<std::uint64_t>(kWadOne));
    const Int128 value = Int128{*survival} - to_wad(input.bonus).count();
    return Wad::of(value > 0 ? value : 0);
}

}  // namespace ballast::engine
