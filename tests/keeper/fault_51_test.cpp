// SPDX-License-Identifier: MIT
// Fault 51: nodes and sources are away for 72 hours, then they are back.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/keeper/sim_house.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr Milliseconds kStep{10'000};

TEST(Fault51, OneCatchUpUpdateAfterAnOutage) {
    const TemporaryFolder folder;
    SimHouse house(sim_policy(2), 1, folder.path());
    house.begin();
    house.pass(Seconds{5 * kHour.count}, kStep);
    const std::uint64_t before = house.accepted();
    EXPECT_GT(before, 0U);
    SimVenue& venue = *house.venues.front();
    venue.is_down = true;
    house.observatory.status = engine::PriceStatus::missing;
    house.pass(Seconds{72 * kHour.count}, kStep);
    EXPECT_GT(venue.refusals, 0U);
    EXPECT_EQ(house.accepted(), before);
    EXPECT_GT(house.alarms("epoch_failed"), 0U);
    // Backed off: five minutes at the most between two tries.
    EXPECT_LT(venue.refusals, 72U * 60U);
    venue.is_down = false;
    house.observatory.status = engine::PriceStatus::confirmed;
    // Up to the next epoch: whatever comes in this hour is for the outage.
    house.pass(Seconds{kHour.count - 600}, kStep);
    const std::uint64_t pushes = house.accepted() - before;
    EXPECT_EQ(pushes, 1U);
    EXPECT_EQ(house.oracles.front()->accepted.back().report.updates.size(), 2U);
    EXPECT_EQ(house.doubles(), 0U);
    std::printf("outage_hours=72 catch_up_updates=%llu refusals=%llu\n",
                static_cast<unsigned long long>(pushes),
                static_cast<unsigned long long>(venue.refusals));
}

}  // namespace
}  // namespace ballast::test
