// SPDX-License-Identifier: MIT
// One keeper through twenty random reorganisations.
#pragma once

#include <cstdint>

namespace ballast::test {

constexpr std::uint64_t kReorgsOfRun = 20;

struct ReorgFigures {
    std::uint64_t reorgs = 0;
    std::uint64_t hits = 0;  ///< reorganisations that took a transaction of ours away
    std::uint64_t depth_max = 0;
    std::uint64_t doubles = 0;
    std::uint64_t lost = 0;
    /// Final states and inclusions in the store that the honest chain does not bear out.
    std::uint64_t wrong_confirmed = 0;
    /// Signatures for another chain id, or while no quorum was on the right chain.
    std::uint64_t wrong_chain_signatures = 0;
    std::uint64_t switches = 0;  ///< times that endpoints went to another chain
    std::uint64_t lies = 0;
    std::uint64_t stuck = 0;

    [[nodiscard]] std::uint64_t faults() const {
        return doubles + lost + wrong_confirmed + wrong_chain_signatures + stuck;
    }
};

/// Everything in it follows from the seed.
[[nodiscard]] ReorgFigures run_reorgs(std::uint64_t seed, bool with_liar);

/// depth_max becomes the larger one.
void add(ReorgFigures& sum, const ReorgFigures& part);
void print(const ReorgFigures& figures);

}  // namespace ballast::test
