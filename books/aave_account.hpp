// SPDX-License-Identifier: MIT
// One borrower of an Aave v3 pool, valued as the pool values them (GenericLogic, version 3.5 and
// later: collateral rounded down at every step, debt up).
#pragma once

#include <cstdint>
#include <vector>

#include "adapters/aave_book.hpp"
#include "books/aave_state.hpp"

namespace ballast::books {

/// What an account has in one reserve. A part is 0 where the pool's own bit says that it does not
/// count: a balance that is not enabled as collateral, above all.
struct Holding {
    std::uint16_t reserve = 0;
    U256 scaled_collateral;  ///< under 2^120
    U256 scaled_debt;        ///< under 2^120
    U256 collateral;         ///< 1e-8 USD, under 2^100
    U256 debt;               ///< 1e-8 USD, under 2^100
    /// In bps: the mode's where the account is in one that takes this reserve, else the reserve's.
    std::uint16_t threshold = 0;
    bool by_mode = false;  ///< the threshold is the mode's
};

struct Account {
    chain::Address who;
    std::uint8_t mode = 0;          ///< efficiency mode; 0 is none
    std::vector<Holding> holdings;  ///< ascending by reserve
    U256 collateral;                ///< 1e-8 USD
    U256 debt;                      ///< 1e-8 USD
    U256 health;                    ///< at 1e-18; all ones without debt
};

/// Reads which reserves count for the account out of Pool.getUserConfiguration: two bits for each
/// id, the lower for borrowed, the upper for enabled as collateral.
[[nodiscard]] bool borrows(const U256& configuration, std::uint16_t id);
[[nodiscard]] bool enables(const U256& configuration, std::uint16_t id);
/// Tells whether anything is borrowed.
[[nodiscard]] bool borrows_anything(const U256& configuration);

/// Fills the values of holdings, sums and health from the scaled balances. Isolation mode bounds
/// new borrowing alone, so nothing of it is here. Requires the mode in market.modes. Errors:
/// bad_data where a value is beyond its bound.
[[nodiscard]] Status value_account(Account& account, const MarketState& market);

/// Returns the account as adapters::health_factor reads it where the threshold of `reserve` moves:
/// the part that stands under the reserve's own threshold, and the rest with weights.
[[nodiscard]] adapters::AavePosition position_in_reserve(const Account& account,
                                                         std::uint16_t reserve);
/// The same where the threshold of mode `mode` moves.
[[nodiscard]] adapters::AavePosition position_in_mode(const Account& account, std::uint8_t mode);

}  // namespace ballast::books
