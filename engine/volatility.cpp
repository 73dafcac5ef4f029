// SPDX-License-Identifier: MIT
#include "engine/volatility.hpp"

#include <algorithm>

#include "engine/fixed_point.hpp"

namespace ballast::engine {
namespace {

constexpr Int128 kReturnMax = Int128{3} * kWadOne;

/// k(r) r^2 24/hours at 1e-18. Bound: 1.5 * 9 * 24 = 324, far over a Wad, so kept wide.
Int128 daily_square(Wad asymmetry, Wad r, std::int64_t hours, bool two_sided) {
    const Int128 square = wad_mul_up(r.count(), r.count());
    const Int128 response = r.count() < 0 || two_sided ? Int128{kWadOne} + asymmetry.count()
                                                       : Int128{kWadOne} - asymmetry.count();
    return mul_div_up(wad_mul_up(square, response), 24, hours);
}

Wad blend(Wad decay, Wad before, Int128 square, std::int64_t hours) {
    const Int128 kept = wad_power_up(decay, hours).count();
    const Int128 after =
        wad_mul_up(kept, before.count()) + wad_mul_up(Int128{kWadOne} - kept, square);
    // Saturates at 300 % a day: beyond it every haircut is already total.
    return Wad::saturated(after);
}

}  // namespace

Wad simple_return(Price from, Price to) {
    BALLAST_CHECK(from.count() > 0 && to.count() > 0);
    const Int128 change = Int128{to.count()} - from.count();
    const Int128 r = change < 0 ? -mul_div_up(-change, kWadOne, from.count())
                                : mul_div_up(change, kWadOne, from.count());
    return Wad::of(std::clamp(r, -kReturnMax, kReturnMax));
}

Variances update_variances(const VolatilityPolicy& policy, const Variances& before, Price from,
                           Price to, std::int64_t hours, bool two_sided) {
    BALLAST_CHECK(hours >= 1);
    const Int128 square = daily_square(policy.asymmetry, simple_return(from, to), hours, two_sided);
    return {.fast = blend(policy.decay_fast, before.fast, square, hours),
            .mid = blend(policy.decay_mid, before.mid, square, hours),
            .slow = blend(policy.decay_slow, before.slow, square, hours)};
}

Wad har_variance(const HarPolicy& policy, const Variances& variances) {
    return Wad::saturated(policy.constant.count() +
                          wad_mul_up(policy.fast.count(), variances.fast.count()) +
                          wad_mul_up(policy.mid.count(), variances.mid.count()) +
                          wad_mul_up(policy.slow.count(), variances.slow.count()));
}

Wad anti_procyclical_variance(Wad variance, Wad stress_volatility, Wad floor_volatility) {
    const Int128 stress = wad_mul_up(stress_volatility.count(), stress_volatility.count());
    const Int128 floor = wad_mul_up(floor_volatility.count(), floor_volatility.count());
    const Int128 mixed = div_up(Int128{3} * variance.count() + stress, 4);
    return Wad::saturated(std::max(mixed, floor));
}

Wad largest(const Variances& variances) {
    return std::max({variances.fast, variances.mid, variances.slow});
}

}  // namespace ballast::engine
