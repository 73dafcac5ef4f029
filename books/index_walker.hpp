// SPDX-License-Identifier: MIT
// Brings a BorrowerIndex up to the chain, a range of blocks at a time.
#pragma once

#include <cstdint>
#include <optional>

#include "books/borrower_index.hpp"
#include "books/chain_reader.hpp"

namespace ballast::books {

struct WalkRules {
    /// How many blocks under the head the index stays: what lies deeper is not expected to be
    /// reorganised; if it is, the index goes back.
    std::uint64_t depth = 64;
    /// Blocks of one question: at first, and at most. Halved where a node refuses, doubled after
    /// each answer up to the size that was refused last.
    std::uint64_t range_first = 2'000;
    std::uint64_t range_max = 50'000;
};

/// What one action of the walk did. Closed list.
enum class WalkAction {
    extended,   ///< the index reaches further
    shrunk,     ///< a node refused the range; the next is half of it
    rewound,    ///< a reorganisation: the index is back at a block that still stands
    caught_up,  ///< nothing to do: it reaches the depth, on the canonical chain
};

class IndexWalker {
  public:
    /// Keeps the references. Requires ranges of at least one block.
    IndexWalker(ChainReader& reader, BorrowerIndex& index, const WalkRules& rules);

    /// Does one thing, of a few requests. Errors: those of ChainReader and of BorrowerIndex; failed
    /// where a node refuses even a single block.
    [[nodiscard]] Result<WalkAction> act();

    /// How many blocks the index has yet to read, as of the last act(); nothing before the first.
    [[nodiscard]] std::optional<std::uint64_t> behind() const;
    [[nodiscard]] std::uint64_t range() const { return range_; }
    /// The block that the index reaches, as the last act() saw it where that found it caught up.
    [[nodiscard]] const std::optional<rpc::Block>& tip() const { return tip_; }

  private:
    [[nodiscard]] Result<WalkAction> extend(std::uint64_t target);
    [[nodiscard]] Result<WalkAction> shrink();
    [[nodiscard]] Result<WalkAction> rewind();

    ChainReader& reader_;
    BorrowerIndex& index_;
    WalkRules rules_;
    std::uint64_t range_;
    /// The smallest size that was refused: ranges stay under it.
    std::uint64_t ceiling_;
    std::optional<std::uint64_t> target_;
    std::optional<rpc::Block> tip_;
};

}  // namespace ballast::books
