// SPDX-License-Identifier: MIT
// A borrower book under price scenarios: who can be liquidated, and what they cannot repay.
//
// In a scenario with prices P, position i with collaterals q and debts d
//   can be liquidated where   sum q LT P < sum d P            (health factor under 1)
//   leaves bad debt           max(0, sum d P - sum q net(P))  where it can be liquidated,
// net(P) being what a liquidator repays for one token: the price less the asset's bonus. Prices and
// amounts are integers and nothing is rounded but net(P), so results have no order and no
// tolerance.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stress/book.hpp"

namespace ballast::stress {

/// Prices of every asset of a book in every scenario, USD at 1e-8.
class PriceTable {
  public:
    /// Requires assets > 0.
    explicit PriceTable(std::size_t assets) : assets_(assets) {}

    /// Adds a scenario. Errors: bad_data unless there is a price for each asset, each from 0 to
    /// kBookPriceMax.
    [[nodiscard]] Status add(std::span<const std::int64_t> prices);

    [[nodiscard]] std::size_t assets() const { return assets_; }
    [[nodiscard]] std::size_t size() const { return prices_.size() / assets_; }

    /// Returns the prices of scenario s. Requires s < size().
    [[nodiscard]] std::span<const std::int64_t> operator[](std::size_t s) const {
        return std::span(prices_).subspan(s * assets_, assets_);
    }

  private:
    std::size_t assets_;
    std::vector<std::int64_t> prices_;
};

/// What a scenario does to a book.
struct StressRow {
    std::int64_t liquidatable = 0;  ///< positions
    Int128 debt = 0;                ///< of them, at 1e-16 USD
    Int128 bad_debt = 0;            ///< at 1e-16 USD
    bool operator==(const StressRow&) const = default;
};

/// Returns floor(price / (1 + bonus)).
[[nodiscard]] std::int64_t net_price(std::int64_t price, engine::Bps bonus);

/// Returns a row a scenario, by one loop over scenarios and one over positions: the definition,
/// against which the other ways are tested. Requires prices of the book's assets, and
/// book.check_terms().
[[nodiscard]] std::vector<StressRow> stress_simple(const Book& book, const PriceTable& prices);

}  // namespace ballast::stress
