// SPDX-License-Identifier: MIT
// Positions of one collateral and one debt: in each pair of assets they fall in one order, so a
// scenario is one place in a sorted list, and sums up to it are there beforehand.
#pragma once

#include <cstdint>
#include <vector>

#include "stress/book.hpp"

namespace ballast::stress {

/// Sums over the first positions of a list, at 1e-8 token.
struct PairSums {
    std::int64_t collateral = 0;
    std::int64_t debt = 0;
};

/// All positions of one pair of assets, the most fragile (largest debt a collateral) first.
class PairList {
  public:
    struct Amounts {
        std::int64_t collateral = 0;
        std::int64_t debt = 0;
    };

    /// Requires amounts from 1 to kAmountMax, and at least one position.
    PairList(std::uint32_t collateral, std::uint32_t debt, std::vector<Amounts> positions);

    /// Returns for how many of the first positions collateral * collateral_weight <
    /// debt * debt_weight: exactly those for which it holds. Requires weights of 0 or more, below
    /// 2^63.
    [[nodiscard]] std::size_t under(std::int64_t collateral_weight, std::int64_t debt_weight) const;

    /// Returns the sums over the first `count` positions. Requires count <= size().
    [[nodiscard]] const PairSums& sums(std::size_t count) const { return sums_[count]; }

    [[nodiscard]] std::size_t size() const { return positions_.size(); }
    [[nodiscard]] std::uint32_t collateral() const { return collateral_; }
    [[nodiscard]] std::uint32_t debt() const { return debt_; }

  private:
    [[nodiscard]] std::size_t bucket(double debt_a_collateral) const;

    std::uint32_t collateral_;
    std::uint32_t debt_;
    std::vector<Amounts> positions_;
    std::vector<PairSums> sums_;
    /// ends_[k] positions stand in bucket k or above it: a first guess that is near.
    std::vector<std::uint32_t> ends_;
    double buckets_a_unit_ = 0;
};

/// Returns the lists of a book's positions of one collateral and one debt, ascending by asset.
[[nodiscard]] std::vector<PairList> pair_lists(const Book& book);

}  // namespace ballast::stress
