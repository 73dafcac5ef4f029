// SPDX-License-Identifier: MIT
#include "stress/run.hpp"

#include <gtest/gtest.h>

#include "policies/policy_document.hpp"
#include "policies/scenario_document.hpp"
#include "stress/report.hpp"
#include "tests/stress/random_book.hpp"

namespace ballast::stress::test {
namespace {

constexpr std::int64_t kUsd = 100'000'000;

engine::Policy policy(const std::string& name) {
    auto read = policies::load_policy("policies/" + name + ".toml");
    EXPECT_TRUE(read) << read.error().what;
    return std::move(*read);
}

policies::Scenario scenario(const std::string& name) {
    auto read = policies::load_scenario("policies/scenarios/" + name + ".toml");
    EXPECT_TRUE(read) << read.error().what;
    return std::move(*read);
}

/// An invented book under invented scenarios, with cascade.
StressPlan plan(std::size_t positions, std::size_t scenarios, std::int32_t elasticity_bps) {
    const engine::Policy carry_aware = policy("carry_aware");
    const auto recipe = recipe_of(carry_aware, nullptr, positions, 7);
    auto book = generate_book(*recipe);
    EXPECT_TRUE(book) << book.error().what;
    auto sources = apply_policy(*book, carry_aware);
    EXPECT_TRUE(sources) << sources.error().what;
    StressPlan made{.book = std::move(*book),
                    .lt_source = *sources,
                    .elasticity = engine::Bps::of(elasticity_bps),
                    .seed = 3};
    made.curves = impact_curves(made.book, carry_aware, nullptr, engine::Bps::of(10'000));
    made.paths = invented_paths(made.book, carry_aware, scenarios, 5);
    return made;
}

std::vector<CascadeRow> run(const StressPlan& plan) {
    return run_stress(plan, [](std::size_t) {});
}

TEST(StressTerms, CalmThresholdsAreWhatGovernanceChose) {
    const engine::Policy carry_aware = policy("carry_aware");
    const engine::Policy fixed = policy("static_aave");
    for (std::size_t a = 0; a < carry_aware.assets.size(); ++a) {
        const auto [structural, source] = calm_lt(carry_aware.assets[a]);
        const auto [governed, other] = calm_lt(fixed.assets[a]);
        EXPECT_EQ(source, LtSource::structural_calm);
        EXPECT_EQ(other, LtSource::lt_max);
        // c and cap_depth have few digits, and wstETH's c is limited to 9.
        EXPECT_NEAR(structural.count(), governed.count(), 10) << carry_aware.assets[a].asset;
    }
}

TEST(StressTerms, AnUnknownCollateralIsNamed) {
    auto book = Book::from({{"DOGE", engine::Price::of(kUsd), {}, {}}});
    ASSERT_TRUE(book->add(std::vector<Leg>{{0, 2}}, std::vector<Leg>{{0, 1}}));
    const auto sources = apply_policy(*book, policy("carry_aware"));
    ASSERT_FALSE(sources);
    EXPECT_EQ(sources.error().code, Errc::bad_data);
    EXPECT_NE(sources.error().what.find("DOGE"), std::string::npos);
}

TEST(StressTerms, SecuredDebtSumsToAllDebt) {
    const Book book = plan(500, 1, 0).book;
    double secured = 0;
    double owed = 0;
    for (const double debt : secured_debt(book))
        secured += debt;
    for (std::size_t a = 0; a < book.assets().size(); ++a)
        owed += static_cast<double>(book.debt(a)) * 1e-16 *
                static_cast<double>(book.assets()[a].price.count());
    EXPECT_NEAR(secured / owed, 1, 1e-9);
}

TEST(StressTerms, AScenariosBookHasItsDebtAndPrices) {
    const policies::Scenario event = scenario("2024-08-05");
    const auto recipe = recipe_of(policy("carry_aware"), &event, 100, 1);
    ASSERT_TRUE(recipe) << recipe.error().what;
    std::int64_t debt = 0;
    for (const policies::ScenarioMarket& market : event.markets)
        debt += market.synthetic.debt.count();
    EXPECT_EQ(recipe->total_debt, engine::Usd::of(debt));
    EXPECT_EQ(recipe->assets.front().asset.price, event.markets.front().last_close);
}

TEST(WorstPath, FallsToTheLowestCloseAndStaysThere) {
    for (const char* name : {"2020-03-12", "2024-08-05", "s2b-systemic-failure"}) {
        const policies::Scenario event = scenario(name);
        const WorstPath path = worst_path(event);
        ASSERT_EQ(path.steps.size(), event.days.size());
        for (std::size_t m = 0; m < path.assets.size(); ++m) {
            std::int64_t lowest = event.markets[m].last_close.count();
            for (std::size_t day = 0; day < event.days.size(); ++day) {
                for (const engine::Price close : event.days[day].markets[m].closes)
                    lowest = std::min<std::int64_t>(lowest, close.count());
                EXPECT_EQ(path.steps[day][m],
                          static_cast<std::int64_t>(Int128{lowest} * kRelativeOne /
                                                    event.markets[m].last_close.count()));
            }
        }
    }
}

TEST(Reaction, WhoActsIsHealthierAndNobodyElseChanges) {
    const StressPlan made = plan(2'000, 6, 0);
    for (const PricePath& path : made.paths) {
        EXPECT_EQ(react(made.book, path, {}, 1), made.book);
        const Book after = react(made.book, path, engine::Bps::of(6'000), 1);
        EXPECT_EQ(after, react(made.book, path, engine::Bps::of(6'000), 1));
        for (std::size_t i = 0; i < after.size(); ++i)
            for (std::size_t k = 0; k < after[i].debts.size(); ++k)
                ASSERT_LE(after[i].debts[k].amount, made.book[i].debts[k].amount);
    }
}

TEST(Reaction, RepaysToItsHealthUnlessItIsTooLate) {
    auto book = Book::from({{"ETH", engine::Price::of(100 * kUsd), engine::Bps::of(8'000), {}},
                            {"USD", engine::Price::of(kUsd), {}, {}}});
    for (const std::int64_t debt : {60, 75, 79})
        ASSERT_TRUE(
            book->add(std::vector<Leg>{{0, kAmountOne}}, std::vector<Leg>{{1, debt * kAmountOne}}));
    // At 95 the first is healthy enough (1.27), the second at 1.01, the third liquidatable.
    const PricePath path{{{95 * kUsd, kUsd}, {90 * kUsd, kUsd}}};
    const Book after = react(*book, path, engine::Bps::of(10'000), 1);
    EXPECT_EQ(after[0].debts.front().amount, 60 * kAmountOne);
    // 95 * .8 / 1.25, rounded up after a product in floating point.
    EXPECT_NEAR(static_cast<double>(after[1].debts.front().amount), 6'080'000'000, 1);
    EXPECT_EQ(after[2].debts.front().amount, 79 * kAmountOne);
    // Nobody acts at the last step: it is judged.
    EXPECT_EQ(react(*book, {{{95 * kUsd, kUsd}}}, engine::Bps::of(10'000), 1), *book);
}

TEST(StraightPath, EndsAtThePrices) {
    const Book book = plan(1, 1, 0).book;
    std::vector<std::int64_t> prices(book.assets().size(), 7);
    const PricePath path = straight_path(book, prices, 4);
    ASSERT_EQ(path.steps.size(), 4U);
    EXPECT_EQ(path.steps.back(), prices);
    EXPECT_EQ(path.steps[1][0], (book.assets()[0].price.count() + 7) / 2);
}

TEST(StressRun, ThreadsChangeNothing) {
    for (const std::int32_t elasticity : {0, 3'000}) {
        StressPlan made = plan(800, 40, elasticity);
        const std::vector<CascadeRow> one = run(made);
        made.threads = 2;
        EXPECT_EQ(run(made), one);
        made.curves.clear();
        const std::vector<CascadeRow> without = run(made);
        made.threads = 1;
        EXPECT_EQ(run(made), without);
    }
}

TEST(StressRun, WithoutReactionsItIsTheSimpleCascade) {
    const StressPlan made = plan(800, 30, 0);
    PriceTable prices(made.book.assets().size());
    for (const PricePath& path : made.paths)
        ASSERT_TRUE(prices.add(path.steps.back()));
    EXPECT_EQ(run(made), cascade_simple(made.book, made.curves, prices));
}

TEST(StressRun, ReactionsNeverAddDebtInTrouble) {
    const std::vector<CascadeRow> none = run(plan(800, 20, 0));
    const std::vector<CascadeRow> some = run(plan(800, 20, 3'000));
    for (std::size_t s = 0; s < none.size(); ++s) {
        EXPECT_LE(some[s].stress.debt, none[s].stress.debt);
        EXPECT_LE(some[s].stress.bad_debt, none[s].stress.bad_debt);
    }
}

TEST(StressReport, SummaryAndRowsAgree) {
    const StressPlan made = plan(500, 100, 0);
    const std::vector<CascadeRow> rows = run(made);
    const Json json = stress_json({"p", "b", "s", "n"}, made, rows);
    std::int64_t most = 0;
    for (const CascadeRow& row : rows)
        most = std::max(most, row.stress.liquidatable);
    // Of 100 scenarios the worst is the worst 1 %.
    EXPECT_EQ(summary_of(rows).liquidatable.es99, most);
    EXPECT_EQ(json.find("scenarios")->as_array()->size(), 100U);
    EXPECT_EQ(json.find("positions")->as_number()->text, "500");
}

}  // namespace
}  // namespace ballast::stress::test
