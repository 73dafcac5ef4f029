// SPDX-License-Identifier: MIT
// Fault 52: thirty days of an input that flaps by a basis point around where it was.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/keeper/sim_house.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr Milliseconds kStep{60'000};
constexpr std::int64_t kDays = 30;

TEST(Fault52, FlappingBringsHeartbeatsAlone) {
    const TemporaryFolder folder;
    SimHouse house(sim_policy(1), 1, folder.path());
    house.begin();
    SimRandom random(52);
    const std::int64_t level = house.observatory.price_e8;
    std::uint64_t flaps = 0;
    const auto flap = [&] {
        const std::int64_t before = house.observatory.price_e8;
        house.observatory.price_e8 =
            level + level / 10'000 * (static_cast<std::int64_t>(random.below(3)) - 1);
        flaps += house.observatory.price_e8 != before ? 1U : 0U;
    };
    // What the first day moves is where the policy and the market come from, no flapping.
    house.pass(Seconds{10 * kDay.count}, kStep, flap);
    const std::uint64_t settled = house.accepted();
    house.pass(Seconds{kDays * kDay.count}, kStep, flap);
    const std::uint64_t pushes = house.accepted() - settled;
    const std::uint64_t heartbeats = static_cast<std::uint64_t>(
        kDays * kDay.count / house.policy.publication.heartbeat.count + 1);
    std::uint64_t moves = 0;
    const auto& accepted = house.oracles.front()->accepted;
    for (std::size_t i = settled; i < accepted.size(); ++i)
        for (const oracle::ParamUpdate& entry : accepted[i].report.updates)
            moves += entry.ltv != entry.expected_ltv || entry.lt != entry.expected_lt ? 1U : 0U;
    EXPECT_GT(flaps, 10'000U);
    EXPECT_GT(pushes, 0U);
    EXPECT_LE(pushes, heartbeats + moves);
    EXPECT_LE(moves, 1U);
    std::printf("days=%lld flaps=%llu pushes=%llu heartbeats=%llu moves=%llu\n",
                static_cast<long long>(kDays), static_cast<unsigned long long>(flaps),
                static_cast<unsigned long long>(pushes),
                static_cast<unsigned long long>(heartbeats),
                static_cast<unsigned long long>(moves));
}

}  // namespace
}  // namespace ballast::test
