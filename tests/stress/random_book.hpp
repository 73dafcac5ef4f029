// SPDX-License-Identifier: MIT
// Books and prices that a generator of shapes would never make: ties, dust, extremes.
#pragma once

#include <cstdint>

#include "stress/scenarios.hpp"

namespace ballast::stress::test {

/// Returns a book of 1 to kBookAssetsMax assets. Amounts are often round and often equal, so that
/// health factors of exactly 1 occur.
[[nodiscard]] Book random_book(std::uint64_t seed, std::size_t positions);

/// Returns prices of its assets: today's, halves and doubles of them, 0, 1 and the largest.
[[nodiscard]] PriceTable random_prices(const Book& book, std::uint64_t seed, std::size_t count);

/// A book of book_shape.hpp's shapes with six assets, and how they move.
struct InventedBook {
    Book book;
    std::vector<ShockedAsset> shocked;
};

[[nodiscard]] InventedBook invented_book(std::uint64_t seed, std::size_t positions);

}  // namespace ballast::stress::test
