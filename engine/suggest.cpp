// SPDX-License-Identifier: MIT
#include "engine/suggest.hpp"

#include <algorithm>

#include "engine/cascade.hpp"
#include "engine/fixed_point.hpp"
#include "engine/liquidity.hpp"

namespace ballast::engine {
namespace {

constexpr Int128 kSigmas = 1'650'000'000'000'000'000;
constexpr Int128 kBonusMin = 100;
constexpr Int128 kBonusMax = 1500;

}  // namespace

Usd liquidation_lot(const AssetPolicy& asset, const SaleVenue& venue) {
    return depth_at(venue.thin, Bps::of(asset.bonus.count() / 2));
}

Bps suggested_bonus(const SuggestionInput& input) {
    const Usd position = input.market.book.largest_position;
    const Usd lot = std::min(liquidation_lot(input.asset, input.venue), position);
    const Int128 drift = div_up(wad_mul_up(kSigmas, input.volatility), kWadOne / kBpsOne);
    const Int128 needed =
        slippage(input.venue, lot.count()).count() + drift + input.asset.fee.count();
    const Bps bonus = Bps::of(std::clamp(needed, kBonusMin, kBonusMax));
    if (input.market.depth_low.back().count() == 0) return bonus;
    const Bps most = spiral_bonus(input.market.depth_low, position, input.lt);
    return std::min(bonus, std::max(Bps::of(kBonusMin), most));
}

Bps depth_use(const AssetPolicy& asset, const MarketObservation& market) {
    const Usd depth = reference_depth(market, asset.bonus);
    return Bps::saturated(
        mul_div_up(market.book.debt.count(), kBpsOne, std::max<std::int64_t>(1, depth.count())));
}

}  // namespace ballast::engine
