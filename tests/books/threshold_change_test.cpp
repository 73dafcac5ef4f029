// SPDX-License-Identifier: MIT
#include "books/threshold_change.hpp"

#include <gtest/gtest.h>

#include "tests/books/small_book.hpp"

namespace ballast::books {
namespace {

using test::small_account;
using test::small_book;

TEST(ThresholdChange, OnlyWhoFallsByTheChangeCountsForIt) {
    // At 80 %: 1,000 of collateral carry 800. At 78 %: 780, which is a health of exactly 1.
    AaveBook book = small_book();
    book.accounts = {small_account(1, 1000, 780), small_account(2, 1000, 781),
                     small_account(3, 1000, 800), small_account(4, 1000, 801)};
    const auto outcome = judge_change(book, {{{0, 7800}}, {}});
    ASSERT_TRUE(outcome.has_value()) << outcome.error().what;
    EXPECT_EQ(outcome->by_change, (adapters::CutImpact{2, U256{1581 * test::kUsd}}));
    EXPECT_EQ(outcome->anyway, (adapters::CutImpact{1, U256{801 * test::kUsd}}));
    EXPECT_FALSE(falls_by_change(outcome->accounts[0]));
    EXPECT_TRUE(falls_by_change(outcome->accounts[1]));
    EXPECT_TRUE(falls_by_change(outcome->accounts[2]));
    EXPECT_FALSE(falls_by_change(outcome->accounts[3]));
}

TEST(ThresholdChange, BothSidesAreLookedAtAtTheFallenPrices) {
    AaveBook book = small_book();
    book.accounts = {small_account(1, 1000, 741), small_account(2, 1000, 742),
                     small_account(3, 1000, 761)};
    const auto outcome = judge_change(book, {{{0, 7800}}, {{0, 500}}});
    ASSERT_TRUE(outcome.has_value());
    // 950 at 78 % carry 741, at 80 % 760.
    EXPECT_EQ(outcome->by_change, (adapters::CutImpact{1, U256{742 * test::kUsd}}));
    EXPECT_EQ(outcome->anyway, (adapters::CutImpact{1, U256{761 * test::kUsd}}));
}

TEST(ThresholdChange, APriceFallsRoundedDown) {
    AaveBook book = small_book();
    book.market.reserves[0].price = U256{99'999'999};
    const auto market = fallen(book.market, {{}, {{0, 1}}});
    ASSERT_TRUE(market.has_value());
    EXPECT_EQ(market->reserves[0].price, U256{99'989'999});
    EXPECT_EQ(market->reserves[1].price, book.market.reserves[1].price);
}

TEST(ThresholdChange, ADebtInWhatFallsFallsToo) {
    AaveBook book = small_book();
    book.accounts = {small_account(1, 1000, 700)};
    const auto outcome = judge_change(book, {{{0, 7000}}, {{1, 1000}}});
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->accounts[0].after.debt, U256{630 * test::kUsd});
    EXPECT_EQ(outcome->by_change.accounts, 0U);
}

TEST(ThresholdChange, AnAccountInAModeKeepsTheModesThreshold) {
    AaveBook book = small_book();
    book.accounts = {small_account(1, 1000, 790), small_account(2, 1000, 790)};
    book.accounts[1].mode = 1;
    const auto outcome = judge_change(book, {{{0, 7800}}, {}});
    ASSERT_TRUE(outcome.has_value());
    EXPECT_TRUE(falls_by_change(outcome->accounts[0]));
    EXPECT_FALSE(falls_by_change(outcome->accounts[1]));
    EXPECT_EQ(outcome->accounts[1].before, outcome->accounts[1].after);
}

TEST(ThresholdChange, WhatIsOutOfRangeIsRefusedWithItsReserve) {
    const AaveBook book = small_book();
    const auto code = [&](const MarketChange& change) {
        return judge_change(book, change).error().code;
    };
    EXPECT_EQ(code({{{7, 7800}}, {}}), Errc::input_missing);
    EXPECT_EQ(code({{}, {{7, 100}}}), Errc::input_missing);
    EXPECT_EQ(code({{{0, 0}}, {}}), Errc::usage);
    EXPECT_EQ(code({{{0, 10'001}}, {}}), Errc::usage);
    EXPECT_EQ(code({{}, {{0, 10'000}}}), Errc::usage);
    AaveBook dust = book;
    dust.market.reserves[0].price = U256{1};
    EXPECT_EQ(judge_change(dust, {{}, {{0, 1}}}).error().code, Errc::bad_data);
}

TEST(ThresholdChange, WithoutAnyChangeNobodyFalls) {
    AaveBook book = small_book();
    book.accounts = {small_account(1, 1000, 800), small_account(2, 1000, 900)};
    const auto outcome = judge_change(book, {});
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->by_change, adapters::CutImpact{});
    EXPECT_EQ(outcome->anyway.accounts, 1U);
}

}  // namespace
}  // namespace ballast::books
