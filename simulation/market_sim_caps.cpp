// SPDX-License-Identifier: MIT
#include "simulation/market_sim_caps.hpp"

#include <algorithm>

#include "base/int128.hpp"
#include "engine/fixed_point.hpp"

namespace ballast::simulation {
namespace {

using engine::kWadOne;
using engine::Usd;

constexpr Seconds kQuiet{2 * kDay.count};
constexpr Int128 kRiseADay = kWadOne / 10 * 3;
constexpr Int128 kDepthWeight = kWadOne / 10 * 6;

}  // namespace

Usd DepthLimit::follow(UnixSeconds at, Usd target, bool doubt) {
    if (raised_at_.count == 0) {
        usd_ = target;
        raised_at_ = at;
    }
    if (doubt || target < usd_)
        quiet_since_ = {};
    else if (quiet_since_.count == 0)
        quiet_since_ = at;
    if (target <= usd_) {
        usd_ = target;
        return usd_;
    }
    const bool quiet = quiet_since_.count > 0 && at - quiet_since_ >= kQuiet;
    if (doubt || !quiet || at - raised_at_ < kDay) return usd_;
    const Int128 rise = std::max(mul_div_down(usd_.count(), kRiseADay, kWadOne),
                                 div_down(target.count(), 20));
    usd_ = std::min(target, Usd::saturated(usd_.count() + rise));
    raised_at_ = at;
    return usd_;
}

Usd sized_limit(Usd reference, engine::Wad multiple, engine::Wad score) {
    const Int128 shrunk = Int128{kWadOne} - engine::wad_mul_up(kDepthWeight, score.count());
    const Int128 whole = mul_div_down(reference.count(), multiple.count(), kWadOne);
    return Usd::saturated(mul_div_down(std::min<Int128>(whole, 100'000'000'000'000), shrunk,
                                       kWadOne));
}

}  // namespace ballast::simulation
