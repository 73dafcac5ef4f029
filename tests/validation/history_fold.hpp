// SPDX-License-Identifier: MIT
// One asset's years of history, folded into one digest, with some of the steps written down.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "engine/policy.hpp"
#include "history/snapshots.hpp"

namespace ballast::validation::test {

/// Where sampled steps go: the arguments as tests/reference/model.py reads them, one a line, and
/// the engine's answers as it writes them.
struct Sample {
    std::vector<std::size_t> epochs;  ///< ascending
    std::ostream* lines = nullptr;
    std::ostream* answers = nullptr;
};

/// Returns `count` of `size` epochs, ascending: one out of each of `count` equal parts, by the
/// seed. All of them where count >= size.
[[nodiscard]] std::vector<std::size_t> choose_epochs(std::size_t size, std::size_t count,
                                                     std::uint64_t seed);

struct FoldedHistory {
    Hash32 digest;
    std::size_t epochs = 0;
};

/// Folds every hour of a history of one asset through engine::step, the chain's side closed, from
/// an empty state and the asset's threshold of 2024 on the chain. The digest is
/// d' = keccak256(d ‖ hash(report) ‖ hash(state)) from d = 0. Errors: those of engine::step.
[[nodiscard]] Result<FoldedHistory> fold_history(const history::SnapshotHistory& history,
                                                 const engine::Policy& policy,
                                                 const Sample& sample);

}  // namespace ballast::validation::test
