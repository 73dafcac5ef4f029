// SPDX-License-Identifier: MIT
#include "engine/decide_market.hpp"

#include <algorithm>

#include "engine/caps.hpp"
#include "engine/fixed_point.hpp"
#include "engine/liquidation.hpp"
#include "engine/liquidity.hpp"
#include "engine/moves.hpp"
#include "engine/parameters.hpp"
#include "engine/publication.hpp"
#include "engine/suggest.hpp"
#include "engine/volatility.hpp"

namespace ballast::engine {
namespace {

Wad mixed_variance(const AssetPolicy& asset, Wad variance) {
    return anti_procyclical_variance(variance, asset.stress_volatility, asset.floor_volatility);
}

bool has_low_depth(const MarketObservation& market) {
    return market.depth_low.back().count() > 0;
}

LtBounds lt_bounds(const MarketInput& input) {
    LtBounds bounds{.published_bonus = input.published.bonus, .spiral = {}};
    if (has_low_depth(input.market))
        bounds.spiral = spiral_lt(input.market.depth_low, input.market.book.largest_position,
                                  std::max(input.asset.bonus, input.published.bonus),
                                  input.policy.liquidity.spiral_margin);
    return bounds;
}

StructuralInput structural_input(const MarketInput& input, Wad volatility) {
    return {.volatility = volatility,
            .multiplier = input.regime.lt_multiplier,
            .depth = depth_at(input.market.depth_low, input.asset.bonus),
            .debt = input.market.book.debt};
}

/// The LT target in the asset's form. What is not known neither cuts nor halts.
Target lt_target(const MarketInput& input, const Liquidation& liquidation, Wad volatility,
                 Wad mid_variance) {
    const AssetPolicy& asset = input.asset;
    const MarketObservation& market = input.market;
    switch (asset.lt_form) {
        case LtForm::structural:
            if (!has_low_depth(market)) break;
            return structural_lt(asset, structural_input(input, volatility), lt_bounds(input));
        case LtForm::tail:
            if (!liquidation.known) break;
            return tail_lt(asset, tail_input(liquidation, input.policy.liquidity),
                           lt_bounds(input));
        case LtForm::smart_ltv:
            if (market.depth.back().count() == 0) break;
            return smart_lt(asset,
                            {.volatility = wad_sqrt_up(mid_variance),
                             .depth = depth_at(market.depth, asset.bonus),
                             .debt = market.book.debt},
                            input.published.bonus);
        case LtForm::fixed:
            return fixed_lt(asset, input.published.bonus);
    }
    return held_lt(asset, volatility, input.published.lt);
}

/// LTV hangs from the LT that is wanted, where a budget or a delay still holds the published one
/// above it: a loan made today must not be liquidated by the rest of the cut.
void decide_ltv_target(const MarketInput& input, MarketDecision& decision) {
    const Bps lt = std::min(input.published.lt, decision.lt_desired);
    const Bps gap = std::max(input.asset.gap, input.published.limits.gap_min);
    decision.ltv_target = input.asset.ltv_form == LtvForm::gap
                              ? gap_ltv(input.asset, lt, gap, decision.halt_borrowing)
                              : tactical_ltv(input.asset, lt, gap, decision.volatility_fast,
                                             input.regime.ltv_multiplier, decision.halt_borrowing);
    decision.ltv_desired = std::min(
        lt - gap,
        play_band(input.published.ltv, decision.ltv_target.value, input.policy.publication.play));
    // The oracle's lowest LTV holds a cut; it is no reason to rise above the target.
    decision.ltv_desired = std::max(decision.ltv_desired,
                                    std::min(input.published.limits.ltv_min, input.published.ltv));
}

void decide_targets(const MarketInput& input, const Liquidation& liquidation,
                    const Variances& variances, MarketDecision& decision) {
    decision.lt_target = lt_target(input, liquidation, decision.volatility_slow, variances.mid);
    decision.halt_borrowing = decision.lt_target.binding == Reason::lt_minimum;
    decision.lt_desired =
        play_band(input.published.lt, decision.lt_target.value, input.policy.publication.play);
    decide_ltv_target(input, decision);
}

/// A day is quiet where nothing asks to tighten and the regime is calm (M-15).
void update_quiet(const MarketInput& input, const MarketDecision& decision, MarketState& state) {
    const bool calm = input.regime.score < input.policy.regime.quiet_below;
    const auto update = [&](UnixSeconds& since, bool no_cut) {
        if (!calm || !no_cut)
            since = {};
        else if (since.count == 0)
            since = input.snapshot.at;
    };
    update(state.lt_quiet_since, decision.lt_target.value >= input.published.lt);
    update(state.ltv_quiet_since, decision.ltv_target.value >= input.published.ltv);
}

/// The threshold that the debt cap keeps: of the structural form alone, and of known depth.
std::optional<CapThreshold> cap_threshold(const MarketInput& input, Wad volatility) {
    if (input.asset.lt_form != LtForm::structural || !has_low_depth(input.market)) return {};
    return CapThreshold{structural_input(input, volatility), input.published.lt};
}

/// What both caps' rises wait for.
CapMoment cap_moment(const MarketInput& input, const std::vector<Reason>& doubts, bool tightens) {
    return {.policy = input.policy.publication,
            .doubts = doubts,
            .at = input.snapshot.at,
            .calm = input.regime.score < input.policy.regime.quiet_below,
            .carry_flag = input.regime.carry_flag,
            .tightens = tightens};
}

void decide_caps(const MarketInput& input, bool has_depth, const CapMoment& moment,
                 MarketState& state, MarketDecision& decision) {
    CapDecision& caps = decision.caps;
    const bool capped = input.asset.cap_depth.count() > 0;
    if (capped && has_depth) {
        const CapTargets targets = cap_targets(
            input.asset, reference_depth(input.market, input.asset.bonus),
            input.regime.depth_multiplier, cap_threshold(input, decision.volatility_slow));
        caps.binding = targets.binding;
        caps.debt_cap_target = targets.debt_cap;
        caps.position_limit_target = targets.position_limit;
        move_cap(state.debt_cap, targets.debt_cap, moment, caps.holds);
        move_cap(state.position_limit, targets.position_limit, moment, caps.holds);
        std::sort(caps.holds.begin(), caps.holds.end());
        caps.holds.erase(std::unique(caps.holds.begin(), caps.holds.end()), caps.holds.end());
    }
    caps.debt_cap = state.debt_cap.usd;
    caps.position_limit = state.position_limit.usd;
    if (capped)
        caps.supply_cap_tokens = supply_cap(caps.debt_cap, state.last_usd_price, decision.lt);
}

void describe_liquidity(const MarketInput& input, const Liquidation& liquidation,
                        MarketDecision& decision) {
    if (!liquidation.known) return;
    decision.lt_second_opinion =
        tail_opinion(input.asset, tail_input(liquidation, input.policy.liquidity));
    decision.liquidity = {.known = true,
                          .liquidation = liquidation.time,
                          .fall_start = liquidation.fall_start,
                          .fall = liquidation.cascade.fall,
                          .gain = liquidation.cascade.gain,
                          .amplification = liquidation.cascade.amplification,
                          .alarm = liquidation.alarm,
                          .slippage = liquidation.slippage,
                          .lot = liquidation_lot(input.asset, liquidation.own),
                          .bonus_suggested = suggested_bonus({.asset = input.asset,
                                                              .market = input.market,
                                                              .venue = liquidation.own,
                                                              .volatility = liquidation.volatility,
                                                              .lt = decision.lt}),
                          .depth_use = depth_use(input.asset, input.market)};
}

PublicationInput publication_input(const MarketInput& input, const MarketState& state,
                                   Alarm alarm) {
    return {.policy = input.policy.publication,
            .asset = input.asset,
            .market = input.market,
            .published = input.published,
            .price = input.price,
            .at = input.snapshot.at,
            .frozen = input.current.frozen,
            .doubts = doubts({input.policy, input.snapshot, input.market, input.price, state,
                              input.regime, input.current, input.published, alarm}),
            .ltv_quiet_since = state.ltv_quiet_since,
            .lt_quiet_since = state.lt_quiet_since};
}

/// What a decision says before anything is decided, with its volatilities.
MarketDecision start_decision(const MarketInput& input, Wad fast_variance, Wad slow_variance) {
    MarketDecision decision{.asset = input.asset.asset,
                            .bonus = input.published.bonus,
                            .expected_ltv = input.published.ltv,
                            .expected_lt = input.published.lt};
    decision.volatility_fast = wad_sqrt_up(fast_variance);
    decision.volatility_slow = wad_sqrt_up(slow_variance);
    return decision;
}

}  // namespace

MarketDecision decide_market(const MarketInput& input, MarketState& state) {
    const Variances& variances = state.variances;
    const Wad forecast = har_variance(input.policy.volatility.har, variances);
    const Wad fast = mixed_variance(input.asset, std::max(largest(variances), forecast));
    MarketDecision decision =
        start_decision(input, fast, mixed_variance(input.asset, variances.slow));
    const Liquidation liquidation =
        study_liquidation({.policy = input.policy.liquidity,
                           .asset = input.asset,
                           .market = input.market,
                           .group = input.group,
                           .depth_multiplier = input.regime.depth_multiplier,
                           .lt_multiplier = input.regime.lt_multiplier,
                           .variance = fast,
                           .volatility = decision.volatility_fast});
    decide_targets(input, liquidation, variances, decision);
    update_quiet(input, decision, state);
    const PublicationInput publication = publication_input(input, state, liquidation.alarm);
    const bool tightens = decide_moves(publication, decision);
    decide_caps(input, liquidation.has_depth, cap_moment(input, publication.doubts, tightens),
                state, decision);
    describe_liquidity(input, liquidation, decision);
    return decision;
}

}  // namespace ballast::engine
