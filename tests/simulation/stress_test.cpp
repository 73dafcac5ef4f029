// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "simulation/book_generator.hpp"
#include "simulation/stress_index.hpp"
#include "simulation/stress_scenarios.hpp"
#include "tests/simulation/random_book.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::simulation::test {
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

std::string text(const StressRow& row) {
    return std::to_string(row.liquidatable) + " debt " + to_string(row.debt) + " bad " +
           to_string(row.bad_debt);
}

/// Whatever the book: all ways and any number of threads give the simple loop's rows.
void expect_equal(const Book& book, const PriceTable& prices, const std::string& what) {
    const std::vector<StressRow> expected = stress_simple(book, prices);
    const auto index = StressIndex::from(book);
    ASSERT_TRUE(index) << what;
    for (const LeafWay way : leaf_ways())
        for (const unsigned threads : {1U, 2U}) {
            const std::vector<StressRow> rows = index->run(prices, threads, way);
            for (std::size_t s = 0; s < prices.size(); ++s)
                ASSERT_EQ(text(rows[s]), text(expected[s]))
                    << what << ", scenario " << s << ", way " << static_cast<int>(way)
                    << ", threads " << threads;
        }
}

TEST(StressProperty, TheIndexEqualsTheSimpleLoopOnStrangeBooks) {
    const auto cases = static_cast<std::uint64_t>(ballast::test::cases(150, 3'000));
    for (std::uint64_t seed = 1; seed <= cases; ++seed) {
        const Book book = random_book(seed, 1 + seed * 7 % 600);
        // More than one block of scenarios now and then.
        const PriceTable prices = random_prices(book, seed, seed % 10 == 0 ? 700 : 40);
        expect_equal(book, prices, "seed " + std::to_string(seed));
        if (HasFatalFailure()) return;
    }
}

TEST(StressProperty, TheIndexEqualsTheSimpleLoopOnInventedBooks) {
    const auto cases = static_cast<std::uint64_t>(ballast::test::cases(6, 60));
    for (std::uint64_t seed = 1; seed <= cases; ++seed) {
        std::vector<GeneratedAsset> assets;
        std::vector<ShockedAsset> shocked;
        for (std::int64_t a = 0; a < 6; ++a) {
            const BookAsset asset{"A" + std::to_string(a), engine::Price::of((a + 1) * 77 * kUsd),
                                  engine::Bps::of(8'300 - 300 * a), engine::Bps::of(500)};
            assets.push_back({asset, 1.0, a > 2 ? 1.0 : 0.0});
            shocked.push_back({asset.price, a > 3 ? 0.0 : 1.0, a > 3 ? 0.02 : 0.4});
        }
        const auto book = generate_book({assets, 4'000, seed, engine::Usd::of(500'000'000)});
        ASSERT_TRUE(book) << book.error().what;
        expect_equal(*book, generate_scenarios(shocked, 150, seed, ShockRange::all),
                     "seed " + std::to_string(seed));
        if (HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace ballast::simulation::test
