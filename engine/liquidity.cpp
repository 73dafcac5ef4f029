// SPDX-License-Identifier: MIT
#include "engine/liquidity.hpp"

#include <algorithm>

namespace ballast::engine {

Usd depth_at(const DepthCurve& curve, Bps slippage) {
    BALLAST_CHECK(slippage.count() >= 0);
    std::int32_t lower_slippage = 0;
    Usd lower;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const std::int32_t upper_slippage = kDepthSlippageBps[i];
        if (slippage.count() <= upper_slippage) {
            const Int128 rise = Int128{curve[i].count()} - lower.count();
            const Int128 into = slippage.count() - lower_slippage;
            return Usd::of(Int128{lower.count()} +
                           mul_div_down(rise, into, upper_slippage - lower_slippage));
        }
        lower_slippage = upper_slippage;
        lower = curve[i];
    }
    return curve.back();
}

Usd debt_under(const Book& book, Int128 threshold_bps, Round round) {
    if (book.wall.empty()) return round == Round::up ? book.debt : Usd::of(0);
    if (threshold_bps <= book.wall.front().health_factor.count()) return Usd::of(0);
    for (std::size_t i = 1; i < book.wall.size(); ++i) {
        const WallPoint& lower = book.wall[i - 1];
        const WallPoint& upper = book.wall[i];
        if (threshold_bps > upper.health_factor.count()) continue;
        const Int128 rise = Int128{upper.debt.count()} - lower.debt.count();
        const Int128 into = threshold_bps - lower.health_factor.count();
        const Int128 width = Int128{upper.health_factor.count()} - lower.health_factor.count();
        const auto part = round == Round::up ? mul_div_up : mul_div_down;
        return Usd::of(Int128{lower.debt.count()} + part(rise, into, width));
    }
    return book.wall.back().debt;
}

Usd induced_liquidation(const Book& book, Bps now, Bps after, Bps fall) {
    BALLAST_CHECK(after.count() > 0 && fall.count() >= 0 && fall.count() < kBpsOne);
    if (after >= now) return Usd::of(0);
    // A position is liquidatable where HF * (after / now) * (1 - fall) < 1.
    const Int128 left = Int128{kBpsOne} - fall.count();
    // What is subtracted is rounded down: the difference is then never too small.
    const Int128 by_price = div_down(Int128{kBpsOne} * kBpsOne, left);
    const Int128 by_both = div_up(Int128{kBpsOne} * kBpsOne * now.count(), left * after.count());
    const Int128 debt = Int128{debt_under(book, by_both, Round::up).count()} -
                        debt_under(book, by_price, Round::down).count();
    return Usd::of(std::max<Int128>(0, debt));
}

}  // namespace ballast::engine
