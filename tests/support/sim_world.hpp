// SPDX-License-Identifier: MIT
// Everything that outlives a process: the disk, the chain with its miners, the time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "tests/support/mock_chain.hpp"
#include "tests/support/mock_pool.hpp"
#include "tests/support/sim_disk.hpp"
#include "tests/support/sim_random.hpp"

namespace ballast::test {

constexpr std::uint64_t kSimChain = 31337;
constexpr Milliseconds kSimBlockTime{12'000};

/// How rough it is. Each is once in so many; 0 is never.
struct SimWeather {
    std::uint64_t empty_block = 0;  ///< a block takes nothing of the pool
    std::uint64_t fee_change = 0;   ///< a block with another base fee after it, up to fee_factor
    std::uint64_t fee_factor = 8;
    std::uint64_t eviction = 0;  ///< at a block the pool forgets everything
    std::uint64_t reorg = 0;     ///< at a block, of depth 1 to reorg_depth
    std::uint64_t reorg_depth = 3;
    std::uint64_t reorg_forgets = 2;  ///< of the reorganisations: what was dropped comes not back
    std::uint64_t no_request = 0;     ///< a broadcast that does not arrive
    std::uint64_t no_answer = 0;      ///< a broadcast whose answer does not arrive
    std::uint64_t no_look = 0;        ///< a question without an answer
};

/// A value: a copy lives on by itself, with the same future until somebody acts differently.
class SimWorld {
  public:
    SimWorld(std::uint64_t seed, const SimWeather& weather);
    SimWorld(const SimWorld& other);
    SimWorld& operator=(const SimWorld&) = delete;
    ~SimWorld() = default;

    /// Lets time pass; mines when a block is due.
    void pass(Milliseconds span);
    [[nodiscard]] UnixSeconds now() const { return {1'700'000'000 + passed_.count / 1000}; }
    [[nodiscard]] Milliseconds passed() const { return passed_; }
    /// Draws whether something happens that happens once in `times`; 0 is never.
    [[nodiscard]] bool strikes(std::uint64_t times) { return times != 0 && random_.once_in(times); }

    /// Puts one block on the head with what is in the pool.
    void mine();
    /// Takes `depth` blocks away, or as many as are not final. What was in them comes back to the
    /// pool, unless `forgets`. In the first block that is put there instead stands `instead`.
    void reorganise(std::uint64_t depth, bool forgets,
                    const std::vector<MockTransaction>& instead = {});

    SimDisk disk;
    MockChain chain;
    MockPool& pool() { return *pool_; }
    SimWeather weather;
    std::uint64_t reorgs = 0;
    /// Reorganisations that took one of the account's transactions out of the chain.
    std::uint64_t reorgs_that_hit = 0;
    std::uint64_t evictions = 0;

  private:
    SimRandom random_;
    std::unique_ptr<MockPool> pool_;
    Milliseconds passed_;
};

}  // namespace ballast::test
