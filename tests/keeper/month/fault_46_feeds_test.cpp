// SPDX-License-Identifier: MIT
// Fault 46: sources that are asked for years, prices by the minute and a daily one that gives its
// whole history each time. tests/keeper/fault_46_test.cpp is about the loop and its journal.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "tests/keeper/month/month_observatory.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::month {
namespace {

constexpr std::int64_t kPage = 4'096;
constexpr Milliseconds kCycle{300'000};

std::int64_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t size = 0;
    std::int64_t resident = 0;
    file >> size >> resident;
    return resident * kPage;
}

/// A cycle asks what is due and takes a snapshot. The world remembers what it said, which is no
/// memory of the keeper's.
class Cycles {
  public:
    void run(std::int64_t cycles) {
        for (std::int64_t i = 0; i < cycles; ++i) {
            observatory_.poll(clock_.now(), Milliseconds{6'000});
            const auto snapshot = observatory_.observe("live", clock_.now(), {});
            ASSERT_TRUE(snapshot) << snapshot.error().what;
            for (auto& told : world_.deliveries) {
                deliveries += told.size();
                told.clear();
            }
            clock_.wait(kCycle);
        }
    }
    std::uint64_t deliveries = 0;

  private:
    MonthWorld world_{46, {}};
    HostClock clock_{world_};
    MonthObservatory observatory_{world_, clock_};
};

TEST(Fault46, FeedsRememberNoMoreThanTheyNeed) {
    const std::int64_t cycles = test::cases(20'000, 1'000'000);
    // A session feed remembers thirty days.
    const std::int64_t warm = 10'000;
    Cycles all;
    all.run(warm);
    const std::int64_t before = resident_bytes();
    all.run(cycles);
    const std::int64_t slope = (resident_bytes() - before) * 1'000 / cycles;
    EXPECT_GT(all.deliveries, static_cast<std::uint64_t>(cycles));
    EXPECT_LT(slope, 1'024);
    std::printf("cycles=%lld\nanswers=%llu\nrss_slope_bytes_per_1000_cycles=%lld\n",
                static_cast<long long>(cycles), static_cast<unsigned long long>(all.deliveries),
                static_cast<long long>(slope));
}

}  // namespace
}  // namespace ballast::month
