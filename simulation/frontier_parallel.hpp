// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace ballast::simulation {

/// Calls `work(i)` for every i under `count` on `threads` threads. What it writes must belong to i
/// alone; then the outcome does not depend on the threads. Returns the error of the lowest i that
/// failed among those that were tried; later ones are then left out.
[[nodiscard]] inline Status for_each_index(std::size_t count, unsigned threads,
                                           const std::function<Status(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    std::size_t failed_at = count;
    Status outcome;
    const auto run = [&] {
        for (std::size_t i = next++; i < count && !failed; i = next++) {
            const Status done = work(i);
            if (done) continue;
            failed = true;
            const std::scoped_lock lock(mutex);
            if (i < failed_at) failed_at = i, outcome = done;
        }
    };
    std::vector<std::thread> pool;
    for (unsigned t = 1; t < threads; ++t)
        pool.emplace_back(run);
    run();
    for (std::thread& thread : pool)
        thread.join();
    return outcome;
}

}  // namespace ballast::simulation
