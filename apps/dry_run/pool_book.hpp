// SPDX-License-Identifier: MIT
// The borrowers of an Aave v3 pool at one block.
#pragma once

#include "apps/dry_run/oracle_now.hpp"
#include "books/book_reader.hpp"

namespace ballast::apps {

/// A book, and which reserve each collateral is.
struct PoolBook {
    books::AaveBook book;
    std::vector<std::uint16_t> reserves;  ///< as the assets that were asked for
};

/// Reads every borrower of --aave at the live oracle's block; the index of borrowers, kept beside
/// --out, begins at --from-block. Requires oracle.live. Errors: those of add_aave_impact().
[[nodiscard]] Result<PoolBook> read_pool_book(const DryRunOptions& options, const OracleNow& oracle,
                                              const std::vector<AssetRow>& rows);

}  // namespace ballast::apps
