// SPDX-License-Identifier: MIT
#include "stress/impact.hpp"

#include <algorithm>
#include <limits>

#include "engine/liquidity.hpp"
#include "stress/book.hpp"

namespace ballast::stress {

ImpactCurve::ImpactCurve(const engine::DepthCurve& depth) {
    const std::size_t last = engine::kDepthSlippageBps.size() - 1;
    const std::int32_t stated = engine::kDepthSlippageBps[last];
    const std::int64_t rise = depth[last].count() - depth[last - 1].count();
    const std::int32_t width = stated - engine::kDepthSlippageBps[last - 1];
    for (std::int32_t bps = 0; bps < kImpactMaxBps; ++bps) {
        const engine::Usd inside = engine::depth_at(depth, engine::Bps::of(bps));
        const Int128 beyond = mul_div_down(rise, std::max(0, bps - stated), width);
        sellable_.push_back(static_cast<std::int64_t>(inside.count() + beyond));
    }
}

std::int32_t ImpactCurve::impact(Int128 value) const {
    const Int128 usd = div_up(value, kValueOne);
    const auto wanted =
        static_cast<std::int64_t>(std::min<Int128>(usd, std::numeric_limits<std::int64_t>::max()));
    const auto found = std::lower_bound(sellable_.begin(), sellable_.end(), wanted);
    return static_cast<std::int32_t>(found - sellable_.begin());
}

}  // namespace ballast::stress
