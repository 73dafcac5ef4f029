// SPDX-License-Identifier: MIT
#include "history/synthetic_market.hpp"

#include <algorithm>
#include <array>

#include "engine/fixed_point.hpp"

namespace ballast::history {
namespace {

using engine::Bps;
using engine::kBpsOne;
using engine::kWadOne;
using engine::Usd;
using engine::Wad;

constexpr std::int64_t kMillion = 1'000'000;

constexpr std::array<std::int64_t, 5> millions(std::int64_t a, std::int64_t b, std::int64_t c,
                                               std::int64_t d, std::int64_t e) {
    return {a * kMillion, b * kMillion, c * kMillion, d * kMillion, e * kMillion};
}

constexpr std::array<std::int64_t, 5> thousands(std::int64_t a, std::int64_t b, std::int64_t c,
                                                std::int64_t d, std::int64_t e) {
    return {a * 1000, b * 1000, c * 1000, d * 1000, e * 1000};
}

// BTC and ETH are the recorded events' calm market (docs/scenario-format.md). The other curves go
// through the sizes for 0.5 % and 25 % slippage on decentralised exchanges in February 2024,
// interpolated in logarithms; README.md has the arithmetic.
constexpr std::array<SyntheticAsset, 6> kAssets = {{
    {.asset = "AAVE",
     .calm_depth_usd = thousands(190, 400, 870, 2'400, 5'200),
     .daily_volume_usd = 90 * kMillion,
     .debt_usd = 20 * kMillion,
     .median_volatility_bps = 502,
     .lt_bps = 7'300},
    {.asset = "BTC",
     .calm_depth_usd = millions(20, 45, 90, 200, 350),
     .daily_volume_usd = 8'000 * kMillion,
     .debt_usd = 600 * kMillion,
     .median_volatility_bps = 264,
     .lt_bps = 7'800},
    {.asset = "ETH",
     .calm_depth_usd = millions(15, 35, 70, 150, 260),
     .daily_volume_usd = 5'000 * kMillion,
     .debt_usd = 900 * kMillion,
     .median_volatility_bps = 320,
     .lt_bps = 8'300},
    {.asset = "LINK",
     .calm_depth_usd = thousands(500, 1'030, 2'100, 5'300, 10'700),
     .daily_volume_usd = 300 * kMillion,
     .debt_usd = 40 * kMillion,
     .median_volatility_bps = 453,
     .lt_bps = 6'800},
    {.asset = "USDC",
     .calm_depth_usd = millions(262, 294, 330, 384, 430),
     .daily_volume_usd = 5'000 * kMillion,
     .debt_usd = 300 * kMillion,
     .median_volatility_bps = 5,
     .lt_bps = 7'800},
    {.asset = "wstETH",
     .calm_depth_usd = millions(19, 32, 56, 115, 199),
     .daily_volume_usd = 100 * kMillion,
     .debt_usd = 300 * kMillion,
     .median_volatility_bps = 359,
     .lt_bps = 9'300},
}};

struct HealthPoint {
    std::int32_t health_factor_bps;
    std::int32_t debt_share_bps;
};
constexpr std::array<HealthPoint, 5> kHealth = {
    {{10'600, 500}, {12'300, 2'500}, {17'200, 5'000}, {25'100, 7'500}, {60'000, 9'500}}};
constexpr std::int32_t kLargestPositionBps = 400;
/// What stays of the calm depth in the worst of hours.
constexpr Int128 kPartLeast = 150'000'000'000'000'000;
/// Health factors are counted at 1e-12 between their roundings. Bound: 6e12 * 1e16 (a price) and
/// 1e14 (debt) * 1e12 stay under 2^127.
constexpr Int128 kFine = 100'000'000;
constexpr Int128 kFineOne = kFine * kBpsOne;

/// The share of debt, at 1e-12, with a health factor of at most `factor` (1e-12) at the reference.
Int128 share_below(Int128 factor) {
    Int128 factor_before = kFineOne;
    Int128 share_before = 0;
    if (factor <= kFineOne) return 0;
    for (const HealthPoint& point : kHealth) {
        const Int128 factor_here = kFine * point.health_factor_bps;
        const Int128 share_here = kFine * point.debt_share_bps;
        if (factor < factor_here)
            return share_before + mul_div_down(share_here - share_before, factor - factor_before,
                                               factor_here - factor_before);
        factor_before = factor_here;
        share_before = share_here;
    }
    return share_before;
}

}  // namespace

const SyntheticAsset* find_synthetic(std::string_view asset) {
    const auto* found =
        std::find_if(kAssets.begin(), kAssets.end(),
                     [asset](const SyntheticAsset& candidate) { return candidate.asset == asset; });
    return found == kAssets.end() ? nullptr : found;
}

Wad depth_part(const SyntheticAsset& asset, Wad variance_fast) {
    const Int128 volatility = engine::wad_sqrt_up(variance_fast).count();
    const Int128 median = engine::to_wad(Bps::of(asset.median_volatility_bps)).count();
    if (volatility <= median) return Wad::of(kWadOne);
    return Wad::of(std::max(kPartLeast, mul_div_down(median, kWadOne, volatility)));
}

engine::DepthCurve depth_at_part(const SyntheticAsset& asset, Wad part) {
    engine::DepthCurve depth{};
    for (std::size_t i = 0; i < depth.size(); ++i)
        depth[i] = Usd::of(mul_div_down(asset.calm_depth_usd[i], part.count(), kWadOne));
    return depth;
}

engine::Book synthetic_book(const SyntheticAsset& asset, engine::Price price,
                            engine::Price reference, Bps lt_now) {
    BALLAST_CHECK(price.count() > 0 && reference.count() > 0 && lt_now.count() > 0);
    const auto moved = [&](Int128 factor) {
        const Int128 by_price = mul_div_down(factor, price.count(), reference.count());
        return mul_div_down(by_price, lt_now.count(), asset.lt_bps);
    };
    // The health factor at the reference that is worth 1 now: the wall is gone up to it.
    const Int128 edge_by_price = mul_div_down(kFineOne, reference.count(), price.count());
    const Int128 gone = share_below(mul_div_down(edge_by_price, asset.lt_bps, lt_now.count()));
    engine::Book book;
    book.debt = Usd::of(asset.debt_usd);
    book.largest_position = Usd::of(mul_div_up(asset.debt_usd, kLargestPositionBps, kBpsOne));
    const Bps first = Bps::saturated(div_down(moved(kFineOne), kFine));
    book.wall.push_back({std::max(first, Bps::of(kBpsOne)), Usd::of(0)});
    for (const HealthPoint& point : kHealth) {
        const Bps factor = Bps::saturated(div_down(moved(kFine * point.health_factor_bps), kFine));
        const Int128 share = kFine * point.debt_share_bps - gone;
        if (factor <= book.wall.back().health_factor || share <= 0) continue;
        book.wall.push_back({factor, Usd::of(mul_div_up(asset.debt_usd, share, kFineOne))});
    }
    return book;
}

}  // namespace ballast::history
