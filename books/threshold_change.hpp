// SPDX-License-Identifier: MIT
// Who becomes liquidatable when thresholds of an Aave v3 pool change, at fallen prices: every
// account of a book valued again in the pool's own arithmetic. No node is asked.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "adapters/aave_book.hpp"
#include "books/book_reader.hpp"

namespace ballast::books {

/// What moves, by the reserve's id. Accounts in an efficiency mode that takes a reserve keep the
/// mode's threshold, as in the pool; debts in a reserve fall with its price.
struct MarketChange {
    /// The new threshold in bps, from 1 to 10,000.
    std::map<std::uint16_t, std::uint16_t> thresholds;
    /// By how much the price falls, in bps from 0 to 9,999: price * (10,000 - fall) / 10,000,
    /// rounded down to 1e-8 USD. It falls before the thresholds change.
    std::map<std::uint16_t, std::uint16_t> falls;
};

/// What Pool.getUserAccountData says of an account.
struct AccountFigures {
    U256 collateral;  ///< 1e-8 USD
    U256 debt;        ///< 1e-8 USD
    U256 health;      ///< at 1e-18
    bool operator==(const AccountFigures&) const = default;
};

/// One account at the fallen prices, with the thresholds as they are and as they are to be.
struct AccountFate {
    chain::Address who;
    AccountFigures before;
    AccountFigures after;
    bool operator==(const AccountFate&) const = default;
};

/// Tells whether liquidationCall accepts: health under 1. A paused reserve, or one in its grace
/// period, refuses whatever the health is.
[[nodiscard]] bool is_liquidatable(const AccountFigures& figures);
/// Tells whether the change makes it so: liquidatable after, and not before.
[[nodiscard]] bool falls_by_change(const AccountFate& fate);

struct ChangeOutcome {
    std::vector<AccountFate> accounts;  ///< every account of the book, in its order
    adapters::CutImpact by_change;      ///< made liquidatable by the change alone
    adapters::CutImpact anyway;         ///< liquidatable at those prices without it
    bool operator==(const ChangeOutcome&) const = default;
};

/// Counts the accounts and sums their debts.
[[nodiscard]] ChangeOutcome outcome_of(std::vector<AccountFate> accounts);

/// Returns the market with its prices fallen, and its thresholds as they are. Errors: input_missing
/// where there is no such reserve; usage where a threshold or a fall is out of its range; bad_data
/// where a price would be 0.
[[nodiscard]] Result<MarketState> fallen(const MarketState& market, const MarketChange& change);
/// Returns `market` with the new thresholds. Requires that fallen() took the change.
[[nodiscard]] MarketState with_thresholds(MarketState market, const MarketChange& change);

/// Values every account before and after. Errors: those of fallen() and value_account.
[[nodiscard]] Result<ChangeOutcome> judge_change(const AaveBook& book, const MarketChange& change);

}  // namespace ballast::books
