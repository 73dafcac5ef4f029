// SPDX-License-Identifier: MIT
// Fault 46: a million rounds of the loop, with an epoch in each hour of them, once it is warm.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/keeper/sim_house.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr Milliseconds kStep{1'000};
/// Until SQLite's cache of pages is as large as it becomes: two MiB at some 8 KiB an epoch.
constexpr std::int64_t kWarm = 1'500'000;
constexpr std::int64_t kRounds = kWarm + 1'000'000;

std::int64_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t size = 0;
    std::int64_t resident = 0;
    file >> size >> resident;
    return resident * 4'096;
}

TEST(Fault46, MemoryDoesNotGrow) {
    if (std::filesystem::exists("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 0);
    const TemporaryFolder folder;
    SimHouse house(sim_policy(1), 1, folder.path());
    house.begin();
    house.pass(Seconds{kWarm}, kStep);
    const std::int64_t before = resident_bytes();
    const auto records = house.keeper->view().lanes.front().records;
    house.pass(Seconds{kRounds - kWarm}, kStep);
    const std::int64_t grown = resident_bytes() - before;
    const std::int64_t slope = grown * 1'000 / (kRounds - kWarm);
    EXPECT_GT(house.keeper->view().lanes.front().records, records + 200);
    EXPECT_LT(slope, 1'024);
    std::printf("rounds=%lld grown_bytes=%lld bytes_per_1000_rounds=%lld\n",
                static_cast<long long>(kRounds), static_cast<long long>(grown),
                static_cast<long long>(slope));
}

}  // namespace
}  // namespace ballast::test
