// SPDX-License-Identifier: MIT
#include "books/aave_market.hpp"

#include <gtest/gtest.h>

#include "tests/books/mock_aave.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::books {
namespace {

using test::MockAave;
using test::SimulatedClock;
using test::TemporaryFolder;

constexpr std::uint64_t kUsd = 100'000'000;

class AaveMarketTest : public ::testing::Test {
  protected:
    AaveMarketTest() {
        for (std::uint64_t i = 0; i < 100; ++i)
            nodes.loans.push_back({who(i), 5 * i + 1, 1000 * kUsd, (500 + i) * kUsd, {}});
    }
    [[nodiscard]] static chain::Address who(std::uint64_t i) {
        return MockAave::address(0x1000 + i);
    }
    void open(std::size_t quorum = 1) {
        market.reset();
        reader.emplace(ChainReader::make(nodes, clock, {1, quorum, 100, {10'000}}).value());
        AaveMarketOptions options;
        options.key = {1, MockAave::pool(), 0};
        options.index_file = folder / "index";
        options.walk = {64, 100, 100};
        options.book_every = {60};
        market = AaveMarket::open(*reader, clock, options).value();
    }
    MarketProgress step(std::int64_t milliseconds = 60'000) {
        return market->step({clock.monotonic().count + milliseconds});
    }

    TemporaryFolder folder;
    SimulatedClock clock;
    MockAave nodes{clock, 2};
    std::optional<ChainReader> reader;
    std::unique_ptr<AaveMarket> market;
};

TEST_F(AaveMarketTest, ReadsEveryBorrowerAtOneBlock) {
    open();
    const MarketProgress progress = step();
    EXPECT_EQ(progress.phase, MarketPhase::idle);
    EXPECT_EQ(progress.fault, MarketFault::none) << progress.what;
    const auto book = market->book();
    ASSERT_TRUE(book.has_value());
    EXPECT_EQ((*book)->market.block, nodes.block(936));
    ASSERT_EQ((*book)->accounts.size(), 100U);
    EXPECT_EQ((*book)->accounts[3].debt, U256{503 * kUsd});
    const auto engine = book_against(**book, MockAave::collateral());
    ASSERT_TRUE(engine.has_value());
    EXPECT_EQ(engine->debt.count(), 54'950);
    EXPECT_EQ(engine->largest_position.count(), 599);
    EXPECT_EQ(book_against(**book, who(1)).error().code, Errc::input_missing);
}

TEST_F(AaveMarketTest, AModeThatThePoolDoesNotHaveHasNoBook) {
    open();
    step();
    const auto book = market->book();
    ASSERT_TRUE(book.has_value()) << book.error().what;
    ASSERT_TRUE(book_in_mode(**book, 1).has_value());
    EXPECT_EQ(book_in_mode(**book, 1)->debt.count(), 0);
    EXPECT_EQ(book_in_mode(**book, 7).error().code, Errc::input_missing);
}

TEST_F(AaveMarketTest, APriceOfNothingIsNotBelievedWhereADebtorHasTheAsset) {
    const std::vector<std::optional<U256>> nothing = {U256{}, std::nullopt};
    for (const auto& said : nothing) {
        for (const auto& asset : {MockAave::collateral(), MockAave::owed(), MockAave::idle()}) {
            nodes.has_idle = true;
            nodes.price = [&](const chain::Address& of) {
                return of == asset ? said : std::optional(U256{100'000'000});
            };
            open();
            const bool held = asset != MockAave::idle();
            const MarketProgress progress = step();
            EXPECT_EQ(progress.fault, held ? MarketFault::bad_answer : MarketFault::none)
                << progress.what;
            EXPECT_EQ(market->book().has_value(), !held);
        }
    }
}

TEST_F(AaveMarketTest, GivesNoBookBeforeItHasCaughtUpAndSaysHowFarItIs) {
    open();
    nodes.takes = {10};
    MarketProgress progress = step(25);
    EXPECT_EQ(progress.phase, MarketPhase::indexing);
    EXPECT_GT(progress.behind, 0U);
    EXPECT_EQ(market->book().error().code, Errc::upstream_unavailable);
    EXPECT_NE(market->book().error().what.find("blocks behind"), std::string::npos);
    int steps = 0;
    while (!market->book().has_value() && steps < 200) {
        progress = step(25);
        ++steps;
        EXPECT_EQ(progress.fault, MarketFault::none) << progress.what;
    }
    EXPECT_GT(steps, 10);
    ASSERT_TRUE(market->book().has_value()) << market->book().error().what;
    EXPECT_EQ((*market->book())->accounts.size(), 100U);
}

TEST_F(AaveMarketTest, AStepNeverHoldsLongerThanItIsGiven) {
    open();
    nodes.takes = {10};
    for (int i = 0; i < 100; ++i) {
        const std::int64_t before = clock.monotonic().count;
        step(25);
        ASSERT_LE(clock.monotonic().count - before, 35);
    }
}

/// The perfect check: a log that one node omits is a debt that is missing from the total.
TEST_F(AaveMarketTest, AnOmittedLogIsFoundByTheTotals) {
    nodes.node[0].hides_logs_of = {who(42)};
    open();
    const MarketProgress progress = step();
    EXPECT_EQ(progress.fault, MarketFault::missing_borrowers);
    EXPECT_EQ(progress.accounts, 99U);
    EXPECT_EQ(market->book().error().code, Errc::mismatch);
    EXPECT_NE(progress.what.find("the debt token's total is"), std::string::npos);
    // Forgetting the index and walking again mends it, once the node is honest.
    nodes.node[0].hides_logs_of.clear();
    ASSERT_TRUE(market->rebuild().has_value());
    EXPECT_EQ(step().fault, MarketFault::none);
    ASSERT_TRUE(market->book().has_value()) << market->book().error().what;
    EXPECT_EQ((*market->book())->accounts.size(), 100U);
}

TEST_F(AaveMarketTest, AnOmissionIsStillToldAfterTheNextWalk) {
    nodes.node[0].hides_logs_of = {who(42)};
    open();
    EXPECT_EQ(step().fault, MarketFault::missing_borrowers);
    nodes.head += 5;
    EXPECT_EQ(step().fault, MarketFault::missing_borrowers);
    EXPECT_FALSE(market->book().has_value());
}

TEST_F(AaveMarketTest, ALyingTotalIsFound) {
    nodes.node[0].total_less = 7;
    open();
    EXPECT_EQ(step().fault, MarketFault::missing_borrowers);
    EXPECT_FALSE(market->book().has_value());
}

TEST_F(AaveMarketTest, OneNodeThatOmitsALogAndItsDebtFromTheTotalFoolsOneButNotTwo) {
    nodes.node[0].hides_logs_of = {who(42)};
    nodes.node[0].total_less = 542 * kUsd;
    open(1);
    EXPECT_EQ(step().fault, MarketFault::none);
    EXPECT_EQ((*market->book())->accounts.size(), 99U);
    ASSERT_TRUE(market->rebuild().has_value());
    open(2);
    EXPECT_EQ(step().fault, MarketFault::nodes_disagree);
    EXPECT_FALSE(market->book().has_value());
}

TEST_F(AaveMarketTest, OfTwoNodesOneMayOmitLogs) {
    nodes.node[0].hides_logs_of = {who(42), who(43)};
    nodes.node[1].hides_logs_of = {who(44)};
    open(2);
    EXPECT_EQ(step().fault, MarketFault::none);
    ASSERT_TRUE(market->book().has_value()) << market->book().error().what;
    EXPECT_EQ((*market->book())->accounts.size(), 100U);
}

TEST_F(AaveMarketTest, ABorrowerThatIsMadeUpOwesNothing) {
    nodes.node[0].makes_up_logs_of = {who(999)};
    open();
    EXPECT_EQ(step().fault, MarketFault::none);
    EXPECT_EQ(market->index().size(), 101U);
    EXPECT_EQ(market->index().owing().size(), 100U);
    ASSERT_TRUE(market->book().has_value()) << market->book().error().what;
    EXPECT_EQ((*market->book())->accounts.size(), 100U);
}

TEST_F(AaveMarketTest, APoolWithOtherArithmeticIsNamed) {
    nodes.node[0].pool_debt_more = 1;
    open();
    const MarketProgress progress = step();
    EXPECT_EQ(progress.fault, MarketFault::other_arithmetic);
    EXPECT_NE(progress.what.find("we compute"), std::string::npos);
    EXPECT_FALSE(market->book().has_value());
}

TEST_F(AaveMarketTest, WhatIsNoPoolIsABadAnswer) {
    open();
    AaveMarketOptions options;
    options.key = {1, MockAave::address(0xA2), 0};
    options.index_file = folder / "other";
    const auto other = AaveMarket::open(*reader, clock, options).value();
    EXPECT_EQ(other->step({clock.monotonic().count + 60'000}).fault, MarketFault::bad_answer);
}

TEST_F(AaveMarketTest, WhoHasRepaidIsNotAskedForAgain) {
    for (std::size_t i = 0; i < 90; ++i)
        nodes.loans[i].repaid = 700;
    open();
    step();
    EXPECT_EQ((*market->book())->accounts.size(), 10U);
    EXPECT_EQ(market->index().owing().size(), 10U);
    nodes.asked.clear();
    clock.wait({61'000});
    nodes.head += 5;
    step();
    EXPECT_EQ((*market->book())->market.block.number, 941U);
    // 255 ids of modes, and what the one that there is takes: its ratios again, and its bitmap.
    constexpr std::uint64_t kOfModes = 257;
    EXPECT_LT(nodes.asked["eth_call"] - kOfModes, 80U);
}

TEST_F(AaveMarketTest, AnOldBookIsNone) {
    open();
    step();
    ASSERT_TRUE(market->book().has_value());
    clock.wait({2'000'000});
    EXPECT_EQ(market->book().error().code, Errc::upstream_unavailable);
    EXPECT_NE(market->book().error().what.find("s old"), std::string::npos);
}

TEST_F(AaveMarketTest, AReorganisationUnderABookTakesTheBookAway) {
    open();
    step();
    ASSERT_TRUE(market->book().has_value());
    nodes.reorganise(800);
    nodes.loans.push_back({who(500), 850, 1000 * kUsd, 10 * kUsd, {}});
    clock.wait({61'000});
    const MarketProgress progress = step();
    EXPECT_EQ(progress.rewinds, 1U);
    EXPECT_EQ(progress.fault, MarketFault::none) << progress.what;
    EXPECT_EQ((*market->book())->accounts.size(), 101U);
    EXPECT_EQ((*market->book())->market.block, nodes.block(936));
}

TEST_F(AaveMarketTest, ABookOfAnotherChainIsTheLastUntilTheNextOne) {
    open();
    step();
    nodes.reorganise(800);
    nodes.node[0].silent_above = nodes.node[1].silent_above = 0;  // it cannot be read anew
    clock.wait({61'000});
    EXPECT_EQ(step().rewinds, 1U);
    EXPECT_FALSE(market->book().has_value());
    ASSERT_NE(market->last_book(), nullptr);
    EXPECT_TRUE(market->is_doubted());
}

TEST_F(AaveMarketTest, ABlockReorganisedInTheMiddleOfABookStartsItAgain) {
    open();
    nodes.takes = {10};
    while (step(25).phase != MarketPhase::reading) {
    }
    nodes.reorganise(930);
    bool disagreed = false;
    for (int i = 0; i < 200 && !market->book().has_value(); ++i) {
        disagreed = step(45).fault == MarketFault::nodes_disagree || disagreed;
        clock.wait({61'000 / 50});
    }
    EXPECT_TRUE(disagreed);
    ASSERT_TRUE(market->book().has_value());
    EXPECT_EQ((*market->book())->market.block, nodes.block(936));
}

/// What tightens reads the last book: borrowers do not go away with the nodes that tell of them.
TEST_F(AaveMarketTest, TheLastBookIsThereWhateverSpeaksAgainstIt) {
    open();
    EXPECT_EQ(market->last_book(), nullptr);
    step();
    EXPECT_FALSE(market->is_doubted());
    clock.wait({100'000'000});
    ASSERT_NE(market->last_book(), nullptr);
    EXPECT_FALSE(market->is_doubted());
    nodes.node[0].total_less = 7;
    EXPECT_EQ(step().fault, MarketFault::missing_borrowers);
    ASSERT_NE(market->last_book(), nullptr);
    EXPECT_EQ(market->last_book()->accounts.size(), 100U);
    EXPECT_TRUE(market->is_doubted());
    EXPECT_FALSE(market->book().has_value());
    ASSERT_TRUE(market->rebuild().has_value());
    ASSERT_NE(market->last_book(), nullptr);
    EXPECT_TRUE(market->is_doubted());
    nodes.node[0].total_less = 0;
    step();
    EXPECT_FALSE(market->is_doubted());
}

TEST_F(AaveMarketTest, ItGoesOnAfterARestartWithoutReadingOldBlocks) {
    open();
    step();
    const Hash32 digest = market->index().digest();
    nodes.asked.clear();
    open();
    step();
    EXPECT_EQ(nodes.asked["eth_getLogs"], 0U);
    EXPECT_EQ(market->index().digest(), digest);
    EXPECT_TRUE(market->book().has_value());
}

}  // namespace
}  // namespace ballast::books
