// SPDX-License-Identifier: MIT
#include "simulation/market_sim_policy.hpp"

#include <algorithm>
#include <cmath>

#include "engine/step.hpp"
#include "oracle/mirror.hpp"
#include "simulation/paths.hpp"

namespace ballast::simulation {
namespace {

using engine::Bps;
using engine::Usd;

constexpr Seconds kEpoch{kEpochHours * kHour.count};

Usd usd(double amount) {
    return Usd::saturated(static_cast<std::int64_t>(std::llround(amount)));
}

/// Depth at each slippage, in proportion to it: `at_bonus` at `bonus`.
engine::DepthCurve curve(double at_bonus, Bps bonus) {
    engine::DepthCurve depth;
    for (std::size_t i = 0; i < depth.size(); ++i)
        depth[i] = usd(at_bonus * engine::kDepthSlippageBps[i] / bonus.count());
    return depth;
}

double ratio(Bps value) {
    return static_cast<double>(value.count()) / engine::kBpsOne;
}

}  // namespace

EngineParameters::EngineParameters(const engine::Policy& policy, const engine::OracleLimits& limits,
                                   const engine::Variances& start)
    : policy_(policy) {
    const engine::AssetPolicy& asset = policy.assets.front();
    state_.markets.push_back({.asset = asset.asset, .variances = start});
    snapshot_.markets.push_back(
        {.asset = asset.asset, .price_status = engine::PriceStatus::confirmed});
    current_.markets.push_back({.asset = asset.asset,
                                .ltv = asset.ltv_min,
                                .lt = asset.lt_max,
                                .lt_start = asset.lt_max,
                                .bonus = asset.bonus,
                                .limits = limits});
}

void EngineParameters::see(const Sight& sight, const std::vector<engine::WallPoint>& wall) {
    engine::MarketObservation& market = snapshot_.markets.front();
    const Bps bonus = policy_.assets.front().bonus;
    market.price = engine::Price::saturated(std::llround(sight.price * 1e8));
    market.observed_at = sight.at;
    market.depth = curve(sight.depth_now, bonus);
    market.depth_low = curve(sight.depth_low, bonus);
    market.daily_volume = usd(kDailyVolume * sight.depth_now);
    market.book.debt = usd(sight.debt);
    market.book.largest_position = usd(sight.largest);
    market.book.wall = wall;
    snapshot_.at = sight.at;
    snapshot_.guardian_score = sight.score;
}

Status EngineParameters::settle() {
    settled_ = true;
    engine::MarketState& market = state_.markets.front();
    state_.at = snapshot_.at - kEpoch;
    market.last_price = snapshot_.markets.front().price;
    market.last_price_at = state_.at;
    engine::PublishedMarket& published = current_.markets.front();
    // First where LT wants to be, then where LTV wants to be under that LT.
    for (int part = 0; part < 2; ++part) {
        const auto step = engine::step(policy_, state_, snapshot_, current_);
        if (!step) return fail(step.error());
        const engine::MarketDecision& decision = step->report.markets.front();
        published.lt = decision.lt_target.value;
        published.lt_start = published.lt;
        published.ltv = part == 0 ? published.limits.ltv_min : decision.ltv_target.value;
    }
    return {};
}

Status EngineParameters::decide(const Sight& sight, const std::vector<engine::WallPoint>& wall) {
    see(sight, wall);
    if (!settled_)
        if (const Status done = settle(); !done) return done;
    auto step = engine::step(policy_, state_, snapshot_, current_);
    if (!step) return fail(step.error());
    state_ = std::move(step->state);
    const engine::MarketDecision& decision = step->report.markets.front();
    halted_ = decision.halt_borrowing;
    engine::PublishedMarket& published = current_.markets.front();
    const Bps ltv = published.ltv;
    const Bps lt = published.lt;
    published = oracle::apply(published, decision, step->report.observed_at, sight.at);
    if (decision.execute_pending) published = oracle::execute_pending(published, sight.at);
    if (published.ltv != ltv || published.lt != lt) ++updates_;
    return {};
}

double EngineParameters::debt_cap() const {
    if (policy_.assets.front().cap_depth.count() == 0) return HUGE_VAL;
    return static_cast<double>(state_.markets.front().debt_cap.usd.count());
}

double EngineParameters::position_limit() const {
    if (policy_.assets.front().cap_depth.count() == 0) return HUGE_VAL;
    return static_cast<double>(state_.markets.front().position_limit.usd.count());
}

double EngineParameters::ltv() const {
    return ratio(published().ltv);
}

double EngineParameters::lt(UnixSeconds at) const {
    return ratio(engine::lt_now(published(), at));
}

double EngineParameters::lt_target() const {
    return ratio(published().lt);
}

}  // namespace ballast::simulation
