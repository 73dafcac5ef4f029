// SPDX-License-Identifier: MIT
#include "engine/parameters.hpp"

#include <algorithm>

#include "engine/fixed_point.hpp"
#include "engine/smart_ltv.hpp"

namespace ballast::engine {
namespace {

constexpr Bps kAll = Bps::of(kBpsOne);
/// No day is assumed to take more than this.
constexpr Int128 kTailMax = 950'000'000'000'000'000;
/// Depth beyond 100 times the debt earns nothing more; so the root's radicand stays under 2^127.
constexpr Int128 kDepthRatioMax = Int128{100} * kWadOne;
/// Beyond exp's own range: the LT is zero there.
constexpr Int128 kExponentMax = Int128{16} * kWadOne;

/// c m sigma, rounded up.
Int128 risk_of(const AssetPolicy& asset, Wad volatility, Wad multiplier) {
    return wad_mul_up(wad_mul_up(asset.liquidity_aversion.count(), multiplier.count()),
                      volatility.count());
}

/// exp(-c m sigma / sqrt(l/d)) in bps, rounded down. Depth as a ratio at 1e-18, rounded down.
Bps survival(const AssetPolicy& asset, Wad volatility, Wad multiplier, Int128 depth_ratio) {
    // As much depth as debt, the case of every attribution, needs no root.
    const Int128 root = depth_ratio == kWadOne
                            ? Int128{kWadOne}
                            : isqrt_down(std::min(depth_ratio, kDepthRatioMax) * kWadOne);
    if (root == 0) return Bps::of(0);
    const Int128 risk = risk_of(asset, volatility, multiplier);
    return to_bps_down(exp_minus_down(std::min(mul_div_up(risk, kWadOne, root), kExponentMax)));
}

Int128 depth_ratio(const StructuralInput& input) {
    return mul_div_down(input.depth.count(), kWadOne,
                        std::max<std::int64_t>(1, input.debt.count()));
}

/// LT (1 - X / 2), rounded down.
Bps after_tail(const AssetPolicy& asset, Bps lt, Wad volatility, Wad multiplier) {
    const Int128 tail = wad_mul_up(wad_mul_up(asset.tail_multiplier.count(), multiplier.count()),
                                   volatility.count());
    const Int128 half = div_up(std::min(tail, kTailMax), 2);
    return Bps::of(mul_div_down(lt.count(), Int128{kWadOne} - half, kWadOne));
}

/// Lowers `target` to `most` and names why.
void bound(Target& target, Bps most, Reason reason) {
    if (target.value > most) target.value = most, target.binding = reason;
}

/// The bounds of M-11; what they take is the attribution's last part.
Target bounded(const AssetPolicy& asset, Target target, const LtBounds& bounds) {
    const Bps wanted = target.value;
    // The contract holds every LT against its own bonus, which may be the larger.
    bound(target, bonus_rule_lt(std::max(asset.bonus, bounds.published_bonus)), Reason::bonus_rule);
    if (bounds.spiral) bound(target, *bounds.spiral, Reason::spiral);
    bound(target, asset.lt_max, Reason::lt_maximum);
    if (target.value < asset.lt_min)
        target.value = asset.lt_min, target.binding = Reason::lt_minimum;
    target.attribution.bounds = target.value - wanted;
    return target;
}

/// The steps from certainty to the tail form's value.
struct TailSteps {
    Bps plain;
    Bps regime;
    Bps cascade;
    Bps sold;
    Bps value;
};

TailSteps tail_steps(const AssetPolicy& asset, const TailInput& input) {
    const Int128 left = kBpsOne - input.fall.count();
    const Int128 kept = kBpsOne - input.slippage.count();
    const Int128 owed = Int128{kBpsOne} + asset.bonus.count() + asset.fee.count();
    return {.plain = kAll - input.fall_plain,
            .regime = kAll - input.fall_regime,
            .cascade = kAll - input.fall,
            .sold = Bps::of(mul_div_down(left, kept, kBpsOne)),
            .value = Bps::of(mul_div_down(left, kept, owed))};
}

/// The bounds of M-12, and what they take.
Target bounded_ltv(const AssetPolicy& asset, Target target, bool halted) {
    const Bps wanted = target.value;
    bound(target, asset.ltv_max, Reason::ltv_maximum);
    if (target.value < asset.ltv_min)
        target.value = asset.ltv_min, target.binding = Reason::ltv_minimum;
    if (halted) target.value = asset.ltv_min, target.binding = Reason::borrowing_halted;
    target.attribution.bounds = target.value - wanted;
    return target;
}

}  // namespace

Bps bonus_rule_lt(Bps bonus) {
    return Bps::of(div_down(Int128{kBpsOne} * kBpsOne, kBpsOne + bonus.count()));
}

Bps unbounded_lt(const AssetPolicy& asset, const StructuralInput& input) {
    return survival(asset, input.volatility, input.multiplier, depth_ratio(input)) -
           (asset.bonus + asset.fee);
}

Usd largest_debt(const AssetPolicy& asset, const StructuralInput& input, Bps lt, Usd most) {
    // Most often nothing binds, and that costs one exponential.
    StructuralInput full = input;
    full.debt = most;
    if (most.count() == 0 || unbounded_lt(asset, full) >= lt) return most;
    const Bps needed = lt + asset.bonus + asset.fee;
    if (needed >= kAll) return Usd::of(0);  // exp is rounded to under 1
    // E >= needed  <=>  exponent <= x  <=>  root >= least root  <=>  depth / debt >= least ratio.
    const Int128 x = largest_exponent(to_wad(needed));
    const Int128 risk = risk_of(asset, input.volatility, input.multiplier);
    const Int128 most_root = isqrt_down(kDepthRatioMax * kWadOne);
    if (risk > 0 && mul_div_up(x, most_root, kWadOne) < risk) return Usd::of(0);
    const Int128 root = risk == 0 ? 1 : std::max<Int128>(1, mul_div_up(risk, kWadOne, x));
    if (root > most_root) return Usd::of(0);
    const Int128 ratio = div_up(root * root, kWadOne);
    return std::min(most, Usd::saturated(mul_div_down(input.depth.count(), kWadOne, ratio)));
}

Target structural_lt(const AssetPolicy& asset, const StructuralInput& input,
                     const LtBounds& bounds) {
    const Wad plain = Wad::of(kWadOne);
    const Int128 ratio = depth_ratio(input);
    const Bps own = survival(asset, input.volatility, plain, kWadOne);
    const Bps liquid = survival(asset, input.volatility, plain, ratio);
    const Bps macro = input.multiplier == plain
                          ? liquid
                          : survival(asset, input.volatility, input.multiplier, ratio);
    const Bps buffer = asset.bonus + asset.fee;

    Target target{.value = macro - buffer, .binding = Reason::structural, .attribution = {}};
    target.attribution = {.start = kAll,
                          .buffer = Bps::of(0) - buffer,
                          .volatility = own - kAll,
                          .liquidity = liquid - own,
                          .macro = macro - liquid};
    return bounded(asset, target, bounds);
}

Bps tail_opinion(const AssetPolicy& asset, const TailInput& input) {
    return tail_steps(asset, input).value;
}

Target tail_lt(const AssetPolicy& asset, const TailInput& input, const LtBounds& bounds) {
    const TailSteps steps = tail_steps(asset, input);
    Target target{.value = steps.value, .binding = Reason::tail, .attribution = {}};
    target.attribution = {.start = kAll,
                          .buffer = steps.value - steps.sold,
                          .volatility = steps.plain - kAll,
                          .liquidity = steps.sold - steps.cascade,
                          .macro = steps.regime - steps.plain,
                          .cascade = steps.cascade - steps.regime};
    return bounded(asset, target, bounds);
}

Target smart_lt(const AssetPolicy& asset, const SmartInput& input, Bps published_bonus) {
    const Usd debt = std::max(Usd::of(1), input.debt);
    const auto value = [&](Usd liquidity) {
        return to_bps_down(smart_ltv({.liquidity = liquidity,
                                      .debt = debt,
                                      .volatility = input.volatility,
                                      .bonus = asset.bonus,
                                      .confidence = asset.liquidity_aversion}));
    };
    const Bps own = value(debt);
    Target target{.value = value(input.depth), .binding = Reason::smart_ltv, .attribution = {}};
    target.attribution = {.start = kAll,
                          .buffer = Bps::of(0) - asset.bonus,
                          .volatility = own + asset.bonus - kAll,
                          .liquidity = target.value - own};
    return bounded(asset, target, {.published_bonus = published_bonus, .spiral = {}});
}

Target fixed_lt(const AssetPolicy& asset, Bps published_bonus) {
    Target target{.value = asset.lt_max, .binding = Reason::fixed, .attribution = {}};
    bound(target, bonus_rule_lt(std::max(asset.bonus, published_bonus)), Reason::bonus_rule);
    target.attribution = {.start = kAll, .bounds = target.value - kAll};
    return target;
}

Target held_lt(const AssetPolicy& asset, Wad volatility, Bps published) {
    const Bps own = survival(asset, volatility, Wad::of(kWadOne), kWadOne);
    const Bps buffer = asset.bonus + asset.fee;
    Target target{.value = published, .binding = Reason::depth_missing, .attribution = {}};
    target.attribution = {.start = kAll,
                          .buffer = Bps::of(0) - buffer,
                          .volatility = own - kAll,
                          .bounds = published - (own - buffer)};
    return target;
}

Target tactical_ltv(const AssetPolicy& asset, Bps lt, Bps gap, Wad volatility, Wad multiplier,
                    bool halted) {
    const Bps most = lt - gap;
    const Bps own = std::min(most, after_tail(asset, lt, volatility, Wad::of(kWadOne)));
    const Bps macro = std::min(most, after_tail(asset, lt, volatility, multiplier));

    Target target{.value = macro,
                  .binding = macro < most ? Reason::ltv_tail : Reason::ltv_gap,
                  .attribution = {}};
    target.attribution = {
        .start = lt, .buffer = Bps::of(0) - gap, .volatility = own - most, .macro = macro - own};
    return bounded_ltv(asset, target, halted);
}

Target gap_ltv(const AssetPolicy& asset, Bps lt, Bps gap, bool halted) {
    Target target{.value = lt - gap, .binding = Reason::ltv_gap, .attribution = {}};
    target.attribution = {.start = lt, .buffer = Bps::of(0) - gap};
    return bounded_ltv(asset, target, halted);
}

}  // namespace ballast::engine
