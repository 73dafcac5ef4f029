// SPDX-License-Identifier: MIT
// Scenarios as the kernels read them, and what they add up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "stress/leaf_task.hpp"
#include "stress/leaves.hpp"
#include "stress/pairs.hpp"
#include "stress/stress.hpp"

namespace ballast::stress {

/// What one unit of each asset counts in each scenario: [asset][scenario].
class StressWeights {
  public:
    /// Requires prices of these assets.
    StressWeights(const std::vector<BookAsset>& assets, const PriceTable& prices);

    std::size_t scenarios;
    std::vector<std::int64_t> collateral;  ///< price times LT in bps
    std::vector<std::int64_t> net;         ///< price less the bonus
    std::vector<std::int64_t> price;
    std::vector<float> relative_price;  ///< to today's
    std::vector<float> relative_net;    ///< to today's price times LT; 0 without an LT
};

/// Sums over positions, at 1e-8 token, as LeafTask has them: [asset][scenario].
struct StressSums {
    StressSums(std::size_t assets, std::size_t scenarios);

    /// Adds what `other` has. Requires the same shape.
    void add(const StressSums& other);
    void add_pair(const PairList& pair, const StressWeights& weights);
    [[nodiscard]] StressRow row(const StressWeights& weights, std::size_t scenario) const;

    std::vector<std::int64_t> count;  ///< [scenario]
    std::vector<std::int64_t> debt;
    std::vector<std::int64_t> bad_debt;
    std::vector<std::int64_t> bad_collateral;
};

/// Zeroed memory on a border of 32 bytes, as the kernels load it.
template <class T>
class AlignedArray {
  public:
    explicit AlignedArray(std::size_t size)
        : chunks_(
              std::make_unique<Chunk[]>((size * sizeof(T) + sizeof(Chunk) - 1) / sizeof(Chunk))),
          size_(size) {}
    [[nodiscard]] T* data() { return reinterpret_cast<T*>(chunks_.get()); }
    [[nodiscard]] const T* data() const { return reinterpret_cast<const T*>(chunks_.get()); }
    [[nodiscard]] T& operator[](std::size_t i) { return data()[i]; }
    void clear() { std::fill(data(), data() + size_, T{}); }

  private:
    struct alignas(32) Chunk {
        unsigned char bytes[32];
    };
    std::unique_ptr<Chunk[]> chunks_;
    std::size_t size_;
};

/// Up to kBlockScenarios scenarios against one family of tiles; its memory serves one block after
/// the other.
class StressBlock {
  public:
    explicit StressBlock(std::size_t assets);

    /// Adds what the family's positions contribute in the scenarios of `numbers`. Requires 1 to
    /// kBlockScenarios of them.
    void run(const LeafTable& table, const LeafFamily& family, const StressWeights& weights,
             std::span<const std::uint32_t> numbers, void (*kernel)(const LeafTask&),
             StressSums& sums);

  private:
    void fill(const StressWeights& weights, std::span<const std::uint32_t> numbers);
    void scatter(std::span<const std::uint32_t> numbers, std::size_t scenarios,
                 StressSums& sums) const;

    std::size_t assets_;
    AlignedArray<float> price_, net_, price_low_, price_high_;
    AlignedArray<std::uint32_t> numbers_;
    AlignedArray<std::int64_t> count_, debt_, bad_debt_, bad_collateral_;
};

}  // namespace ballast::stress
