// SPDX-License-Identifier: MIT
#include "engine/current.hpp"

#include <algorithm>

namespace ballast::engine {

Bps room(Bps used, UnixSeconds since, Bps capacity, Seconds window, UnixSeconds at) {
    const Int128 elapsed = std::max<std::int64_t>(0, (at - since).count);
    const Int128 drained = mul_div_down(capacity.count(), elapsed, window.count);
    const Int128 level = std::max<Int128>(0, used.count() - drained);
    return Bps::of(std::max<Int128>(0, capacity.count() - level));
}

Bps lt_now(const PublishedMarket& market, UnixSeconds at) {
    const Int128 remaining = (market.ramp_start + market.ramp - at).count;
    if (remaining <= 0 || market.ramp.count <= 0 || market.lt_start <= market.lt) return market.lt;
    const Int128 within = std::min<Int128>(remaining, market.ramp.count);
    const Int128 above =
        mul_div_down((market.lt_start - market.lt).count(), within, market.ramp.count);
    return Bps::of(Int128{market.lt.count()} + above);
}

}  // namespace ballast::engine
