// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>

#include "base/result.hpp"
#include "base/threads.hpp"

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
    on_threads(threads, run);
    return outcome;
}

}  // namespace ballast::simulation
