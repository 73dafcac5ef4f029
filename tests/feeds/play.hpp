// SPDX-License-Identifier: MIT
// Hours of epochs on feeds that somebody spoils, and how far the published values went.
#pragma once

#include <algorithm>
#include <cstdlib>

#include "tests/feeds/live_run.hpp"

namespace ballast::feeds::test {

inline UnixSeconds hours(std::int64_t count) {
    return engine::test::kNow + Seconds{count * kHour.count};
}

/// How far the published values moved in the worst epoch, and whether they left their bounds.
struct Moved {
    int most = 0;
    int outside = 0;

    void add(const engine::PublishedMarket& before, const engine::PublishedMarket& after) {
        most = std::max({most, std::abs(after.ltv.count() - before.ltv.count()),
                         std::abs(after.lt.count() - before.lt.count())});
        const engine::OracleLimits& limits = after.limits;
        outside += after.ltv < limits.ltv_min || after.ltv > limits.ltv_max ||
                           after.lt < limits.lt_min || after.lt > limits.lt_max
                       ? 1
                       : 0;
    }
};

/// Returns the moves of one epoch an hour from 1 to `epochs`, before which `print` speaks.
template <class Print>
Moved play(LiveRun& run, std::int64_t epochs, Print&& print) {
    Moved moved;
    for (std::int64_t hour = 1; hour <= epochs; ++hour) {
        print(hour);
        run.print_vix(hours(hour));
        const engine::PublishedMarket before = run.world.current.markets[0];
        (void)run.epoch(hours(hour));
        moved.add(before, run.world.current.markets[0]);
    }
    return moved;
}

inline LiveRun started() {
    LiveRun run;
    run.print_prices(hours(0), 100'000);
    run.print_vix(hours(0));
    (void)run.epoch(hours(0));
    return run;
}

}  // namespace ballast::feeds::test
