// SPDX-License-Identifier: MIT
// Who is to be silent sends nothing, also not what was on its way.
#include <gtest/gtest.h>

#include "tests/keeper/sim_house.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr Milliseconds kStep{10'000};

/// A keeper whose first update is signed and stored, and reached nobody when its process ended.
struct Left {
    Left() : house(sim_policy(1), 1, folder.path()) {
        house.venues.front()->loses_request = true;
        house.begin();
        house.pass(Seconds{4 * kHour.count}, kStep, [this] {
            if (house.venues.front()->lost_requests == 0) return;
            house.kill_switch = true;
        });
        house.kill();
        house.kill_switch = false;
    }
    TemporaryFolder folder;
    SimHouse house;
};

TEST(Silence, AWatcherDoesNotSendWhatAPublishingRunLeft) {
    Left left;
    ASSERT_EQ(left.house.venues.front()->lost_requests, 1U);
    ASSERT_EQ(left.house.accepted(), 0U);
    left.house.options.mode = keeper::Mode::shadow;
    left.house.begin();
    left.house.pass(Seconds{2 * kHour.count}, kStep);
    EXPECT_EQ(left.house.accepted(), 0U);
    EXPECT_GE(left.house.alarms("epoch_failed"), 1U);
    left.house.kill();
    left.house.options.mode = keeper::Mode::publish;
    left.house.begin();
    left.house.pass(Seconds{2 * kHour.count}, kStep);
    EXPECT_GE(left.house.accepted(), 1U);
}

}  // namespace
}  // namespace ballast::test
