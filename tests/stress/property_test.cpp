// SPDX-License-Identifier: MIT
// The index against the definition, on books that no market would have.
#include <gtest/gtest.h>

#include "stress/index.hpp"
#include "tests/stress/random_book.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::stress::test {
namespace {

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
        const InventedBook made = invented_book(seed, 4'000);
        expect_equal(made.book, generate_scenarios(made.shocked, 150, seed, ShockRange::all),
                     "seed " + std::to_string(seed));
        if (HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace ballast::stress::test
