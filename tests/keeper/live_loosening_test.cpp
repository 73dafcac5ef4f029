// SPDX-License-Identifier: MIT
// What the running keeper must know before it loosens, over loopback servers: all of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>

#include "tests/keeper/live_world.hpp"

namespace ballast::test {
namespace {

using engine::Action;
using engine::DepthCurve;
using engine::IndicatorStatus;
using engine::PriceStatus;
using engine::Reason;

class LiveLoosening : public ::testing::Test {
  protected:
    static bool holds(const engine::MarketDecision& decision, Reason reason) {
        return std::count(decision.holds.begin(), decision.holds.end(), reason) > 0;
    }
    [[nodiscard]] const engine::MarketObservation& market() const {
        return live.world.snapshot.markets[0];
    }

    LiveWorld live;
};

TEST_F(LiveLoosening, WhereAllIsFreshItRisesSlowly) {
    live.remember_depth();
    live.open();
    constexpr int kDays = 4;
    int rises = 0;
    std::int32_t before = live.world.current.markets[0].lt.count();
    for (int epoch = 0; epoch < kDays * 4; ++epoch) {
        const engine::MarketDecision& decision = live.epoch();
        if (epoch == 0) {
            EXPECT_EQ(decision.action, Action::loosen);
            EXPECT_EQ(market().price_status, PriceStatus::confirmed);
            EXPECT_GT(market().depth.front().count(), 0);
            EXPECT_GT(market().daily_volume.count(), 0);
            EXPECT_EQ(market().book.debt.count(), 300'000);
            EXPECT_FALSE(market().book.wall.empty());
            EXPECT_EQ(live.world.snapshot.indicators[0].status, IndicatorStatus::live);
        }
        rises += decision.action == Action::loosen ? 1 : 0;
        const std::int32_t lt = live.world.current.markets[0].lt.count();
        EXPECT_GE(lt, before);
        EXPECT_LE(lt - before, 100);  // one step, after its veto
        before = lt;
        live.pass({6 * kHour.count});
    }
    EXPECT_GE(rises, 2);
    EXPECT_LE(rises, kDays);  // one a day at the most
    EXPECT_GE(before, 5100);
    EXPECT_LE(before, 5000 + 300);  // a week's budget
    std::printf("rises=%d lt_bps=%d\n", rises, before);
}

/// Something that is taken away, and what the engine then says.
struct Absence {
    const char* what;
    std::function<void(LiveWorld&)> take;
    Reason hold;
    bool remembers = true;
};

TEST_F(LiveLoosening, AnyOneThingThatIsNotKnownHolds) {
    const auto silence = [](const char* provider) {
        return [provider](LiveWorld& world) {
            world.server.control(std::string("fault?kind=drop&provider=") + provider);
        };
    };
    const Absence absences[] = {
        {"two prices",
         [&](LiveWorld& world) { silence("binance")(world), silence("kraken")(world); },
         Reason::price_missing},
        {"the index", silence("cboe_vix"), Reason::indicator_missing},
        {"one venue of three", silence("kraken_depth"), Reason::depth_missing},
        {"another venue", silence("coinbase_depth"), Reason::depth_missing},
        {"the nodes", [](LiveWorld& world) { world.node_is_dead = true; }, Reason::depth_missing},
        {"the hours of depth", [](LiveWorld&) {}, Reason::depth_missing, false},
    };
    for (const Absence& absence : absences) {
        LiveWorld world;
        if (absence.remembers) world.remember_depth();
        absence.take(world);
        world.open();
        const engine::MarketDecision& decision = world.epoch();
        EXPECT_NE(decision.action, Action::loosen) << absence.what;
        EXPECT_TRUE(holds(decision, absence.hold)) << absence.what;
    }
}

TEST_F(LiveLoosening, WhatWasKnownAnHourAgoIsNotKnown) {
    live.remember_depth();
    live.open();
    EXPECT_EQ(live.epoch().action, Action::loosen);
    live.server.control("fault?kind=drop&provider=kraken_depth");
    // Long enough for the next rise, were it not for the venue: what waited is withdrawn.
    for (int epoch = 0; epoch < 8; ++epoch) {
        live.pass({6 * kHour.count});
        EXPECT_NE(live.epoch().action, Action::loosen);
        EXPECT_LE(live.world.current.markets[0].lt.count(), 5000);
    }
    live.server.control("clear");
    live.pass({6 * kHour.count});
    EXPECT_EQ(live.epoch().action, Action::loosen);
}

/// A venue that answers with nothing has been drained, and its hour counts for thirty days; one
/// that does not answer has said nothing.
TEST_F(LiveLoosening, ADrainedPoolIsToldFromASilentOne) {
    live.remember_depth();
    live.server.control("fault?kind=drop&provider=kraken_depth");
    live.open();
    EXPECT_TRUE(holds(live.epoch(), Reason::depth_missing));
    EXPECT_EQ(market().depth, DepthCurve{});
    EXPECT_GT(market().depth_low.back().count(), 0);
    const engine::Usd silent_low = market().depth_low.back();

    live.server.control("clear");
    live.server.control("set?name=BTC_DEPTH&value=0");
    live.nodes->quote = [](const U256&) -> std::optional<U256> { return std::nullopt; };
    live.pass(kHour);
    const std::int32_t ltv = live.world.current.markets[0].ltv.count();
    const engine::MarketDecision& drained = live.epoch();
    EXPECT_GT(market().daily_volume.count(), 0);  // it was told; only there is nothing
    EXPECT_EQ(market().depth.back().count(), 1);  // nothing known, not nothing told
    EXPECT_EQ(market().depth[3].count(), 0);
    EXPECT_EQ(market().depth_low.back().count(), 1);
    EXPECT_FALSE(market().book.wall.empty());  // and no cut is made that nobody could sell
    EXPECT_GT(silent_low.count(), 1);
    EXPECT_EQ(drained.action, Action::tighten);
    EXPECT_TRUE(drained.halt_borrowing);
    EXPECT_LT(drained.ltv.count(), ltv);
}

/// The wall needs a depth: where that was never told, it would forbid every cut. And a debt without
/// a wall would be under any fall of its group.
TEST_F(LiveLoosening, ABookWithoutAnyDepthIsNoBook) {
    live.server.control("fault?kind=drop&provider=kraken_depth");
    live.open();
    (void)live.epoch();
    EXPECT_EQ(market().book, engine::Book{});
}

TEST_F(LiveLoosening, TheHoursOfDepthOutliveARestart) {
    live.remember_depth();
    live.open();
    (void)live.epoch();
    const DepthCurve low = market().depth_low;
    live.pass(kHour);
    live.server.control("fault?kind=drop&provider=all");
    live.open();
    (void)live.epoch();
    EXPECT_EQ(market().depth_low, low);
    EXPECT_EQ(market().depth, DepthCurve{});
}

/// Hours of other venues say nothing of these: a week without rises. Theirs are kept for when they
/// are declared again.
TEST_F(LiveLoosening, HoursOfOtherVenuesAreNotTaken) {
    live.remember_depth();
    live.open(
        "[depth.BTC.source.binance_book]\nvenue = \"binance\"\nmarket = \"BTCUSDT\"\n"
        "url = \"URL\"\n");
    EXPECT_NE(live.epoch().action, Action::loosen);
    EXPECT_GT(market().depth.back().count(), 0);
    EXPECT_EQ(market().daily_volume.count(), 0);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(live.folder / "depth"), {}), 2);
    live.open();
    EXPECT_GT(live.look().markets[0].daily_volume.count(), 0);
}

}  // namespace
}  // namespace ballast::test
