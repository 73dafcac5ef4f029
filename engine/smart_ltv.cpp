// SPDX-License-Identifier: MIT
#include "engine/smart_ltv.hpp"

#include "base/u256.hpp"

namespace ballast::engine {
namespace {

constexpr int kPrecision = 59;
constexpr std::uint64_t kOne = std::uint64_t{1} << kPrecision;
/// MAX_MANTISSA of the contract: an exponent of 18.149, beyond which the series would overflow.
constexpr Int128 kMantissaMax = 10'462'186'398'271'841'700U;
constexpr int kTerms = 33;

U256 factorial(int n) {
    U256 product = 1;
    for (int k = 2; k <= n; ++k)
        product = product * U256(static_cast<std::uint64_t>(k));
    return product;
}

/// RiskyMath.generalExp: the sum of x^n 33!/n! for n = 2 to 33, each power floored at 2^59, over
/// 33!, plus x and 1.
U256 general_exp(std::uint64_t x) {
    static const U256 all = factorial(kTerms);
    U256 coefficient = all;
    U256 power = x;
    U256 sum = 0;
    for (int n = 2; n <= kTerms; ++n) {
        coefficient = mul_div_down(coefficient, 1, static_cast<std::uint64_t>(n));
        power = mul_div_down(power, x, kOne);
        sum = sum + power * coefficient;
    }
    return mul_div_down(sum, 1, all) + x + kOne;
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
