// SPDX-License-Identifier: MIT
#include "engine/liquidation.hpp"

#include "engine/tail.hpp"

namespace ballast::engine {

Liquidation study_liquidation(const LiquidationInput& input) {
    const MarketObservation& market = input.market;
    const LiquidityGroup& group = input.group;
    const Wad impact = impact_of(input.policy, input.volatility);
    Liquidation study;
    study.own = {.thin = thin_depth(market.depth, market.depth_low, input.depth_multiplier),
                 .volume = market.daily_volume,
                 .impact = impact};
    const bool alone = group.books.size() == 1;
    const SaleVenue together =
        alone ? study.own
              : SaleVenue{.thin = thin_depth(group.depth, group.depth_low, input.depth_multiplier),
                          .volume = group.volume,
                          .impact = impact};
    study.has_depth = study.own.has_depth() && together.has_depth();
    const auto shortfall = largest_shortfall(input.asset, input.policy.tail_level);
    if (!study.has_depth || !shortfall) return study;

    study.known = true;
    const Usd position = market.book.largest_position;
    const Seconds sale = liquidation_time(input.policy, position, group.volume);
    study.time = {sale.count + input.policy.delay.count};
    study.volatility = volatility_over(input.variance, study.time);
    study.fall_plain = adverse_fall(*shortfall, Wad::of(kWadOne), study.volatility);
    study.fall_start = adverse_fall(*shortfall, input.lt_multiplier, study.volatility);
    study.cascade = run_cascade(group.books, together, study.fall_start);
    study.alarm = alarm_of(study.cascade.gain, input.policy);
    study.slippage = slippage(study.own, position.count());
    return study;
}

TailInput tail_input(const Liquidation& liquidation, const LiquidityPolicy& policy) {
    return {.fall_plain = liquidation.fall_plain,
            .fall_regime = liquidation.fall_start,
            .fall = policy.cascade_in_lt ? liquidation.cascade.fall : liquidation.fall_start,
            .slippage = liquidation.slippage};
}

}  // namespace ballast::engine
