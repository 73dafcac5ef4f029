// SPDX-License-Identifier: MIT
// Borrowers that cannot be read at the moment are not gone (decision 25): what the running
// keeper says of them while its nodes are silent, while they lie, and after a restart.
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "tests/keeper/live_world.hpp"

namespace ballast::test {
namespace {

constexpr std::int64_t kDebt = 300'000;

class LiveBooks : public ::testing::Test {
  protected:
    LiveBooks() {
        live.remember_depth();
        live.open();
        EXPECT_EQ(live.look().markets[0].book.debt.count(), kDebt);
    }
    /// Looks, and expects the borrowers of the beginning.
    engine::MarketObservation look_at_debt() {
        const engine::MarketObservation market = live.look().markets[0];
        EXPECT_EQ(market.book.debt.count(), kDebt);
        EXPECT_EQ(market.book.largest_position.count(), kDebt);
        EXPECT_FALSE(market.book.wall.empty());
        return market;
    }
    void restart(bool node_is_dead) {
        live.node_is_dead = node_is_dead;
        live.open();
    }

    LiveWorld live;
};

TEST_F(LiveBooks, SilentNodesTakeNoBorrowersAwayAndTwoHoursHoldRises) {
    live.nodes->node[0].dead = true;
    live.pass({31 * 60});
    look_at_debt();
    live.pass({90 * 60});
    EXPECT_EQ(look_at_debt().daily_volume.count(), 0);
    live.pass(kDay);
    look_at_debt();
}

TEST_F(LiveBooks, ABookThatIsNotBelievedLeavesTheLastOneAndHoldsRises) {
    live.nodes->node[0].total_less = 7;
    live.pass({600});
    EXPECT_EQ(look_at_debt().daily_volume.count(), 0);
}

/// Whoever wonders why nothing rises is told once when it begins, and when it is over.
TEST_F(LiveBooks, WhyThereIsNoNewBookIsTold) {
    EXPECT_EQ(live.told.find("event=book_"), std::string::npos) << live.told;
    live.nodes->node[0].total_less = 7;
    for (int turn = 0; turn < 3; ++turn) {
        live.pass({600});
        look_at_debt();
    }
    const std::size_t fault = live.told.find("event=book_fault");
    ASSERT_NE(fault, std::string::npos) << live.told;
    EXPECT_NE(live.told.find("reason=missing_borrowers", fault), std::string::npos) << live.told;
    EXPECT_EQ(live.told.find("event=book_fault", fault + 1), std::string::npos) << live.told;
    live.nodes->node[0].total_less = 0;
    live.pass({600});
    look_at_debt();
    EXPECT_NE(live.told.find("event=book_found"), std::string::npos) << live.told;
}

TEST_F(LiveBooks, TheyOutliveARestartAndHoldRisesUntilTheyAreReadAnew) {
    restart(true);
    EXPECT_EQ(look_at_debt().daily_volume.count(), 0);
    live.pass({3 * kHour.count});
    look_at_debt();
}

TEST_F(LiveBooks, AFileOfThemThatIsDamagedCountsAsNone) {
    ASSERT_TRUE(write_file(live.folder / "books" / "main.json", "{\"markets\":"));
    restart(true);
    EXPECT_EQ(live.look().markets[0].book, engine::Book{});
    restart(false);
    look_at_debt();
}

}  // namespace
}  // namespace ballast::test
