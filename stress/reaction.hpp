// SPDX-License-Identifier: MIT
// Borrowers who act before they are liquidated.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stress/book.hpp"

namespace ballast::stress {

/// A borrower under this health factor may act, and brings it to the second. Invented.
constexpr double kReactsBelowHealth = 1.1;
constexpr double kReactsToHealth = 1.25;

/// A scenario as it comes about: prices of every asset a step, at 1e-8 USD; the last is judged.
struct PricePath {
    std::vector<std::vector<std::int64_t>> steps;
};

/// Returns a straight path to `prices` in `steps` equal steps. Requires prices of the book's
/// assets, and steps >= 1.
[[nodiscard]] PricePath straight_path(const Book& book, std::span<const std::int64_t> prices,
                                      std::size_t steps);

/// Returns the book as it stands before the last step. After each step but that one, a share
/// `elasticity` of the borrowers whose health factor is at least 1 and under kReactsBelowHealth
/// repays every debt in proportion until it is kReactsToHealth; who they are depends on the seed,
/// the position and the step alone. Topping up collateral instead would restore the same health.
/// Requires 0 <= elasticity <= 1.
[[nodiscard]] Book react(const Book& book, const PricePath& path, engine::Bps elasticity,
                         std::uint64_t seed);

}  // namespace ballast::stress
