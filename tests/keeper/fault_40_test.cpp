// SPDX-License-Identifier: MIT
// Fault 40: the machine's clock jumps by an hour or a day, drifts, or stands still.
#include <gtest/gtest.h>

#include <cstdio>

#include "engine/canonical.hpp"
#include "tests/keeper/sim_house.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr Milliseconds kStep{10'000};

/// Publishes of a keeper whose clock is wrong for six hours from noon on, and its alarms.
struct Wrong {
    std::uint64_t pushes = 0;
    std::uint64_t alarms = 0;
    std::uint64_t after = 0;  ///< published again once the clock was right
};

Wrong with_clock(const std::function<void(SimWallClock&)>& spoil, bool servers_tell,
                 std::string_view alarm) {
    const TemporaryFolder folder;
    SimHouse house(sim_policy(1), 1, folder.path());
    house.policy.publication.heartbeat = kHour;
    house.oracles.front()->record.policies = {engine::hash(house.policy)};
    house.begin();
    house.pass(Seconds{3 * kHour.count + 1'800}, kStep);
    EXPECT_GE(house.accepted(), 3U);
    house.observatory.tells_time = servers_tell;
    spoil(house.clock);
    const std::uint64_t before = house.accepted();
    house.pass(Seconds{6 * kHour.count}, kStep);
    Wrong wrong{.pushes = house.accepted() - before, .alarms = house.alarms(alarm)};
    house.clock.wrong_by = {};
    house.clock.is_frozen = false;
    house.pass(Seconds{4 * kHour.count}, kStep);
    wrong.after = house.accepted() - before - wrong.pushes;
    return wrong;
}

TEST(Fault40, NothingIsPublishedWhileTheClockIsWrong) {
    std::uint64_t pushes = 0;
    std::uint64_t cases = 0;
    for (const std::int64_t seconds : {3'600, -3'600, 86'400, -86'400, 45, -45}) {
        const auto spoil = [&](SimWallClock& clock) { clock.wrong_by = {seconds}; };
        const Wrong told =
            with_clock(spoil, true, seconds < 0 ? "clock_behind_chain" : "clock_against_sources");
        EXPECT_GT(told.alarms, 0U) << seconds;
        EXPECT_GT(told.after, 0U) << seconds;
        pushes += told.pushes;
        ++cases;
    }
    const Wrong frozen =
        with_clock([](SimWallClock& clock) { clock.freeze(); }, true, "clock_frozen");
    EXPECT_GT(frozen.alarms, 0U);
    EXPECT_GT(frozen.after, 0U);
    // Nobody but the chain tells the time, and the clock is a day ahead of it.
    const Wrong alone = with_clock([](SimWallClock& clock) { clock.wrong_by = kDay; }, false,
                                   "clock_ahead_of_chain");
    EXPECT_GT(alone.alarms, 0U);
    pushes += frozen.pushes + alone.pushes;
    cases += 2;
    EXPECT_EQ(pushes, 0U);
    std::printf("clock_faults=%llu pushes_on_skew=%llu\n", static_cast<unsigned long long>(cases),
                static_cast<unsigned long long>(pushes));
}

}  // namespace
}  // namespace ballast::test
