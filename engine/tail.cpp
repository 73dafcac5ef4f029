// SPDX-License-Identifier: MIT
#include "engine/tail.hpp"

#include <algorithm>

#include "engine/fixed_point.hpp"

namespace ballast::engine {
namespace {

constexpr Int128 kLongest = Int128{30} * kDay.count;
/// A volatility of 1,000 %: every fall is total long before, and the root stays under 2^127.
constexpr Int128 kVarianceMax = Int128{100} * kWadOne;
constexpr Int128 kFallMax = 950'000'000'000'000'000;

}  // namespace

Seconds liquidation_time(const LiquidityPolicy& policy, Usd position, Usd volume) {
    Int128 time = kDay.count;
    if (volume.count() > 0)
        time =
            std::min(kLongest, mul_div_up(Int128{position.count()} * kDay.count, kWadOne,
                                          Int128{policy.participation.count()} * volume.count()));
    return {static_cast<std::int64_t>(std::max<Int128>(policy.liquidation_min.count, time))};
}

Int128 volatility_over(Wad variance, Seconds time) {
    const Int128 whole = mul_div_up(variance.count(), time.count, kDay.count);
    return isqrt_up(std::min(whole, kVarianceMax) * kWadOne);
}

std::optional<Wad> largest_shortfall(const AssetPolicy& asset, Bps level) {
    std::optional<Wad> largest;
    for (const TailPoint& tail : asset.tails)
        if (tail.level == level) largest = std::max(tail.shortfall, largest.value_or(Wad{}));
    return largest;
}

Bps adverse_fall(Wad shortfall, Wad multiplier, Int128 volatility) {
    // Limited to a Wad, so that the product with a volatility of 10 stays under 2^127.
    const Wad sigmas = Wad::saturated(wad_mul_up(shortfall.count(), multiplier.count()));
    const Int128 fall = std::min(wad_mul_up(sigmas.count(), volatility), kFallMax);
    return Bps::of(div_up(fall, kWadOne / kBpsOne));
}

}  // namespace ballast::engine
