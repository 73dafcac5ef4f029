// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "stress/index.hpp"

namespace ballast::stress::test {
namespace {

constexpr std::int64_t kUsd = 100'000'000;

Book eth_book() {
    auto book = Book::from(
        {{"ETH", engine::Price::of(2'000 * kUsd), engine::Bps::of(8'000), engine::Bps::of(500)},
         {"USD", engine::Price::of(kUsd), {}, {}}});
    return std::move(*book);
}

StressRow under(const Book& book, std::int64_t eth_usd) {
    PriceTable prices(2);
    EXPECT_TRUE(prices.add(std::vector<std::int64_t>{eth_usd * kUsd, kUsd}));
    return stress_simple(book, prices).front();
}

TEST(Stress, AHealthFactorOfExactlyOneIsHealthy) {
    Book book = eth_book();
    ASSERT_TRUE(
        book.add(std::vector<Leg>{{0, kAmountOne}}, std::vector<Leg>{{1, 800 * kAmountOne}}));
    EXPECT_EQ(under(book, 1'000), StressRow{});
    const StressRow row = under(book, 999);
    EXPECT_EQ(row.liquidatable, 1);
    EXPECT_EQ(to_usd(row.debt), engine::Usd::of(800));
    EXPECT_EQ(row.bad_debt, 0);
}

TEST(Stress, BadDebtIsWhatTheCollateralLessTheBonusDoesNotCover) {
    Book book = eth_book();
    ASSERT_TRUE(
        book.add(std::vector<Leg>{{0, kAmountOne}}, std::vector<Leg>{{1, 800 * kAmountOne}}));
    // 630 USD a token less a bonus of 5 % repay 600.
    EXPECT_EQ(to_usd(under(book, 630).bad_debt), engine::Usd::of(200));
    // At 840 the bonus leaves nothing over; a dollar less leaves bad debt.
    EXPECT_EQ(under(book, 840).bad_debt, 0);
    EXPECT_GT(under(book, 839).bad_debt, 0);
}

TEST(Stress, ACollateralWithoutAThresholdIsRefused) {
    Book book = eth_book();
    ASSERT_TRUE(book.add(std::vector<Leg>{{1, kAmountOne}}, std::vector<Leg>{{0, 1}}));
    const auto index = StressIndex::from(book);
    ASSERT_FALSE(index);
    EXPECT_NE(index.error().what.find("USD"), std::string::npos);
}

TEST(Stress, PricesOutOfBoundsAreRefused) {
    PriceTable prices(2);
    EXPECT_FALSE(prices.add(std::vector<std::int64_t>{1}));
    EXPECT_FALSE(prices.add(std::vector<std::int64_t>{1, -1}));
    EXPECT_FALSE(prices.add(std::vector<std::int64_t>{1, kBookPriceMax + 1}));
    EXPECT_EQ(prices.size(), 0U);
}

}  // namespace
}  // namespace ballast::stress::test
