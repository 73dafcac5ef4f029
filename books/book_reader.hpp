// SPDX-License-Identifier: MIT
// One book of a pool at one block, read in pieces.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "books/aave_account.hpp"
#include "books/block_caller.hpp"

namespace ballast::books {

/// Who owes what against what, at market.block: every account with debt, ascending by address.
struct AaveBook {
    MarketState market;
    std::vector<Account> accounts;
};

/// Why a book that was read whole is not believed. Closed list.
enum class BookFault {
    none,
    /// The debts of the known accounts are not the debt token's total: the index lacks somebody,
    /// or a node has omitted a log, or lies about the total.
    missing_borrowers,
    /// Pool.getUserAccountData says other than what we compute: a pool with other arithmetic.
    other_arithmetic,
};

class BookReader {
  public:
    /// Keeps the reference. Requires the accounts ascending.
    BookReader(ChainReader& reader, const chain::Address& pool, const rpc::Block& at,
               std::vector<chain::Address> accounts);

    /// Does a piece of the work. Returns true when all is done. Errors: those of ChainReader and of
    /// read_market; the next act() goes on with the body of questions that failed.
    [[nodiscard]] Result<bool> act();

    // Once all is done:
    [[nodiscard]] BookFault fault() const { return fault_; }
    /// In words, with the reserve or account and both figures.
    [[nodiscard]] const std::string& what() const { return what_; }
    /// Requires no fault; moves it out.
    [[nodiscard]] AaveBook take() { return std::move(book_); }
    /// Accounts asked for that owe nothing.
    [[nodiscard]] const std::vector<chain::Address>& settled() const { return settled_; }

    [[nodiscard]] const rpc::Block& block() const { return caller_.at(); }
    /// How many accounts were asked for, of how many.
    [[nodiscard]] std::size_t done() const { return next_; }
    [[nodiscard]] std::size_t total() const { return accounts_.size(); }

  private:
    /// An account as the first questions show it.
    struct Seen {
        Account account;
        U256 configuration;
        U256 collateral;  ///< what Pool.getUserAccountData says
        U256 debt;
        U256 health;
    };

    [[nodiscard]] Status read_piece();
    [[nodiscard]] Status read_accounts();
    [[nodiscard]] Result<std::vector<Seen>> look(std::size_t count);
    [[nodiscard]] Status fill(std::vector<Seen>& seen);
    [[nodiscard]] Status read_modes(const std::vector<Seen>& seen);
    void compare(const Seen& seen);
    void check_totals();
    void find_fault(BookFault fault, std::string what);

    BlockCaller caller_;
    chain::Address pool_;
    std::vector<chain::Address> accounts_;
    std::size_t next_ = 0;
    bool has_market_ = false;
    AaveBook book_;
    std::vector<chain::Address> settled_;
    BookFault fault_ = BookFault::none;
    std::string what_;
};

}  // namespace ballast::books
