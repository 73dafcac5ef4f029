// SPDX-License-Identifier: MIT
// A book of two reserves of one dollar a token: 0 is collateral at 80 %, and at 93 % in mode 1; 1
// is owed.
#pragma once

#include "books/book_reader.hpp"
#include "tests/books/mock_aave.hpp"

namespace ballast::test {

constexpr std::uint64_t kUsd = 100'000'000;

inline books::AaveBook small_book() {
    books::AaveBook book;
    book.market.pool = MockAave::pool();
    book.market.oracle = MockAave::address(0xA3);
    book.market.block = {100, {}, {1'700'000'000}, {}};
    for (const std::uint16_t id : {std::uint16_t{0}, std::uint16_t{1}}) {
        books::ReserveState reserve;
        reserve.id = id;
        reserve.asset = id == 0 ? MockAave::collateral() : MockAave::owed();
        reserve.config.decimals = 8;
        if (id == 0) reserve.config.ltv = 7500;
        if (id == 0) reserve.config.lt = 8000;
        if (id == 0) reserve.config.bonus = 10'500;
        reserve.price = U256{kUsd};
        reserve.income_index = reserve.debt_index =
            U256{1'000'000'000'000'000'000} * U256{1'000'000'000};
        book.market.reserves.push_back(reserve);
    }
    book.market.modes[1] = {9000, 9300, 10'100, U256{1}};
    return book;
}

/// Who has so many tokens of reserve 0 and owes so many of reserve 1.
inline books::Account small_account(std::uint64_t number, std::uint64_t collateral,
                                    std::uint64_t debt) {
    books::Account account;
    account.who = MockAave::address(0x1000 + number);
    account.holdings.resize(2);
    account.holdings[0].scaled_collateral = U256{collateral * kUsd};
    account.holdings[1].reserve = 1;
    account.holdings[1].scaled_debt = U256{debt * kUsd};
    return account;
}

}  // namespace ballast::test
