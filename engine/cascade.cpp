// SPDX-License-Identifier: MIT
#include "engine/cascade.hpp"

#include <algorithm>

#include "engine/liquidity.hpp"

namespace ballast::engine {
namespace {

constexpr Bps kFallMax = Bps::of(9500);
/// How much further the price is pushed to see what it causes.
constexpr Bps kPush = Bps::of(50);
constexpr Int128 kAmplificationMax = 100'000;
constexpr Int128 kBpsSquare = Int128{kBpsOne} * kBpsOne;

Bps slippage_after(const std::vector<const Book*>& books, const SaleVenue& venue, Bps fall) {
    return slippage(venue, debt_after_fall(books, fall));
}

/// 1 + 2 s in bps: the price after a sale whose average slippage is s, in a constant-product pool.
Int128 spiral_factor(const DepthCurve& depth_low, Usd position) {
    return Int128{kBpsOne} + Int128{2} * inverse_depth(depth_low, position.count()).count();
}

}  // namespace

Int128 debt_after_fall(const std::vector<const Book*>& books, Bps fall) {
    const Int128 threshold = div_up(kBpsSquare, Int128{kBpsOne} - fall.count());
    Int128 debt = 0;
    for (const Book* book : books)
        debt += debt_under(*book, threshold, Round::up).count();
    return debt;
}

Cascade run_cascade(const std::vector<const Book*>& books, const SaleVenue& venue, Bps start) {
    BALLAST_CHECK(start.count() >= 0 && start <= kFallMax);
    Bps fall = start;
    Bps caused;
    while (true) {
        caused = slippage_after(books, venue, fall);
        const Bps next = std::min(kFallMax, start + caused);
        if (next == fall) break;
        fall = next;
    }
    Int128 gain = kBpsOne;
    if (fall < kFallMax) {
        const Bps more = slippage_after(books, venue, std::min(kFallMax, fall + kPush)) - caused;
        gain = std::clamp<Int128>(mul_div_up(more.count(), kBpsOne, kPush.count()), 0, kBpsOne);
    }
    const Int128 left = Int128{kBpsOne} - gain;
    return {.fall = fall,
            .gain = Bps::of(gain),
            .amplification =
                Bps::of(left == 0 ? kAmplificationMax
                                  : std::min(kAmplificationMax, div_up(kBpsSquare, left)))};
}

Alarm alarm_of(Bps gain, const LiquidityPolicy& policy) {
    const Wad exact = to_wad(gain);
    if (exact >= policy.red_gain) return Alarm::red;
    return exact >= policy.amber_gain ? Alarm::amber : Alarm::none;
}

Bps spiral_lt(const DepthCurve& depth_low, Usd position, Bps bonus, Bps margin) {
    const Int128 factor = spiral_factor(depth_low, position);
    const Int128 most = div_down(kBpsSquare * kBpsOne, (Int128{kBpsOne} + bonus.count()) * factor);
    return Bps::of(std::max<Int128>(0, most - margin.count()));
}

Bps spiral_bonus(const DepthCurve& depth_low, Usd position, Bps lt) {
    const Int128 factor = spiral_factor(depth_low, position);
    const Int128 most = div_down(kBpsSquare * kBpsOne, std::max(1, lt.count()) * factor);
    return Bps::saturated(most - kBpsOne);
}

}  // namespace ballast::engine
