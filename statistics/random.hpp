// SPDX-License-Identifier: MIT
// The one generator of random numbers. Counter-based: the number at a place depends on the seed,
// the stream and the place alone, so neither threads nor shards nor order can change a result.
#pragma once

#include <cstdint>

#include "base/check.hpp"
#include "base/int128.hpp"
#include "statistics/normal.hpp"

namespace ballast::statistics {

/// The output function of SplitMix64, a bijection of 64 bits.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
[[nodiscard]] constexpr std::uint64_t mix_bits(std::uint64_t x) noexcept {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

/// A sequence of random numbers, read at any place or one after the other. With the seed as its
/// key it is SplitMix64: place n holds what its n+1st call returns.
class Random {
  public:
    explicit constexpr Random(std::uint64_t seed) noexcept : key_(seed) {}

    /// Returns the independent sequence number `stream` of this one: a path, a shard, an asset.
    /// The same whatever was drawn before.
    [[nodiscard]] constexpr Random stream(std::uint64_t stream) const noexcept {
        // Twice mixed: keys of neighbouring streams must not lie a few steps of kGolden apart.
        return Random(mix_bits(mix_bits(key_ + kGolden) ^ mix_bits((stream + 1) * kOdd)));
    }

    /// Returns the 64 bits at `place`.
    [[nodiscard]] constexpr std::uint64_t at(std::uint64_t place) const noexcept {
        return mix_bits(key_ + (place + 1) * kGolden);
    }

    /// Returns the next 64 bits.
    constexpr std::uint64_t next() noexcept { return at(place_++); }

    /// Returns the next number strictly between 0 and 1: the middle of one of 2^53 equal parts.
    constexpr double uniform() noexcept {
        return (static_cast<double>(next() >> 11U) + 0.5) * 0x1p-53;
    }

    /// Returns the next standard normal number, by the inverse of its distribution: one draw each,
    /// so that place n always belongs to number n.
    double normal() { return normal_quantile(uniform()); }

    /// Returns the next integer of 0 to bound - 1. Uneven by at most bound / 2^64 (Lemire 2019).
    /// Requires 1 <= bound < 2^63.
    std::uint64_t below(std::uint64_t bound) {
        BALLAST_CHECK(bound >= 1 && bound < std::uint64_t{1} << 63U);
        // Halved, so that the product fits the signed 128 bits that the house has.
        return static_cast<std::uint64_t>((Int128{next() >> 1U} * bound) >> 63U);
    }

  private:
    static constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15U;
    static constexpr std::uint64_t kOdd = 0xd1342543de82ef95U;

    std::uint64_t key_;
    std::uint64_t place_ = 0;
};

}  // namespace ballast::statistics
