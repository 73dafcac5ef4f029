// SPDX-License-Identifier: MIT
#include "engine/parameters.hpp"

#include <algorithm>

#include "engine/fixed_point.hpp"

namespace ballast::engine {
namespace {

/// No day is assumed to take more than this.
constexpr Int128 kTailMax = 950'000'000'000'000'000;
/// Depth beyond 100 times the debt earns nothing more; so the root's radicand stays under 2^127.
constexpr Int128 kDepthRatioMax = Int128{100} * kWadOne;
/// Beyond exp's own range: the LT is zero there.
constexpr Int128 kExponentMax = Int128{16} * kWadOne;

/// exp(-c m sigma / sqrt(l/d)) in bps, rounded down. Depth as a ratio at 1e-18, rounded down.
Bps survival(const AssetPolicy& asset, Wad volatility, Wad multiplier, Int128 depth_ratio) {
    const Int128 root = isqrt_down(std::min(depth_ratio, kDepthRatioMax) * kWadOne);
    if (root == 0) return Bps::of(0);
    const Int128 risk = wad_mul_up(wad_mul_up(asset.liquidity_aversion.count(), multiplier.count()),
                                   volatility.count());
    return to_bps_down(exp_minus_down(std::min(mul_div_up(risk, kWadOne, root), kExponentMax)));
}

/// LT (1 - X / 2), rounded down.
Bps after_tail(const AssetPolicy& asset, Bps lt, Wad volatility, Wad multiplier) {
    const Int128 tail = wad_mul_up(wad_mul_up(asset.tail_multiplier.count(), multiplier.count()),
                                   volatility.count());
    const Int128 half = div_up(std::min(tail, kTailMax), 2);
    return Bps::of(mul_div_down(lt.count(), Int128{kWadOne} - half, kWadOne));
}

}  // namespace

Bps bonus_rule_lt(Bps bonus) {
    return Bps::of(div_down(Int128{kBpsOne} * kBpsOne, kBpsOne + bonus.count()));
}

Target structural_lt(const AssetPolicy& asset, const StructuralInput& input) {
    const Wad plain = Wad::of(kWadOne);
    const Int128 even = kWadOne;
    const Int128 ratio =
        mul_div_down(input.depth.count(), kWadOne, std::max<std::int64_t>(1, input.debt.count()));
    const Bps own = survival(asset, input.volatility, plain, even);
    const Bps liquid = survival(asset, input.volatility, plain, ratio);
    const Bps macro = survival(asset, input.volatility, input.multiplier, ratio);
    const Bps buffer = asset.bonus + asset.fee;

    Target target{.value = macro - buffer, .binding = Reason::structural};
    const auto bound = [&target](Bps most, Reason reason) {
        if (target.value > most) target.value = most, target.binding = reason;
    };
    // The contract holds every LT against its own bonus, which may be the larger.
    bound(bonus_rule_lt(std::max(asset.bonus, input.published_bonus)), Reason::bonus_rule);
    bound(asset.lt_max, Reason::lt_maximum);
    if (target.value < asset.lt_min)
        target.value = asset.lt_min, target.binding = Reason::lt_minimum;

    target.attribution = {.start = Bps::of(kBpsOne),
                          .buffer = Bps::of(0) - buffer,
                          .volatility = own - Bps::of(kBpsOne),
                          .liquidity = liquid - own,
                          .macro = macro - liquid,
                          .bounds = target.value - (macro - buffer)};
    return target;
}

Target held_lt(const AssetPolicy& asset, Wad volatility, Bps published) {
    const Bps own = survival(asset, volatility, Wad::of(kWadOne), kWadOne);
    const Bps buffer = asset.bonus + asset.fee;
    Target target{.value = published, .binding = Reason::depth_missing};
    target.attribution = {.start = Bps::of(kBpsOne),
                          .buffer = Bps::of(0) - buffer,
                          .volatility = own - Bps::of(kBpsOne),
                          .bounds = published - (own - buffer)};
    return target;
}

Target tactical_ltv(const AssetPolicy& asset, Bps lt, Bps gap, Wad volatility, Wad multiplier,
                    bool halted) {
    const Bps most = lt - gap;
    const Bps own = std::min(most, after_tail(asset, lt, volatility, Wad::of(kWadOne)));
    const Bps macro = std::min(most, after_tail(asset, lt, volatility, multiplier));

    Target target{.value = macro, .binding = macro < most ? Reason::ltv_tail : Reason::ltv_gap};
    if (target.value > asset.ltv_max)
        target.value = asset.ltv_max, target.binding = Reason::ltv_maximum;
    if (target.value < asset.ltv_min)
        target.value = asset.ltv_min, target.binding = Reason::ltv_minimum;
    if (halted) target.value = asset.ltv_min, target.binding = Reason::borrowing_halted;

    target.attribution = {.start = lt,
                          .buffer = Bps::of(0) - gap,
                          .volatility = own - most,
                          .macro = macro - own,
                          .bounds = target.value - macro};
    return target;
}

}  // namespace ballast::engine
