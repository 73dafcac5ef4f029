// SPDX-License-Identifier: MIT
// Depth by a contract's quotes, over several turns.
#pragma once

#include <optional>

#include "books/dex_depth.hpp"
#include "feeds/depth_declaration.hpp"

namespace ballast::keeper {

/// What the quotes came to, as of their block.
struct QuotedDepth {
    books::SellableDepth depth;
    UnixSeconds at;
};

/// One venue on a chain. All quotes of an answer are of one block and one pair of prices, however
/// many turns it takes to ask for them.
class DepthQuotes {
  public:
    /// Keeps the references. Requires a source that is a contract.
    DepthQuotes(books::ChainReader& reader, const Clock& clock, const feeds::DepthSource& source,
                const feeds::DepthDeclaration& declared);

    /// Tells whether there is something to ask at that moment of the monotonic clock.
    [[nodiscard]] bool is_due(Milliseconds now) const { return caller_ || next_ <= now; }

    /// Asks on, until the reader's time is over. Returns nothing where the next turn goes on; then
    /// `prices` do not count. Errors: those of dex_depth; the next try is an interval later.
    [[nodiscard]] std::optional<Result<QuotedDepth>> step(const books::DexPrices& prices);

  private:
    [[nodiscard]] Status begin(const books::DexPrices& prices);

    books::ChainReader* reader_;
    const Clock* clock_;
    books::DexVenue venue_;
    engine::Usd largest_;
    Milliseconds interval_;
    Milliseconds next_;
    std::optional<books::BlockCaller> caller_;  ///< while answers are missing
    books::DexPrices prices_;
};

}  // namespace ballast::keeper
