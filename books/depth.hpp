// SPDX-License-Identifier: MIT
// What all venues of an asset take together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "books/order_book.hpp"

namespace ballast::books {

/// One venue as it was read.
struct VenueDepth {
    std::string name;
    /// Whose liquidity it is: two readings of one pool, or of one exchange, have the same.
    std::string upstream;
    SellableDepth depth;
    std::optional<engine::Usd> daily_volume;  ///< nothing where the venue does not tell it
};

struct MarketDepth {
    engine::DepthCurve curve{};
    engine::Usd daily_volume;   ///< 0 where no venue tells one
    std::size_t upstreams = 0;  ///< that count
    bool complete = false;      ///< every one of them reached the last slippage
};

/// Adds up different upstreams. Of one upstream that was read several times the least counts, at
/// each slippage. Of at least two upstreams none counts for more than all others together, so that
/// a single one that lies can double the answer and no more; of one alone, all of it counts.
/// Volumes are added by the same rule, of those that tell one.
/// A venue that was not read is absent: that makes the answer smaller, which is safe.
[[nodiscard]] MarketDepth merge_depth(const std::vector<VenueDepth>& venues);

}  // namespace ballast::books
