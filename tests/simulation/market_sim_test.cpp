// SPDX-License-Identifier: MIT
#include "simulation/market_sim.hpp"

#include <gtest/gtest.h>

#include "engine/step.hpp"
#include "oracle/mirror.hpp"
#include "simulation/frontier_cases.hpp"
#include "simulation/market_sim_borrowers.hpp"
#include "tests/simulation/invented_market.hpp"

namespace ballast::simulation {
namespace {

const FrontierInputs& inputs() {
    static const FrontierInputs made = test::invented_inputs();
    return made;
}

FrontierCase drifting() {
    return {.book = {"DRIFT", {{.demand = 1e9, .depth = 2e8, .drift = 1.4, .whale = 0.1}}, 0.75},
            .asset = "ETH"};
}

Result<MarketResult> play(const PathBundle& bundle, const FrontierCase& a_case,
                          Parameters& parameters, const LeverSpec& lever = {},
                          Signal signal = Signal::none) {
    return run_market({.path = bundle.path,
                       .depth = bundle.depth[0],
                       .arrivals = bundle.arrivals[0],
                       .book = a_case.book.markets[0],
                       .lever = lever,
                       .signal = signal},
                      parameters);
}

/// Passes everything on to the engine's parameters, and writes down what they saw and said.
class Recorder final : public Parameters {
  public:
    struct Epoch {
        Sight sight;
        std::vector<engine::WallPoint> wall;
        engine::PublishedMarket published;
    };
    explicit Recorder(EngineParameters& inner) : inner_(inner) {}
    Status decide(const Sight& sight, const std::vector<engine::WallPoint>& wall) override {
        const Status done = inner_.decide(sight, wall);
        epochs.push_back({sight, wall, inner_.published()});
        return done;
    }
    bool needs_wall() const override { return true; }
    bool open() const override { return inner_.open(); }
    double ltv() const override { return inner_.ltv(); }
    double lt(UnixSeconds at) const override { return inner_.lt(at); }
    double lt_target() const override { return inner_.lt_target(); }
    std::int64_t updates() const override { return inner_.updates(); }
    double debt_cap() const override { return inner_.debt_cap(); }
    double position_limit() const override { return inner_.position_limit(); }

    std::vector<Epoch> epochs;

  private:
    EngineParameters& inner_;
};

engine::DepthCurve proportional(double at_bonus) {
    engine::DepthCurve curve;
    for (std::size_t i = 0; i < curve.size(); ++i)
        curve[i] = engine::Usd::of(std::llround(at_bonus * engine::kDepthSlippageBps[i] / 500));
    return curve;
}

engine::Snapshot snapshot_of(const Recorder::Epoch& epoch) {
    engine::Snapshot snapshot{.at = epoch.sight.at, .guardian_score = epoch.sight.score};
    snapshot.markets.push_back(
        {.asset = "ETH",
         .price_status = engine::PriceStatus::confirmed,
         .price = engine::Price::of(std::llround(epoch.sight.price * 1e8)),
         .observed_at = epoch.sight.at,
         .depth = proportional(epoch.sight.depth_now),
         .depth_low = proportional(epoch.sight.depth_low),
         .daily_volume = engine::Usd::of(std::llround(kDailyVolume * epoch.sight.depth_now)),
         .book = {.debt = engine::Usd::of(std::llround(epoch.sight.debt)),
                  .largest_position = engine::Usd::of(std::llround(epoch.sight.largest)),
                  .wall = epoch.wall}});
    return snapshot;
}

// What the frontier judges is the engine behind the contract's rules: the same inputs, folded here
// by step and apply alone, publish the same values at every epoch.
TEST(MarketSim, PublishesWhatStepAndApplyPublish) {
    const FrontierCase a_case = drifting();
    const PathBundle bundle = make_bundle(inputs(), a_case, PathSet::fall_35, 5);
    for (const PolicyKind kind : {PolicyKind::carry_aware, PolicyKind::fast}) {
        const engine::Policy policy =
            engine_policy({kind, LeverKind::cap_concentration, Signal::macro},
                          {.policy = 0.8, .cap = 5, .position = 1}, inputs().base, "ETH");
        EngineParameters deciding(policy, engine_limits(kind, policy), bundle.path.variances);
        Recorder recorder(deciding);
        ASSERT_TRUE(play(bundle, a_case, recorder, {}, Signal::macro));

        // The first epoch settles where the policy begins; from there on it is the engine's.
        const Recorder::Epoch& first = recorder.epochs.front();
        engine::State state{.at = first.sight.at, .markets = {}, .regime = {}};
        state.markets.push_back({.asset = "ETH",
                                 .last_price = snapshot_of(first).markets[0].price,
                                 .last_price_at = first.sight.at - Seconds{6 * kHour.count},
                                 .variances = bundle.path.variances});
        state.at = state.markets[0].last_price_at;
        engine::Current current;
        current.markets.push_back(first.published);
        int moves = 0;
        for (const Recorder::Epoch& epoch : recorder.epochs) {
            auto step = engine::step(policy, state, snapshot_of(epoch), current);
            ASSERT_TRUE(step) << step.error().what;
            engine::PublishedMarket& market = current.markets.front();
            const engine::MarketDecision& decision = step->report.markets.front();
            if (epoch.sight.at > first.sight.at) {
                market = oracle::apply(market, decision, step->report.observed_at, epoch.sight.at);
                if (decision.execute_pending)
                    market = oracle::execute_pending(market, epoch.sight.at);
                ASSERT_EQ(market, epoch.published) << format_utc(epoch.sight.at);
            }
            moves += decision.action == engine::Action::tighten;
            state = std::move(step->state);
        }
        EXPECT_GT(moves, 5);
    }
}

// The caps of the static variants are the engine's: the same market under a fixed LT, once with the
// engine's caps and once with the levers', ends in the same figures.
TEST(MarketSim, LeversFollowTheEnginesCaps) {
    const FrontierCase a_case = drifting();
    const Constants constants{.policy = 0.78, .cap = 5.5, .position = 0.75};
    for (const Signal signal : {Signal::none, Signal::macro}) {
        const PathBundle bundle = make_bundle(inputs(), a_case, PathSet::history, 1);
        engine::Policy policy =
            engine_policy({PolicyKind::ltv_only, LeverKind::cap_concentration, signal}, constants,
                          inputs().base, "ETH");
        policy.assets[0].ltv_form = engine::LtvForm::gap;
        EngineParameters deciding(policy, engine_limits(PolicyKind::ltv_only, policy),
                                  bundle.path.variances);
        FixedParameters fixed(0.75, 0.78);
        const auto by_engine = play(bundle, a_case, deciding, {}, signal);
        const auto by_lever = play(bundle, a_case, fixed,
                                   lever_spec(LeverKind::cap_concentration, constants), signal);
        ASSERT_TRUE(by_engine && by_lever);
        EXPECT_EQ(*by_engine, *by_lever);
        EXPECT_LT(by_lever->debt, play(bundle, a_case, fixed)->debt);
    }
}

TEST(MarketSim, AConstantThresholdInducesNothing) {
    const FrontierCase a_case = drifting();
    for (std::uint64_t i = 0; i < 5; ++i) {
        const PathBundle bundle = make_bundle(inputs(), a_case, PathSet::fall_50, i);
        FixedParameters fixed(0.75, 0.78);
        const auto result = play(bundle, a_case, fixed);
        ASSERT_TRUE(result);
        EXPECT_EQ(result->induced, 0);
        EXPECT_EQ(result->updates, 0);
        EXPECT_GT(result->liquidated, 0);
        EXPECT_NEAR(static_cast<double>(result->ltv_debt), 0.75 * static_cast<double>(result->debt),
                    2);
    }
}

Arrival arrival(std::size_t place, double appetite = 1, bool careful = false) {
    return {.place = place, .appetite = appetite, .careful = careful};
}

// Debt 70 against 100: at a threshold of .73 and a price 10 % lower half of it is repaid, with a
// bonus of 5 %.
TEST(Borrowers, HalfOfALoanIsLiquidatedAtTheBonus) {
    Borrowers book;
    book.open(arrival(0), 70, 0.7, 0.73, 1);
    EXPECT_DOUBLE_EQ(book.worst(), 0.7);
    EXPECT_EQ(book.liquidate(1, 0.73, 0.05, 1e9).repaid, 0);
    const Liquidation done = book.liquidate(0.93, 0.73, 0.05, 1e9);
    EXPECT_DOUBLE_EQ(done.repaid, 35);
    EXPECT_DOUBLE_EQ(done.sold, 35 * 1.05 / 0.93);
    EXPECT_EQ(done.bad_debt, 0);
    EXPECT_EQ(done.induced, 0);
    EXPECT_DOUBLE_EQ(book.debt(), 35);
}

TEST(Borrowers, WhatTheCollateralDoesNotCoverIsBad) {
    Borrowers book;
    book.open(arrival(0), 70, 0.7, 0.73, 1);
    const Liquidation done = book.liquidate(0.5, 0.73, 0.05, 1e9);
    EXPECT_DOUBLE_EQ(done.repaid, 50 / 1.05);
    EXPECT_DOUBLE_EQ(done.bad_debt, 70 - 50 / 1.05);
    EXPECT_EQ(book.debt(), 0);
}

TEST(Borrowers, AMarketWithoutDepthLeavesTheLoanAndItsShortfall) {
    Borrowers book;
    book.open(arrival(0), 70, 0.7, 0.73, 1);
    EXPECT_EQ(book.liquidate(0.5, 0.73, 0.05, 0).repaid, 0);
    EXPECT_DOUBLE_EQ(book.shortfall(0.5), 20);
}

TEST(Borrowers, ALiquidationIsInducedWhereTheOldThresholdWouldHaveSpared) {
    Borrowers book;
    book.open(arrival(0), 70, 0.7, 0.80, 1);
    EXPECT_GT(book.liquidate(1, 0.69, 0.05, 1e9).induced, 0);
    book.open(arrival(1), 70, 0.7, 0.80, 1);
    EXPECT_EQ(book.liquidate(0.86, 0.69, 0.05, 1e9).induced, 0);
}

TEST(Borrowers, TheCarefulRepayAndTheOthersDoNot) {
    Borrowers book;
    book.open(arrival(0, 1, true), 70, 0.7, 0.73, 1);
    book.open(arrival(1), 70, 0.7, 0.73, 1);
    book.react(1, 0.73, false);
    EXPECT_DOUBLE_EQ(book.at(0).debt, 100 * 0.73 / 1.2);
    EXPECT_DOUBLE_EQ(book.at(1).debt, 70);
}

TEST(Borrowers, TheWallHoldsAllDebtAndAscends) {
    Borrowers book;
    book.open(arrival(0), 70, 0.7, 0.73, 1);
    book.open(arrival(1, 0.5), 30, 0.7, 0.73, 1);
    std::vector<engine::WallPoint> wall;
    book.write_wall(1, 0.73, wall);
    EXPECT_EQ(wall.back().debt.count(), 100);
    EXPECT_EQ(wall.front().debt.count(), 0);
    for (std::size_t i = 1; i < wall.size(); ++i) {
        EXPECT_LT(wall[i - 1].health_factor, wall[i].health_factor);
        EXPECT_LE(wall[i - 1].debt, wall[i].debt);
    }
}

}  // namespace
}  // namespace ballast::simulation
