// SPDX-License-Identifier: MIT
#include "engine/slippage.hpp"

#include <algorithm>

#include "engine/fixed_point.hpp"
#include "engine/liquidity.hpp"

namespace ballast::engine {
namespace {

/// A position beyond a hundred days' volume costs no more; so the root's radicand stays under
/// 2^127.
constexpr Int128 kVolumesMax = Int128{100} * kWadOne;

bool missing(const DepthCurve& curve) {
    return curve.back().count() == 0;
}

/// Y sigma sqrt(Q / V) in bps, rounded up.
Bps impact(const SaleVenue& venue, Int128 usd) {
    if (venue.volume.count() == 0 || usd == 0 || venue.impact.count() == 0) return Bps::of(0);
    const Int128 volumes = std::min(mul_div_up(usd, kWadOne, venue.volume.count()), kVolumesMax);
    const Int128 cost = wad_mul_up(venue.impact.count(), isqrt_up(volumes * kWadOne));
    return Bps::of(std::min<Int128>(div_up(cost, kWadOne / kBpsOne), kSlippageMax.count()));
}

void add_up(DepthCurve& sum, const DepthCurve& curve) {
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] = Usd::saturated(Int128{sum[i].count()} + curve[i].count());
}

}  // namespace

DepthCurve thin_depth(const DepthCurve& depth, const DepthCurve& depth_low, Wad multiplier) {
    DepthCurve thin{};
    for (std::size_t i = 0; i < thin.size(); ++i) {
        const Usd least = missing(depth_low) ? depth[i]
                          : missing(depth)   ? depth_low[i]
                                             : std::min(depth[i], depth_low[i]);
        thin[i] = multiplier.count() == kWadOne
                      ? least
                      : Usd::of(mul_div_down(least.count(), multiplier.count(), kWadOne));
    }
    return thin;
}

Usd reference_depth(const MarketObservation& market, Bps slippage) {
    if (missing(market.depth_low)) return depth_at(market.depth, slippage);
    if (missing(market.depth)) return depth_at(market.depth_low, slippage);
    return std::min(depth_at(market.depth_low, slippage), depth_at(market.depth, slippage));
}

Bps inverse_depth(const DepthCurve& curve, Int128 usd) {
    BALLAST_CHECK(usd >= 0);
    if (usd == 0) return Bps::of(0);
    if (missing(curve)) return kSlippageMax;
    std::int32_t lower_slippage = 0;
    Int128 lower = 0;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const Int128 upper = curve[i].count();
        const std::int32_t width = kDepthSlippageBps[i] - lower_slippage;
        // Every point so far sells less than `usd`, so this one sells more than the last.
        if (usd <= upper)
            return Bps::of(lower_slippage + mul_div_up(usd - lower, width, upper - lower));
        lower_slippage = kDepthSlippageBps[i];
        lower = upper;
    }
    const Int128 beyond = mul_div_up(kDepthSlippageBps.back(), usd, curve.back().count());
    return Bps::of(std::min<Int128>(beyond, kSlippageMax.count()));
}

Wad impact_of(const LiquidityPolicy& policy, Wad volatility) {
    return Wad::saturated(wad_mul_up(policy.impact.count(), volatility.count()));
}

Bps slippage(const SaleVenue& venue, Int128 usd) {
    return std::max(inverse_depth(venue.thin, usd), impact(venue, usd));
}

void LiquidityGroup::add(const MarketObservation& market) {
    add_up(depth, market.depth);
    add_up(depth_low, market.depth_low);
    volume = Usd::saturated(Int128{volume.count()} + market.daily_volume.count());
    books.push_back(&market.book);
}

}  // namespace ballast::engine
