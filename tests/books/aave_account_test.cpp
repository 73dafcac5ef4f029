// SPDX-License-Identifier: MIT
#include "books/aave_account.hpp"

#include <gtest/gtest.h>

namespace ballast::books {
namespace {

constexpr std::uint64_t kUsd = 100'000'000;

ReserveState reserve(std::uint16_t id, std::uint16_t lt, const char* index) {
    ReserveState made;
    made.id = id;
    made.config.lt = lt;
    made.config.decimals = 8;
    made.price = U256{kUsd};
    made.income_index = made.debt_index = U256::from_text(index).value();
    return made;
}

/// Reserves 0 and 3 at 80 % and 70 %, and a mode that takes reserve 3 at 93 %.
MarketState market(const char* index = "1000000000000000000000000000") {
    MarketState made;
    made.reserves = {reserve(0, 8000, index), reserve(3, 7000, index)};
    made.modes[1] = {9000, 9300, 10100, U256{1U << 3U}};
    return made;
}

Account account(std::uint8_t mode) {
    Account made;
    made.mode = mode;
    made.holdings.resize(2);
    made.holdings[0].scaled_collateral = U256{1000 * kUsd};
    made.holdings[0].scaled_debt = U256{900 * kUsd};
    made.holdings[1].reserve = 3;
    made.holdings[1].scaled_collateral = U256{500 * kUsd};
    return made;
}

TEST(AaveAccount, BitsOfTheUserConfigurationComeInPairs) {
    const U256 word{0b01'00'00'10};
    EXPECT_TRUE(enables(word, 0));
    EXPECT_FALSE(borrows(word, 0));
    EXPECT_TRUE(borrows(word, 3));
    EXPECT_FALSE(enables(word, 3));
    EXPECT_TRUE(borrows_anything(word));
    EXPECT_FALSE(borrows_anything(U256{0b10'10}));
}

TEST(AaveAccount, CollateralIsRoundedDownAndDebtUp) {
    // 3 x (1 + 1e-27) is a little more than 3, either way.
    Account a;
    a.holdings.resize(1);
    a.holdings[0].scaled_collateral = a.holdings[0].scaled_debt = U256{3};
    MarketState m = market("1000000000000000000000000001");
    ASSERT_TRUE(value_account(a, m).has_value());
    EXPECT_EQ(a.collateral, U256{3});
    EXPECT_EQ(a.debt, U256{4});
    m.reserves[0].price = U256{150'000'000};
    ASSERT_TRUE(value_account(a, m).has_value());
    EXPECT_EQ(a.collateral, U256{4});
    EXPECT_EQ(a.debt, U256{6});
}

TEST(AaveAccount, AModeWeighsOnlyTheReservesItTakes) {
    Account out = account(0);
    Account in = account(1);
    ASSERT_TRUE(value_account(out, market()).has_value());
    ASSERT_TRUE(value_account(in, market()).has_value());
    EXPECT_EQ(out.holdings[1].threshold, 7000);
    EXPECT_EQ(in.holdings[1].threshold, 9300);
    EXPECT_EQ(in.holdings[0].threshold, 8000);
    EXPECT_LT(out.health, in.health);
}

TEST(AaveAccount, WhatAModeTakesDoesNotMoveWithItsReserve) {
    Account in = account(1);
    ASSERT_TRUE(value_account(in, market()).has_value());
    EXPECT_EQ(position_in_reserve(in, 3).collateral, U256());
    EXPECT_EQ(position_in_mode(in, 1).collateral, U256{500 * kUsd});
    EXPECT_EQ(position_in_mode(in, 2).collateral, U256());
    const auto position = position_in_reserve(in, 0);
    EXPECT_EQ(position.collateral, U256{1000 * kUsd});
    EXPECT_EQ(position.other_weighted, U256{500 * kUsd} * U256{9300});
    EXPECT_EQ(adapters::health_factor(position, engine::Bps::of(8000)), in.health);
}

TEST(AaveAccount, AValueBeyondItsBoundIsRefused) {
    Account a = account(0);
    a.holdings[0].scaled_collateral = U256::from_text("0xffffffffffffffffffffffffffffff").value();
    MarketState m = market("340282366920938463463374607431768211455");
    m.reserves[0].price = U256::from_text("0xffffffffffffffffffffffff").value();
    const Status valued = value_account(a, m);
    ASSERT_FALSE(valued.has_value());
    EXPECT_EQ(valued.error().code, Errc::bad_data);
}

}  // namespace
}  // namespace ballast::books
