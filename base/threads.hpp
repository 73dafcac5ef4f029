// SPDX-License-Identifier: MIT
// One piece of work on several threads at once.
#pragma once

#include <functional>
#include <thread>
#include <vector>

namespace ballast {

/// Calls `work` once on each of `threads` threads, the caller's among them, and returns when all
/// are done. They share what is to be done, by an atomic counter. Requires threads >= 1.
inline void on_threads(unsigned threads, const std::function<void()>& work) {
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < threads; ++i)
        helpers.emplace_back(work);
    work();
    for (std::thread& helper : helpers)
        helper.join();
}

}  // namespace ballast
