// SPDX-License-Identifier: MIT
#include "stress/cascade.hpp"

#include <gtest/gtest.h>

#include "statistics/random.hpp"
#include "tests/stress/random_book.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::stress::test {
namespace {

constexpr std::int64_t kUsd = 100'000'000;

engine::DepthCurve depth(std::int64_t usd_at_half_percent) {
    engine::DepthCurve curve;
    for (std::size_t i = 0; i < curve.size(); ++i)
        curve[i] = engine::Usd::of(Int128{usd_at_half_percent} * engine::kDepthSlippageBps[i] / 50);
    return curve;
}

TEST(ImpactCurve, IsTheLeastGridPointThatSellsAll) {
    const ImpactCurve curve(depth(50));  // A dollar a basis point.
    EXPECT_EQ(curve.impact(0), 0);
    EXPECT_EQ(curve.impact(1), 1);
    EXPECT_EQ(curve.impact(kValueOne), 1);
    EXPECT_EQ(curve.impact(kValueOne + 1), 2);
    EXPECT_EQ(curve.impact(1'000 * kValueOne), 1'000);
    // Beyond the last point the slope of the last piece goes on, up to the largest impact.
    EXPECT_EQ(curve.impact(2'000 * kValueOne), 2'000);
    EXPECT_EQ(curve.impact(9'499 * kValueOne), 9'499);
    EXPECT_EQ(curve.impact(9'499 * kValueOne + 1), kImpactMaxBps);
    EXPECT_EQ(ImpactCurve({}).impact(1), kImpactMaxBps);
    EXPECT_EQ(ImpactCurve({}).impact(0), 0);
}

/// One collateral of 100 USD with LT 80 %, no bonus; the debts are USD.
Book ladder(const std::vector<std::int64_t>& debts_usd) {
    auto book = Book::from({{"ETH", engine::Price::of(100 * kUsd), engine::Bps::of(8'000), {}},
                            {"USD", engine::Price::of(kUsd), {}, {}}});
    for (const std::int64_t debt : debts_usd)
        EXPECT_TRUE(
            book->add(std::vector<Leg>{{0, kAmountOne}}, std::vector<Leg>{{1, debt * kAmountOne}}));
    return std::move(*book);
}

CascadeRow solved(const Book& book, std::int64_t eth_usd, std::int64_t depth_at_half_percent) {
    PriceTable prices(2);
    EXPECT_TRUE(prices.add(std::vector<std::int64_t>{eth_usd * kUsd, kUsd}));
    const std::vector<ImpactCurve> curves = {ImpactCurve(depth(depth_at_half_percent)),
                                             ImpactCurve(depth(1))};
    const std::vector<CascadeRow> rows = cascade_simple(book, curves, prices);
    const auto index = StressIndex::from(book);
    EXPECT_EQ(cascade(*index, curves, prices, 1), rows);
    return rows.front();
}

TEST(Cascade, OneSaleLiquidatesTheNext) {
    // At 98 USD the first (79) is liquidatable. 79 USD sold at a dollar a basis point push the
    // price by 79 bps to 97.2258, under the 97.5 of the second (78); their 157 USD, which by then
    // need more tokens, to 96.43, above the 96.25 of the third (77).
    const CascadeRow row = solved(ladder({79, 78, 77}), 98, 50);
    EXPECT_EQ(row.stress.liquidatable, 2);
    EXPECT_EQ(to_usd(row.stress.debt), engine::Usd::of(157));
    EXPECT_EQ(row.stress.bad_debt, 0);
    EXPECT_EQ(to_usd(row.first_sold), engine::Usd::of(79));
    EXPECT_GT(row.impacts[0], 157);
    EXPECT_LT(row.impacts[0], 165);
    EXPECT_GE(cascade_gain(row), engine::Bps::of(5'000));
}

TEST(Cascade, EndlessDepthIsNoCascade) {
    const CascadeRow row = solved(ladder({79, 78, 77}), 98, 1'000'000'000);
    EXPECT_EQ(row.stress.liquidatable, 1);
    EXPECT_EQ(row.impacts[0], 1);
    EXPECT_LT(cascade_gain(row), engine::Bps::of(2));
}

TEST(Cascade, WithoutDepthEverythingFalls) {
    const CascadeRow row = solved(ladder({79, 78, 10}), 98, 0);
    EXPECT_EQ(row.impacts[0], kImpactMaxBps);
    EXPECT_EQ(row.stress.liquidatable, 3);
    EXPECT_GT(row.stress.bad_debt, 0);
}

TEST(Cascade, NothingLiquidatableIsOneRound) {
    const CascadeRow row = solved(ladder({50}), 100, 0);
    EXPECT_EQ(row.rounds, 1);
    EXPECT_EQ(row.sold, 0);
    EXPECT_EQ(cascade_gain(row), engine::Bps{});
}

TEST(Cascade, CollateralsAreSoldInTheBooksOrder) {
    auto book = Book::from({{"ETH", engine::Price::of(100 * kUsd), engine::Bps::of(8'000), {}},
                            {"BTC", engine::Price::of(100 * kUsd), engine::Bps::of(8'000), {}},
                            {"USD", engine::Price::of(kUsd), {}, {}}});
    ASSERT_TRUE(book->add(std::vector<Leg>{{1, kAmountOne}, {0, kAmountOne}},
                          std::vector<Leg>{{2, 150 * kAmountOne}}));
    PriceTable prices(3);
    ASSERT_TRUE(prices.add(std::vector<std::int64_t>{90 * kUsd, 90 * kUsd, kUsd}));
    const std::vector<ImpactCurve> deep(3, ImpactCurve(depth(50)));
    const std::vector<CascadeRow> rows = cascade_simple(*book, deep, prices);
    // All of ETH, and of BTC what is then still owed.
    EXPECT_GT(rows.front().impacts[0], rows.front().impacts[1]);
    EXPECT_GT(rows.front().impacts[1], 59);
    EXPECT_EQ(cascade(*StressIndex::from(*book), deep, prices, 1), rows);
}

std::string text(const CascadeRow& row) {
    std::string words = std::to_string(row.stress.liquidatable) + " debt " +
                        to_string(row.stress.debt) + " bad " + to_string(row.stress.bad_debt) +
                        " sold " + to_string(row.sold) + " first " + to_string(row.first_sold) +
                        " rounds " + std::to_string(row.rounds) + " impacts";
    for (const std::int32_t impact : row.impacts)
        words += ' ' + std::to_string(impact);
    return words;
}

void expect_equal(const Book& book, std::span<const ImpactCurve> curves, const PriceTable& prices,
                  const std::string& what) {
    const std::vector<CascadeRow> expected = cascade_simple(book, curves, prices);
    const auto index = StressIndex::from(book);
    ASSERT_TRUE(index) << what;
    for (const LeafWay way : leaf_ways())
        for (const unsigned threads : {1U, 2U}) {
            const std::vector<CascadeRow> rows = cascade(*index, curves, prices, threads, way);
            for (std::size_t s = 0; s < prices.size(); ++s)
                ASSERT_EQ(text(rows[s]), text(expected[s]))
                    << what << ", scenario " << s << ", way " << static_cast<int>(way)
                    << ", threads " << threads;
        }
}

/// Depths from nothing to plenty, so that cascades stop early, late or never.
std::vector<ImpactCurve> random_curves(std::uint64_t seed, std::size_t assets) {
    statistics::Random random = statistics::Random(seed).stream(2);
    std::vector<ImpactCurve> curves;
    for (std::size_t a = 0; a < assets; ++a) {
        std::int64_t usd = 1;
        for (std::uint64_t zeros = random.below(14); zeros > 0; --zeros)
            usd *= 10;
        curves.emplace_back(
            depth(random.below(8) == 0 ? 0 : std::min(usd, std::int64_t{1'000'000'000'000})));
    }
    return curves;
}

TEST(CascadeProperty, TheSolverEqualsTheSimpleLoopOnStrangeBooks) {
    const auto cases = static_cast<std::uint64_t>(ballast::test::cases(150, 3'000));
    for (std::uint64_t seed = 1; seed <= cases; ++seed) {
        const Book book = random_book(seed, 1 + seed * 7 % 300);
        expect_equal(book, random_curves(seed, book.assets().size()), random_prices(book, seed, 20),
                     "seed " + std::to_string(seed));
        if (HasFatalFailure()) return;
    }
}

TEST(CascadeProperty, TheSolverEqualsTheSimpleLoopOnInventedBooks) {
    const auto cases = static_cast<std::uint64_t>(ballast::test::cases(6, 60));
    for (std::uint64_t seed = 1; seed <= cases; ++seed) {
        const InventedBook made = invented_book(seed, 3'000);
        // A scenario of each lane and one more; depths from a thousandth to all of the collateral.
        std::vector<ImpactCurve> curves;
        for (std::size_t a = 0; a < made.book.assets().size(); ++a)
            curves.emplace_back(depth(100'000LL << (seed + a) % 10));
        expect_equal(made.book, curves, generate_scenarios(made.shocked, 33, seed, ShockRange::all),
                     "seed " + std::to_string(seed));
        if (HasFatalFailure()) return;
    }
}

/// Impact of all that is sold at impact x, for positions of one token of ETH against dollars,
/// written once more and without the module's code.
std::int32_t impact_of_sales(const std::vector<std::int64_t>& debts_usd, std::int64_t price,
                             std::int32_t x, const ImpactCurve& curve) {
    const std::int64_t now = price * (10'000 - x) / 10'000;
    std::int64_t whole = 0;
    Int128 repaid = 0;
    for (const std::int64_t debt : debts_usd) {
        if (now * 8'000 >= debt * kUsd * 10'000) continue;
        if (now < debt * kUsd)
            whole += kAmountOne;
        else
            repaid += Int128{debt} * kUsd * kAmountOne;
    }
    const Int128 tokens = whole + (repaid > 0 ? (repaid + now - 1) / now : 0);
    return curve.impact(tokens * price);
}

TEST(CascadeProperty, NoSmallerImpactHoldsItself) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        statistics::Random random(seed);
        std::vector<std::int64_t> debts;
        for (std::uint64_t left = random.below(30) + 1; left > 0; --left)
            debts.push_back(static_cast<std::int64_t>(random.below(70)) + 10);
        const std::int64_t price = static_cast<std::int64_t>(random.below(60)) + 40;
        const std::int64_t half = 10 + static_cast<std::int64_t>(random.below(300));
        const ImpactCurve curve(depth(half));
        const CascadeRow row = solved(ladder(debts), price, half);
        std::int32_t least = 0;
        while (impact_of_sales(debts, price * kUsd, least, curve) > least)
            ++least;
        EXPECT_EQ(row.impacts[0], least) << "seed " << seed;
    }
}

TEST(CascadeProperty, LessDepthNeverMeansLess) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Book book = random_book(seed, 120);
        const PriceTable prices = random_prices(book, seed, 10);
        const std::vector<ImpactCurve> thin(book.assets().size(), ImpactCurve(depth(1'000'000)));
        const std::vector<ImpactCurve> deep(book.assets().size(), ImpactCurve(depth(3'000'000)));
        const auto more = cascade_simple(book, thin, prices);
        const auto less = cascade_simple(book, deep, prices);
        const auto none = stress_simple(book, prices);
        for (std::size_t s = 0; s < prices.size(); ++s) {
            EXPECT_GE(more[s].stress.liquidatable, less[s].stress.liquidatable);
            EXPECT_GE(less[s].stress.liquidatable, none[s].liquidatable);
            EXPECT_GE(more[s].sold, less[s].sold);
            for (std::size_t a = 0; a < thin.size(); ++a)
                EXPECT_GE(more[s].impacts[a], less[s].impacts[a]) << "seed " << seed;
        }
    }
}

}  // namespace
}  // namespace ballast::stress::test
