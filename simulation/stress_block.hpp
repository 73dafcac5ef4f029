// SPDX-License-Identifier: MIT
// One block of scenarios: its tables for the tile kernels, and its sums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "simulation/stress.hpp"
#include "simulation/stress_leaf_task.hpp"
#include "simulation/stress_leaves.hpp"
#include "simulation/stress_pairs.hpp"

namespace ballast::simulation {

/// Zeroed memory on a border of 32 bytes, as the kernels load it.
template <class T>
class AlignedArray {
  public:
    explicit AlignedArray(std::size_t size)
        : bytes_(std::make_unique<Chunk[]>((size * sizeof(T) + sizeof(Chunk) - 1) / sizeof(Chunk))),
          size_(size) {}
    [[nodiscard]] T* data() { return reinterpret_cast<T*>(bytes_.get()); }
    [[nodiscard]] const T* data() const { return reinterpret_cast<const T*>(bytes_.get()); }
    [[nodiscard]] T& operator[](std::size_t i) { return data()[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return data()[i]; }
    void clear() { std::fill(data(), data() + size_, T{}); }

  private:
    struct alignas(32) Chunk {
        unsigned char bytes[32];
    };
    std::unique_ptr<Chunk[]> bytes_;
    std::size_t size_;
};

/// Tables and sums of up to kBlockScenarios scenarios, used again for one block after the other.
class StressBlock {
  public:
    explicit StressBlock(const std::vector<BookAsset>& assets);

    /// Takes the scenarios of `numbers`. Requires 1 to kBlockScenarios of them.
    void fill(const PriceTable& prices, std::span<const std::uint32_t> numbers);

    void add_pairs(const std::vector<PairList>& pairs);
    void add_leaves(const LeafTable& leaves, void (*run)(const LeafTask&));

    /// Returns the row of the scenario in `place` of `numbers`.
    [[nodiscard]] StressRow row(std::size_t place) const;

  private:
    void fill_asset(std::size_t asset, std::span<const std::int64_t> prices);
    void add_pair(const PairList& pair, std::size_t place);

    const std::vector<BookAsset>& assets_;
    std::size_t size_ = 0;
    AlignedArray<float> price_, net_, price_low_, price_high_;
    AlignedArray<std::int64_t> exact_collateral_, exact_net_, exact_price_;
    AlignedArray<std::int64_t> count_, debt_, bad_debt_, bad_collateral_;
};

}  // namespace ballast::simulation
