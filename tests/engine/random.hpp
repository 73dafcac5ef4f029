// SPDX-License-Identifier: MIT
// A small generator of test data: the same seed gives the same cases with every compiler (the
// distributions of the standard library do not promise that).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <random>

namespace ballast::engine::test {

class Random {
  public:
    explicit Random(std::uint64_t seed) : bits_(seed) {}

    /// Returns a count in [least, most].
    std::int64_t within(std::int64_t least, std::int64_t most) {
        const auto width = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
        const std::uint64_t draw = width + 1 == 0 ? bits_() : bits_() % (width + 1);
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + draw);
    }

    /// Returns true in `percent` of the calls.
    bool chance(int percent) { return within(0, 99) < percent; }

    /// Returns one of `items`.
    std::int64_t pick(std::initializer_list<std::int64_t> items) {
        return *std::next(items.begin(), within(0, static_cast<std::int64_t>(items.size()) - 1));
    }

    /// Returns a count in [least, most], in a third of the calls one of the two ends.
    std::int64_t edgy(std::int64_t least, std::int64_t most) {
        if (chance(33)) return chance(50) ? least : most;
        return within(least, most);
    }

    /// Returns a count in [0, most] of random magnitude: small ones are as likely as large ones.
    std::int64_t scaled(std::int64_t most) {
        std::int64_t top = most;
        for (std::int64_t halvings = within(0, 40); halvings > 0 && top > 1; --halvings)
            top /= 2;
        return edgy(0, top);
    }

  private:
    std::mt19937_64 bits_;
};

}  // namespace ballast::engine::test
