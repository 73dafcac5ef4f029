// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace ballast::test {

/// splitmix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed everywhere.
class SimRandom {
  public:
    explicit SimRandom(std::uint64_t seed) : state_(seed) {}

    [[nodiscard]] std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    /// Returns a number under `bound`, which must be positive. Its bias is under 2^-32 for the
    /// small bounds of the tests.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return next() % bound; }
    [[nodiscard]] bool once_in(std::uint64_t times) { return below(times) == 0; }

  private:
    std::uint64_t state_;
};

}  // namespace ballast::test
