// SPDX-License-Identifier: MIT
// Random numbers for tests: a new seed each run, printed with the command that repeats it.
#pragma once

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

namespace ballast::test {

/// Returns a generator seeded from BALLAST_SEED, or freshly, and prints how to repeat the test.
[[nodiscard]] inline std::mt19937_64 seeded_generator() {
    const char* given = std::getenv("BALLAST_SEED");
    const std::uint64_t seed =
        given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    std::printf("repeat with: BALLAST_SEED=%llu %s --gtest_filter=%s.%s\n",
                static_cast<unsigned long long>(seed), program_invocation_name,
                info->test_suite_name(), info->name());
    return std::mt19937_64{seed};
}

/// Returns a number of at most `bits` bits whose width is itself random, so that the neighbourhood
/// of every power of two is met, not only that of the largest. Requires 1 <= bits <= 64.
[[nodiscard]] inline std::uint64_t random_width(std::mt19937_64& generator, unsigned bits) {
    const unsigned width = static_cast<unsigned>(generator() % bits) + 1;
    const std::uint64_t value = generator() >> (64U - width);
    switch (generator() % 4) {
        case 0:
            return std::uint64_t{1} << (width - 1);
        case 1:
            return (std::uint64_t{1} << (width - 1)) - 1;
        default:
            return value;
    }
}

}  // namespace ballast::test
