// SPDX-License-Identifier: MIT
// P1: a worse risk input never gives a looser target. Each property draws a case, makes one input
// worse and compares the two steps (research: docs/model.md, M-10 to M-27).
#include <algorithm>
#include <functional>

#include "engine/caps.hpp"
#include "engine/parameters.hpp"
#include "tests/engine/property_case.hpp"

namespace ballast::engine::test {
namespace {

/// Whether both sides know the same: what becomes unknown is held, not cut (M-10), so it stands
/// outside of these properties.
bool know_the_same(const MarketDecision& a, const MarketDecision& b) {
    const auto held = [](const MarketDecision& d) {
        return d.lt_target.binding == Reason::depth_missing;
    };
    return a.liquidity.known == b.liquidity.known && held(a) == held(b);
}

void assert_not_looser(const Case& better, const Case& worse) {
    const Step calm = stepped(better);
    const Step risky = stepped(worse);
    bool compared = false;
    for (std::size_t k = 0; k < calm.report.markets.size(); ++k) {
        const MarketDecision& a = calm.report.markets[k];
        const MarketDecision& b = risky.report.markets[k];
        if (!know_the_same(a, b)) continue;
        compared = true;
        RC_ASSERT(b.lt_target.value <= a.lt_target.value);
        RC_ASSERT(b.lt_desired <= a.lt_desired);
        RC_ASSERT(b.ltv_desired <= a.ltv_desired);
        RC_ASSERT(b.lt_second_opinion <= a.lt_second_opinion);
        RC_ASSERT(b.liquidity.fall_start >= a.liquidity.fall_start);
        RC_ASSERT(b.liquidity.fall >= a.liquidity.fall);
        RC_ASSERT(b.liquidity.slippage >= a.liquidity.slippage);
        if (a.caps.debt_cap_target.count() > 0 || a.liquidity.known) {
            RC_ASSERT(b.caps.debt_cap_target <= a.caps.debt_cap_target);
            RC_ASSERT(b.caps.position_limit_target <= a.caps.position_limit_target);
        }
    }
    if (!compared) RC_DISCARD("nothing known to compare");
}

Wad raised(Random& random, Wad x, Wad most) {
    return Wad::of(std::min<Int128>(most.count(), Int128{x.count()} + random.scaled(kWadOne)));
}

/// Draws a case whose variances enter as they stand, makes it worse and compares.
void compare(const std::function<void(Random&, Case&)>& worsen) {
    Random random = seeded();
    Case made = random_case(random);
    for (MarketObservation& market : made.snapshot.markets)
        market.price_status = PriceStatus::missing;
    Case worse = made;
    worsen(random, worse);
    assert_not_looser(made, worse);
}

BALLAST_PROPERTY(P01, HigherVolatilityNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        for (MarketState& market : worse.state.markets) {
            Variances& v = market.variances;
            for (Wad* variance : {&v.fast, &v.mid, &v.slow})
                *variance = raised(random, *variance, Wad::of(WadTag::kMax));
        }
    });
}

BALLAST_PROPERTY(P01, HigherStressFloorOrForecastNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        for (AssetPolicy& asset : worse.policy.assets) {
            const Wad most = Wad::of(3 * kWadOne);
            asset.stress_volatility = raised(random, asset.stress_volatility, most);
            asset.floor_volatility = raised(random, asset.floor_volatility, most);
        }
        HarPolicy& har = worse.policy.volatility.har;
        for (Wad* weight : {&har.constant, &har.fast, &har.mid, &har.slow})
            *weight = raised(random, *weight, Wad::of(kWadOne));
    });
}

BALLAST_PROPERTY(P01, HigherTailMultiplierNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        for (AssetPolicy& asset : worse.policy.assets) {
            asset.tail_multiplier = raised(random, asset.tail_multiplier, Wad::of(WadTag::kMax));
            for (TailPoint& point : asset.tails)
                point.shortfall = raised(random, point.shortfall, Wad::of(WadTag::kMax));
        }
    });
}

BALLAST_PROPERTY(P01, HigherRegimeWeightsNeverLoosen, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        RegimePolicy& regime = worse.policy.regime;
        regime.ltv_weight = raised(random, regime.ltv_weight, Wad::of(5 * kWadOne));
        regime.lt_weight = raised(random, regime.lt_weight, Wad::of(5 * kWadOne));
        regime.depth_weight =
            raised(random, regime.depth_weight, Wad::of(Int128{kWadOne} * 95 / 100));
    });
}

BALLAST_PROPERTY(P01, HigherScoreNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        const Wad said = worse.snapshot.guardian_score;
        worse.snapshot.guardian_score = raised(random, said, Wad::of(WadTag::kMax));
    });
}

BALLAST_PROPERTY(P01, LargerLargestPositionNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        for (MarketObservation& market : worse.snapshot.markets)
            market.book.largest_position = Usd::saturated(
                Int128{market.book.largest_position.count()} + random.scaled(1'000'000'000));
    });
}

BALLAST_PROPERTY(P01, MoreDebtUnderEveryHealthFactorNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        for (MarketObservation& market : worse.snapshot.markets) {
            std::int64_t more = 0;
            for (WallPoint& point : market.book.wall)
                point.debt = Usd::saturated(Int128{point.debt.count()} +
                                            (more += random.scaled(1'000'000'000)));
        }
    });
}

BALLAST_PROPERTY(P01, MoreDebtNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        for (MarketObservation& market : worse.snapshot.markets)
            market.book.debt =
                Usd::saturated(Int128{market.book.debt.count()} + random.scaled(10'000'000'000));
    });
}

BALLAST_PROPERTY(P01, HigherBonusNeverLoosensAtEqualDepth, kEveryday, kNightly) {
    Random random = seeded();
    Case made = random_case(random);
    // The forms read the depth at a slippage of the bonus: a higher bonus reaches deeper. The curve
    // is flat here, so that only the bonus itself changes.
    for (MarketObservation& market : made.snapshot.markets) {
        market.depth.fill(market.depth.back());
        market.depth_low.fill(market.depth_low.back());
    }
    for (AssetPolicy& asset : made.policy.assets)
        asset.bonus = std::max(asset.bonus, Bps::of(50));
    if (is_refused(made)) RC_DISCARD("the least LT is above the bonus rule");
    Case worse = made;
    for (AssetPolicy& asset : worse.policy.assets) {
        const std::int64_t rule = 100'000'000 / asset.lt_min.count() - kBpsOne;
        const std::int64_t most = std::min<std::int64_t>(rule, kBpsOne);
        asset.bonus = Bps::of(random.within(asset.bonus.count(), most));
    }
    assert_not_looser(made, worse);
}

BALLAST_PROPERTY(P01, HigherFeeOrGapNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        for (AssetPolicy& asset : worse.policy.assets) {
            asset.fee = Bps::of(random.within(asset.fee.count(), kBpsOne));
            const std::int64_t widest = asset.lt_min.count() - asset.ltv_min.count();
            asset.gap = Bps::of(random.within(asset.gap.count(), widest));
        }
    });
}

BALLAST_PROPERTY(P01, LongerLiquidationNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        LiquidityPolicy& policy = worse.policy.liquidity;
        const std::int64_t week = 7 * kDay.count;
        policy.delay = {random.within(policy.delay.count, week)};
        policy.liquidation_min = {random.within(policy.liquidation_min.count, week)};
        policy.participation = Wad::of(random.within(kWadOne / 1000, policy.participation.count()));
    });
}

BALLAST_PROPERTY(P01, StrongerImpactOrSpiralNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        LiquidityPolicy& policy = worse.policy.liquidity;
        policy.impact = raised(random, policy.impact, Wad::of(WadTag::kMax));
        policy.spiral_margin = Bps::of(random.within(policy.spiral_margin.count(), 1000));
        policy.cascade_in_lt = policy.cascade_in_lt || random.chance(50);
    });
}

BALLAST_PROPERTY(P01, LessDepthNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        const std::int64_t share = random.within(1, 1000);
        for (MarketObservation& market : worse.snapshot.markets)
            for (DepthCurve* curve : {&market.depth, &market.depth_low})
                for (Usd& point : *curve)
                    point = Usd::of(mul_div_up(point.count(), share, 1000));
    });
}

BALLAST_PROPERTY(P01, LessVolumeNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        // Rounded up: a volume that is known stays known, or the impact would not be.
        const std::int64_t share = random.within(1, 1000);
        for (MarketObservation& market : worse.snapshot.markets)
            market.daily_volume = Usd::of(mul_div_up(market.daily_volume.count(), share, 1000));
    });
}

BALLAST_PROPERTY(P01, LessAppetiteNeverLoosens, kEveryday, kNightly) {
    compare([](Random& random, Case& worse) {
        for (AssetPolicy& asset : worse.policy.assets) {
            const Wad c = asset.liquidity_aversion;
            asset.liquidity_aversion = raised(random, c, Wad::of(WadTag::kMax));
            asset.cap_depth = Wad::of(
                random.within(asset.cap_depth.count() > 0 ? 1 : 0, asset.cap_depth.count()));
        }
    });
}

}  // namespace
}  // namespace ballast::engine::test
