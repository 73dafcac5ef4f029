// SPDX-License-Identifier: MIT
#include "feeds/live_snapshot.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/validate.hpp"
#include "tests/feeds/live_run.hpp"
#include "tests/feeds/sample_feeds.hpp"
#include "tests/feeds/shipped.hpp"

namespace ballast::feeds {
namespace {

using engine::Action;
using engine::IndicatorStatus;
using engine::PriceStatus;
using engine::Reason;

constexpr UnixSeconds kNow = engine::test::kNow;

/// A market that wants to rise: published far below what a calm hour is worth.
test::LiveRun eager() {
    test::LiveRun run;
    engine::PublishedMarket& published = run.world.current.markets[0];
    published.ltv = engine::Bps::of(4000);
    published.lt = published.lt_start = engine::Bps::of(5000);
    run.world.state.markets[0].debt_cap = {
        kNow - Seconds{9 * kDay.count}, kNow - Seconds{9 * kDay.count}, engine::Usd::of(1'000'000)};
    run.print_prices(kNow, 100'000);
    run.print_vix(kNow);
    return run;
}

bool noted(const test::LiveRun& run, const std::string& subject, FeedReason reason) {
    return std::count(run.notes.begin(), run.notes.end(), SnapshotNote{subject, reason}) > 0;
}

bool holds(const engine::MarketDecision& decision, Reason reason) {
    return std::count(decision.holds.begin(), decision.holds.end(), reason) > 0;
}

TEST(LiveSnapshot, WhereAllIsKnownTheMarketLoosens) {
    test::LiveRun run = eager();
    const auto& decision = run.epoch(kNow);
    EXPECT_EQ(decision.action, Action::loosen);
    EXPECT_TRUE(run.notes.empty());
    const engine::MarketObservation& market = run.world.snapshot.markets[0];
    EXPECT_EQ(market.price_status, PriceStatus::confirmed);
    EXPECT_EQ(market.price, engine::Price::of(100'000 * test::kUnit));
    EXPECT_EQ(market.daily_volume.count(), 2'000'000'000);
    EXPECT_EQ(market.depth_low, market.depth);
    EXPECT_EQ(run.world.snapshot.indicators[0].status, IndicatorStatus::live);
    EXPECT_EQ(run.world.snapshot.indicators[0].level, engine::Level::of(16 * test::kUnit));
}

/// Each is one thing that is not known; none of them may loosen, and all prices stay confirmed.
void expect_hold(test::LiveRun& run, const char* subject, FeedReason reason, Reason hold) {
    const engine::Usd cap = run.world.state.markets[0].debt_cap.usd;
    const auto& decision = run.epoch(kNow);
    EXPECT_EQ(decision.action, Action::none) << name(reason);
    EXPECT_TRUE(holds(decision, hold)) << name(reason);
    EXPECT_LE(decision.caps.debt_cap, cap) << name(reason);
    EXPECT_TRUE(noted(run, subject, reason)) << name(reason);
    EXPECT_EQ(run.world.snapshot.markets[0].price_status, PriceStatus::confirmed);
}

TEST(LiveSnapshot, ABookThatNobodyReadIsNotTheBestOfMarkets) {
    test::LiveRun run = eager();
    run.book_known = false;
    expect_hold(run, "BTC", FeedReason::book_unknown, Reason::depth_missing);
    EXPECT_EQ(run.world.snapshot.markets[0].book, engine::Book{});
    // What can be sold is still told: cuts have their budget.
    EXPECT_GT(run.world.snapshot.markets[0].depth_low.back().count(), 0);
}

/// What is not known holds rises; a market that falls meanwhile is still cut.
TEST(LiveSnapshot, CutsGoOnWithoutABookOrAnnouncements) {
    for (const bool liquidity : {true, false}) {
        test::LiveRun run = eager();
        run.book_known = false;
        run.liquidity_known = liquidity;
        run.events.unknown = {"boj"};
        engine::PublishedMarket& published = run.world.current.markets[0];
        published.ltv = engine::Bps::of(8400);
        published.lt = published.lt_start = engine::Bps::of(8800);
        const engine::Wad wild = engine::Wad::of(engine::kWadOne / 100);
        run.world.state.markets[0].variances = {wild, wild, wild};
        const auto& decision = run.epoch(kNow);
        EXPECT_EQ(decision.action, Action::tighten);
        EXPECT_LT(decision.ltv.count(), 8400);
    }
}

TEST(LiveSnapshot, ABookOfLongAgoIsKeptAndHolds) {
    test::LiveRun run = eager();
    run.rules.book_hold = Seconds{-1};
    expect_hold(run, "BTC", FeedReason::book_stale, Reason::depth_missing);
    EXPECT_EQ(run.world.snapshot.markets[0].book.debt.count(), 500'000'000);
}

TEST(LiveSnapshot, ABookThatIsDoubtedIsKeptAndHolds) {
    test::LiveRun run = eager();
    run.book.doubted = true;
    expect_hold(run, "BTC", FeedReason::book_stale, Reason::depth_missing);
    EXPECT_EQ(run.world.snapshot.markets[0].book.debt.count(), 500'000'000);
}

TEST(LiveSnapshot, DepthThatNobodyToldHolds) {
    test::LiveRun run = eager();
    run.liquidity_known = false;
    expect_hold(run, "BTC", FeedReason::depth_unknown, Reason::depth_missing);
    EXPECT_EQ(run.world.snapshot.markets[0].depth, engine::DepthCurve{});
    EXPECT_GT(run.world.snapshot.markets[0].depth_low.back().count(), 0);
}

TEST(LiveSnapshot, DepthThatWasHardlyWatchedHolds) {
    test::LiveRun run = eager();
    run.rules.depth_hours = 721;
    expect_hold(run, "BTC", FeedReason::depth_history_short, Reason::depth_missing);
}

TEST(LiveSnapshot, BeyondItsDocumentAnAnnouncementMayComeAtAnyTime) {
    test::LiveRun run = eager();
    run.events.unknown = {"us_cpi"};
    expect_hold(run, "us_cpi", FeedReason::events_unknown, Reason::event_window);
    EXPECT_EQ(run.world.snapshot.events, std::vector{kNow});
}

/// The low is of hourly medians: one answer is no hour.
TEST(LiveSnapshot, OneSampleIsNotTheLow) {
    test::LiveRun run = eager();
    const engine::DepthCurve usual = run.liquidity.depth;
    run.liquidity.depth = {};
    (void)run.epoch(kNow);
    EXPECT_EQ(run.world.snapshot.markets[0].depth_low, usual);
    EXPECT_LT(run.world.snapshot.markets[0].depth[4], usual[0]);
}

/// What was answered with nothing is no unknown: that would hold a cut.
TEST(LiveSnapshot, ADrainedMarketTightens) {
    for (const bool known : {true, false}) {
        test::LiveRun run = eager();
        engine::PublishedMarket& published = run.world.current.markets[0];
        published.ltv = engine::Bps::of(8000);
        published.lt = published.lt_start = engine::Bps::of(8400);
        run.liquidity_known = known;
        run.liquidity.depth = {};
        for (int i = 0; known && i < 3; ++i)
            ASSERT_TRUE(run.depth.note(kNow, engine::DepthCurve{}));
        const auto& decision = run.epoch(kNow);
        const engine::MarketObservation& market = run.world.snapshot.markets[0];
        EXPECT_EQ(market.depth.back().count(), known ? 1 : 0);
        EXPECT_EQ(decision.halt_borrowing, known);
        if (!known) continue;
        EXPECT_EQ(market.depth_low.back().count(), 1);
        EXPECT_EQ(decision.action, Action::tighten);
        EXPECT_LT(decision.ltv.count(), 8000);
        EXPECT_LT(decision.lt_target.value.count(), 8400);
        // The cut of LT itself waits for a budget: nothing could be sold of what it would bring.
        EXPECT_TRUE(holds(decision, Reason::induced_budget));
    }
}

/// A debt without a wall would be under every threshold: it forbids its own cuts, and falls with
/// all of its group.
TEST(LiveSnapshot, ABookWithoutAnyDepthIsNoBook) {
    test::LiveRun run = eager();
    run.depth = DepthMemory();
    run.liquidity_known = false;
    EXPECT_NE(run.epoch(kNow).action, Action::loosen);
    EXPECT_TRUE(noted(run, "BTC", FeedReason::depth_unknown));
    EXPECT_EQ(run.world.snapshot.markets[0].book, engine::Book{});
}

/// Minutes ahead is a clock's difference; hours ahead would stay fresh for as long.
TEST(LiveSnapshot, WhatWasSeenInTheFutureHolds) {
    for (const std::int64_t ahead : {120, 121}) {
        test::LiveRun run = eager();
        run.ahead = Seconds{ahead};
        (void)run.epoch(kNow);
        EXPECT_EQ(noted(run, "BTC", FeedReason::depth_unknown), ahead > 120);
        EXPECT_EQ(noted(run, "BTC", FeedReason::book_stale), ahead > 120);
    }
}

/// The rules of the table: which status of a feed is which of the engine's.
TEST(LiveSnapshot, AFeedsStatusIsTheEngines) {
    const engine::Policy policy = engine::test::sample_policy();
    const auto feeds = test::LiveRun().board.feeds();
    const struct {
        FeedStatus feed;
        PriceStatus price;
        IndicatorStatus indicator;
    } kTable[] = {
        {FeedStatus::live, PriceStatus::confirmed, IndicatorStatus::live},
        {FeedStatus::closed, PriceStatus::confirmed, IndicatorStatus::closed},
        {FeedStatus::jump_unconfirmed, PriceStatus::jump_unconfirmed, IndicatorStatus::stale},
        {FeedStatus::below_quorum, PriceStatus::below_quorum, IndicatorStatus::stale},
        {FeedStatus::stale, PriceStatus::below_quorum, IndicatorStatus::stale},
        {FeedStatus::preset, PriceStatus::missing, IndicatorStatus::missing},
        {FeedStatus::missing, PriceStatus::missing, IndicatorStatus::missing},
    };
    for (const auto& row : kTable) {
        LiveInputs inputs;
        inputs.at = kNow;
        for (const char* feed : {"btc", "vix"}) {
            Verdict verdict;
            verdict.feed = feed;
            verdict.status = row.feed;
            if (row.feed < FeedStatus::preset) {
                verdict.value = test::reading(20 * test::kUnit);
                verdict.observed_at = verdict.known_at = kNow - Seconds{5};
            }
            inputs.verdicts.push_back(verdict);
        }
        const auto live = live_snapshot(policy, feeds, inputs, {});
        ASSERT_TRUE(live) << live.error().what;
        EXPECT_EQ(live->snapshot.markets[0].price_status, row.price) << name(row.feed);
        EXPECT_EQ(live->snapshot.indicators[0].status, row.indicator) << name(row.feed);
        const bool has_value = row.feed < FeedStatus::preset;
        EXPECT_EQ(live->snapshot.markets[0].price.count() > 0, has_value);
        EXPECT_TRUE(engine::validate(live->snapshot));
    }
}

/// The dollar in yen from a network, and the Federal Reserve's noon rate behind it.
struct Yen {
    engine::Policy policy = test::shipped_policy();
    Board board{test::example_feeds()};
    UnixSeconds start = test::at("2025-11-18T21:00:00Z");

    void pyth(UnixSeconds at, std::int64_t yen) {
        test::add(board, "usdjpy", "usdjpy_pyth", test::seen(at, yen * test::kUnit));
    }
    void noon(UnixSeconds at, std::int64_t yen) {
        test::add(board, "usdjpy_noon", "usdjpy_h10", test::seen(at, yen * test::kUnit));
    }
    [[nodiscard]] LiveSnapshot look(UnixSeconds at) const {
        LiveInputs inputs;
        inputs.at = at;
        inputs.verdicts = board.verdicts(at);
        const auto live = live_snapshot(policy, board.feeds(), inputs, {});
        EXPECT_TRUE(live) << live.error().what;
        return *live;
    }
    static engine::IndicatorObservation usdjpy(const LiveSnapshot& live) {
        return *std::find_if(live.snapshot.indicators.begin(), live.snapshot.indicators.end(),
                             [](const auto& print) { return print.name == "usdjpy"; });
    }
};

TEST(LiveSnapshot, AFallbackSpeaksWhereItsFeedHasNothingFresh) {
    Yen yen;
    const UnixSeconds later = yen.start + Seconds{7 * kDay.count};
    yen.noon(yen.start, 155);
    yen.pyth(yen.start, 156);
    EXPECT_EQ(yen.usdjpy(yen.look(yen.start + kHour)).level, engine::Level::of(156 * test::kUnit));
    // The network is silent for five sessions; the noon rate went on.
    yen.noon(yen.start + Seconds{6 * kDay.count}, 157);
    const LiveSnapshot spoken = yen.look(later);
    EXPECT_EQ(yen.usdjpy(spoken).level, engine::Level::of(157 * test::kUnit));
    EXPECT_EQ(yen.usdjpy(spoken).status, IndicatorStatus::live);
    EXPECT_EQ(std::count(spoken.notes.begin(), spoken.notes.end(),
                         SnapshotNote{"usdjpy_noon", FeedReason::fallback_used}),
              1);
}

/// The document gives the noon rate seven sessions; the policy gives the channel three.
TEST(LiveSnapshot, AFallbackIsNoOlderThanThePolicyAllows) {
    Yen yen;
    yen.noon(yen.start, 155);
    EXPECT_EQ(yen.usdjpy(yen.look(yen.start + Seconds{2 * kDay.count})).status,
              IndicatorStatus::live);
    EXPECT_NE(yen.usdjpy(yen.look(yen.start + Seconds{7 * kDay.count})).status,
              IndicatorStatus::live);
}

TEST(LiveSnapshot, AFallbackDoesNotSpeakOverAMoveThatWaits) {
    Yen yen;
    yen.noon(yen.start + Seconds{3600}, 150);
    yen.pyth(yen.start, 150);
    yen.pyth(yen.start + Seconds{7200}, 130);
    const LiveSnapshot live = yen.look(yen.start + Seconds{7300});
    EXPECT_EQ(yen.usdjpy(live).status, IndicatorStatus::stale);
    EXPECT_EQ(std::count(live.notes.begin(), live.notes.end(),
                         SnapshotNote{"usdjpy_noon", FeedReason::fallback_used}),
              0);
}

/// Nor one that was observed before what its feed was believed to say last.
TEST(LiveSnapshot, AFallbackDoesNotTurnTheClockBack) {
    Yen yen;
    yen.noon(yen.start + kDay, 150);
    yen.pyth(yen.start + kDay + kHour, 151);
    Verdict silent = yen.board.verdict("usdjpy", yen.start + kDay + kHour);
    silent.status = FeedStatus::below_quorum;
    LiveInputs inputs;
    inputs.at = yen.start + kDay + kHour;
    inputs.verdicts = {silent, yen.board.verdict("usdjpy_noon", inputs.at)};
    const auto live = live_snapshot(yen.policy, yen.board.feeds(), inputs, {});
    ASSERT_TRUE(live) << live.error().what;
    EXPECT_EQ(yen.usdjpy(*live).status, IndicatorStatus::stale);
}

/// Two of three venues are down, and the third says that the price has fallen by three tenths.
TEST(LiveSnapshot, WhatIsDisputedForTheWorseWithoutAQuorumTightens) {
    const auto scored = [](std::int64_t dollars, bool others) {
        test::LiveRun run = eager();
        const UnixSeconds later = kNow + Seconds{900};
        test::add(run.board, "btc", "s0", test::seen(later, dollars * test::kUnit));
        for (const char* source : {"s1", "s2"})
            if (others)
                test::add(run.board, "btc", source, test::seen(later, 100'000 * test::kUnit));
        (void)run.epoch(later);
        EXPECT_EQ(noted(run, "btc", FeedReason::disputed_for_worse),
                  run.world.snapshot.guardian_score.count() > 0);
        return run.world.snapshot.guardian_score;
    };
    EXPECT_EQ(scored(70'000, false), LiveRules().dispute_score);
    EXPECT_EQ(scored(99'000, false), engine::Wad{});
    EXPECT_EQ(scored(140'000, false), engine::Wad{});
    // One who lies beside a quorum moves nothing.
    EXPECT_EQ(scored(70'000, true), engine::Wad{});
}

TEST(LiveSnapshot, OneMarketThatIsReadWrongHoldsItselfAlone) {
    test::LiveRun run = eager();
    LiveInputs inputs;
    inputs.at = kNow;
    inputs.verdicts = run.board.verdicts(kNow);
    LiveMarket market;
    market.asset = "BTC";
    market.depth = &run.depth;
    market.liquidity = SeenLiquidity{{}, engine::Usd::of(5), kNow};
    market.liquidity->depth.front() = engine::Usd::of(1);
    market.book = SeenBook{engine::Book{}, kNow};
    market.book->book.debt = engine::Usd::of(7);
    inputs.markets = {market};
    for (std::int64_t i = 0; i < 80; ++i)
        inputs.events.times.push_back(kNow + Seconds{(i - 20) * 60});
    const auto live = live_snapshot(run.world.policy, run.board.feeds(), inputs, {});
    ASSERT_TRUE(live) << live.error().what;
    EXPECT_EQ(std::count(live->notes.begin(), live->notes.end(),
                         SnapshotNote{"BTC", FeedReason::not_sound}),
              1);
    EXPECT_EQ(live->snapshot.markets[0].depth, engine::DepthCurve{});
    EXPECT_EQ(live->snapshot.markets[0].daily_volume, engine::Usd::of(0));
    EXPECT_EQ(live->snapshot.markets[0].book.debt, engine::Usd::of(7));
    EXPECT_EQ(live->snapshot.events.size(), engine::kEventsMax);
    EXPECT_EQ(live->snapshot.events.front(), kNow - Seconds{20 * 60});
}

TEST(LiveSnapshot, ThePriceOfADebtAssetStandsBesideTheCollateral) {
    engine::Policy policy = engine::test::sample_policy();
    policy.assets[0].debt_asset = "ETH";
    LiveInputs inputs;
    inputs.at = kNow;
    const auto live = live_snapshot(policy, {}, inputs, {});
    ASSERT_TRUE(live) << live.error().what;
    ASSERT_EQ(live->snapshot.markets.size(), 2U);
    EXPECT_EQ(live->snapshot.markets[1].asset, "ETH");
    EXPECT_EQ(live->snapshot.markets[1].price_status, PriceStatus::missing);
}

TEST(LiveSnapshot, TheWindowIsThePolicys) {
    engine::Policy policy = engine::test::sample_policy();
    policy.regime.event_after = Seconds{5};
    EXPECT_EQ(event_window(policy), kDay);
}

}  // namespace
}  // namespace ballast::feeds
