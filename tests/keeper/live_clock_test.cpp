// SPDX-License-Identifier: MIT
// A wall clock that is wrong for a while must not cost what comes after.
#include <gtest/gtest.h>

#include "tests/keeper/live_world.hpp"

namespace ballast::test {
namespace {

class LiveClock : public ::testing::Test {
  protected:
    void poll() {
        for (int turn = 0; turn < 3; ++turn)
            live.observatory->poll(live.clock.now(), {6'000});
    }
    /// The price of two hours later is another, and is believed.
    void expect_new_prices() {
        live.pass({2 * kHour.count});
        live.server.control("set?name=BTC&value=100500");
        const engine::MarketObservation market = live.look().markets[0];
        EXPECT_EQ(market.price_status, engine::PriceStatus::confirmed);
        EXPECT_GE(market.observed_at + Seconds{120}, live.clock.now());
    }

    LiveWorld live;
};

TEST_F(LiveClock, AJumpAheadForAMomentRefusesNoPrintAfterIt) {
    live.open();
    poll();
    live.clock.jump({10 * kDay.count});
    poll();
    live.clock.jump({-10 * kDay.count});
    poll();
    expect_new_prices();
}

/// Nor where it lasts, and the next tidying falls into it.
TEST_F(LiveClock, HoursOnAWrongClockRefuseNoPrintAfterThem) {
    live.open();
    poll();
    live.clock.jump({10 * kDay.count});
    poll();
    for (int minutes = 0; minutes < 150; minutes += 10) {
        live.clock.wait({600'000});
        poll();
    }
    live.clock.jump({-10 * kDay.count});
    poll();
    expect_new_prices();
    live.open();
    expect_new_prices();
}

}  // namespace
}  // namespace ballast::test
