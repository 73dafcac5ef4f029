// SPDX-License-Identifier: MIT
#include "feeds/synthetic_market.hpp"

#include <algorithm>

namespace ballast::feeds {
namespace {

using engine::Bps;
using engine::kBpsOne;
using engine::kWadOne;
using engine::Usd;
using engine::WallPoint;
using policies::HealthQuantile;

/// What stays of the calm depth in the worst of hours.
constexpr Int128 kDepthLeast = 150'000'000'000'000'000;
/// Health factors and shares are counted at 1e-12 between their roundings to basis points, so that
/// an interpolation loses less than a dollar. Bound: 1e14 * 1e12 stays under 2^127.
constexpr Int128 kFine = 100'000'000;
constexpr Int128 kFineOne = kFine * kBpsOne;

/// The eve's health factor that is now worth 1, at 1e-12: the wall is gone up to it.
Int128 gone_up_to(const policies::ScenarioMarket& market, const BookMoment& moment) {
    const Int128 by_low = mul_div_down(moment.start.count(), kFineOne, moment.lowest.count());
    const Int128 by_price = mul_div_down(moment.start.count(), kFineOne, moment.now.count());
    const Int128 by_now = mul_div_down(by_price, market.lt_start.count(), moment.lt_now.count());
    return std::max({by_low, by_now, kFineOne});
}

/// The share of debt, at 1e-12, whose health factor on the eve was at most `factor`.
Int128 share_below(const std::vector<HealthQuantile>& wall, Int128 factor) {
    Int128 factor_before = kFineOne;
    Int128 share_before = 0;
    for (const HealthQuantile& point : wall) {
        const Int128 factor_here = kFine * point.health_factor.count();
        const Int128 share_here = kFine * point.debt_share.count();
        if (factor < factor_here)
            return share_before + mul_div_down(share_here - share_before, factor - factor_before,
                                               factor_here - factor_before);
        factor_before = factor_here;
        share_before = share_here;
    }
    return share_before;
}

/// What a health factor of the eve, at 1e-12, is worth now. Rounded down: nearer to the edge.
Bps health_now(const policies::ScenarioMarket& market, const BookMoment& moment, Int128 factor) {
    const Int128 by_price = mul_div_down(factor, moment.now.count(), moment.start.count());
    const Int128 by_both = mul_div_down(by_price, moment.lt_now.count(), market.lt_start.count());
    return Bps::saturated(div_down(by_both, kFine));
}

}  // namespace

engine::DepthCurve synthetic_depth(const policies::ScenarioMarket& market,
                                   engine::Wad variance_fast) {
    const Int128 volatility = isqrt_up(Int128{variance_fast.count()} * kWadOne);
    Int128 part = kWadOne;
    if (volatility > market.median_volatility.count())
        part = std::max(kDepthLeast,
                        mul_div_down(market.median_volatility.count(), kWadOne, volatility));
    engine::DepthCurve depth{};
    for (std::size_t i = 0; i < depth.size(); ++i)
        depth[i] = Usd::of(mul_div_down(market.synthetic.calm_depth[i].count(), part, kWadOne));
    return depth;
}

engine::DepthCurve shallower(const engine::DepthCurve& a, const engine::DepthCurve& b) {
    engine::DepthCurve depth{};
    for (std::size_t i = 0; i < depth.size(); ++i)
        depth[i] = std::min(a[i], b[i]);
    return depth;
}

engine::DepthCurve part_of(const engine::DepthCurve& depth, engine::Bps part) {
    engine::DepthCurve left{};
    for (std::size_t i = 0; i < left.size(); ++i)
        left[i] = Usd::of(mul_div_down(depth[i].count(), part.count(), kBpsOne));
    return left;
}

engine::Book synthetic_book(const policies::ScenarioMarket& market, const BookMoment& moment) {
    const policies::SyntheticMarket& synthetic = market.synthetic;
    const Int128 edge = gone_up_to(market, moment);
    const Int128 gone = share_below(synthetic.wall, edge);
    engine::Book book;
    book.debt = synthetic.debt;
    book.largest_position =
        Usd::of(mul_div_up(synthetic.debt.count(), synthetic.largest_position.count(), kBpsOne));
    const Bps first = std::max(health_now(market, moment, edge), Bps::of(kBpsOne));
    book.wall.push_back({first, Usd::of(0)});
    for (const HealthQuantile& point : synthetic.wall) {
        const Bps factor = health_now(market, moment, kFine * point.health_factor.count());
        const Int128 share = kFine * point.debt_share.count() - gone;
        if (factor <= book.wall.back().health_factor || share <= 0) continue;
        book.wall.push_back(
            WallPoint{factor, Usd::of(mul_div_up(synthetic.debt.count(), share, kFineOne))});
    }
    return book;
}

}  // namespace ballast::feeds
