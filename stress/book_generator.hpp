// SPDX-License-Identifier: MIT
// Invented borrower books: the same seed gives the same bytes on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "stress/book.hpp"

namespace ballast::stress {

/// An asset of an invented book, and how often borrowers choose it.
struct GeneratedAsset {
    BookAsset asset;
    double collateral_weight = 0;  ///< relative; 0: never
    double debt_weight = 0;        ///< relative; 0: never
};

struct BookRecipe {
    std::vector<GeneratedAsset> assets;
    std::size_t positions = 0;
    std::uint64_t seed = 0;
    /// All debt together, to which sizes are scaled; 0 leaves them as drawn.
    engine::Usd total_debt;
};

/// Returns a book with the shapes of book_shape.hpp: health factors and debts drawn independently,
/// 1 to 4 collaterals and 1 or 2 debts chosen by weight without repetition, values split at random.
/// Every health factor is above 1. Errors: bad_data where no asset can be collateral or debt, a
/// collateral has no LT, there is no position, or an amount leaves a book's bounds.
[[nodiscard]] Result<Book> generate_book(const BookRecipe& recipe);

}  // namespace ballast::stress
