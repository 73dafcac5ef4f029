// SPDX-License-Identifier: MIT
// Invented price scenarios: one market shock and one of each asset's own, both of the shape of
// five-day changes of ETH (book_shape.hpp). The same seed gives the same prices everywhere.
#pragma once

#include <cstdint>
#include <span>

#include "stress/stress.hpp"

namespace ballast::stress {

/// How an asset's five-day change comes about: market * F + own * O, with F common to all assets.
struct ShockedAsset {
    engine::Price price;
    double market = 0;
    double own = 0;
};

/// Which market shocks are drawn.
enum class ShockRange {
    all,    ///< rises, too, as often as they were
    falls,  ///< the lower half
};

/// Returns `count` scenarios. A price falls to 1 % at the least and stays within kBookPriceMax.
/// Requires assets.
[[nodiscard]] PriceTable generate_scenarios(std::span<const ShockedAsset> assets, std::size_t count,
                                            std::uint64_t seed, ShockRange range);

}  // namespace ballast::stress
