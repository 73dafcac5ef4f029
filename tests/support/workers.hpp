// SPDX-License-Identifier: MIT
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <type_traits>
#include <vector>

#include "base/check.hpp"

namespace ballast::test {

// Workers are processes: the simulated disk is SQLite's file system, of which there is one. Their
// number is fixed, so that what each of them does is the same everywhere.
constexpr std::uint64_t kWorkers = 2;

/// Runs `work(worker)` for each worker from 0 in a process of its own. Returns what they returned,
/// in their order. A worker that ends without a result ends the test program.
template <class Work>
auto in_workers(const Work& work) {
    using Result = decltype(work(std::uint64_t{0}));
    static_assert(std::is_trivially_copyable_v<Result>);
    std::vector<int> pipes;
    for (std::uint64_t worker = 0; worker < kWorkers; ++worker) {
        std::array<int, 2> ends{};
        BALLAST_CHECK(::pipe(ends.data()) == 0);
        std::fflush(nullptr);
        const pid_t child = ::fork();
        BALLAST_CHECK(child >= 0);
        if (child == 0) {
            const Result result = work(worker);
            std::fflush(nullptr);
            ::_exit(::write(ends[1], &result, sizeof result) == sizeof result ? 0 : 1);
        }
        ::close(ends[1]);
        pipes.push_back(ends[0]);
    }
    std::vector<Result> results;
    for (const int pipe : pipes) {
        Result result;
        BALLAST_CHECK(::read(pipe, &result, sizeof result) == sizeof result);
        ::close(pipe);
        results.push_back(result);
    }
    for (std::uint64_t worker = 0; worker < kWorkers; ++worker)
        BALLAST_CHECK(::wait(nullptr) > 0);
    return results;
}

}  // namespace ballast::test
