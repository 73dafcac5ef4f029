// SPDX-License-Identifier: MIT
#include "books/target_simulation.hpp"

#include <gtest/gtest.h>

#include "tests/books/mock_target.hpp"
#include "tests/books/small_book.hpp"

namespace ballast::books {
namespace {

using test::MockTarget;
using test::small_account;

class TargetSimulationTest : public ::testing::Test {
  protected:
    TargetSimulationTest() {
        for (std::uint64_t i = 0; i < 100; ++i)
            book.accounts.push_back(small_account(i, 1000, 700 + i));
    }
    [[nodiscard]] Result<Simulation> simulate() {
        return simulate_change(target, book, change, options);
    }
    /// Expects an error with those words, whatever way is asked.
    void expect_error(Errc code, const std::string& words) {
        const auto found = simulate();
        ASSERT_FALSE(found.has_value()) << words;
        EXPECT_EQ(found.error().code, code) << found.error().what;
        EXPECT_NE(found.error().what.find(words), std::string::npos) << found.error().what;
    }
    void only(SimulationWay way) { options.ways = {way}; }

    AaveBook book = test::small_book();
    MarketChange change{{{0, 7800}}, {{0, 500}}};
    MockTarget target{book, change};
    SimulationOptions options;
};

TEST_F(TargetSimulationTest, TheFirstWayIsTakenWhereTheNodeKnowsIt) {
    const auto found = simulate();
    ASSERT_TRUE(found.has_value()) << found.error().what;
    EXPECT_EQ(found->way, SimulationWay::simulate_v1);
    EXPECT_TRUE(found->passed_over.empty());
    EXPECT_EQ(found->outcome, judge_change(book, change).value());
    EXPECT_EQ(found->outcome.by_change.accounts, 19U);
    EXPECT_TRUE(check_simulation(book, change, *found).has_value());
}

TEST_F(TargetSimulationTest, OverridesAreTheNextWay) {
    target.unknown_methods = {"eth_simulateV1"};
    const auto found = simulate();
    ASSERT_TRUE(found.has_value()) << found.error().what;
    EXPECT_EQ(found->way, SimulationWay::call_overrides);
    ASSERT_EQ(found->passed_over.size(), 1U);
    EXPECT_NE(found->passed_over[0].find("does not exist"), std::string::npos);
    EXPECT_TRUE(check_simulation(book, change, *found).has_value());
}

/// A provider that does not sell the method answers with a status; one that is dead, to nothing.
TEST_F(TargetSimulationTest, AMethodThatIsNotAnsweredIsPassedOverWhereTheNodeLives) {
    target.silent_methods = {"eth_simulateV1"};
    const auto found = simulate();
    ASSERT_TRUE(found.has_value()) << found.error().what;
    EXPECT_EQ(found->way, SimulationWay::call_overrides);
    EXPECT_NE(found->passed_over.at(0).find("403"), std::string::npos);
    target.silent_methods.insert("eth_getBlockByNumber");
    expect_error(Errc::upstream_unavailable, "403");
}

TEST_F(TargetSimulationTest, WithoutAnyWayItSaysWhatEachSaid) {
    target.unknown_methods = {"eth_simulateV1"};
    target.refuses_third_parameter = true;
    expect_error(Errc::upstream_unavailable, "too many arguments");
    target.refuses_third_parameter = false;
    target.ignores_overrides = true;
    expect_error(Errc::upstream_unavailable, "passes over state overrides");
    expect_error(Errc::upstream_unavailable, "nobody has given a fork");
}

TEST_F(TargetSimulationTest, AForkIsAskedForAtTheBooksBlock) {
    only(SimulationWay::fork);
    std::uint64_t at = 0;
    options.fork = [&](const rpc::Block& block) -> Result<std::unique_ptr<rpc::Transport>> {
        at = block.number;
        return fail(Errc::input_missing, "there is no anvil");
    };
    expect_error(Errc::input_missing, "there is no anvil");
    EXPECT_EQ(at, book.market.block.number);
}

/// A node that is no anvil refuses to be told things.
TEST_F(TargetSimulationTest, AForkThatIsNoAnvilIsRefused) {
    only(SimulationWay::fork);
    options.fork = [&](const rpc::Block&) -> Result<std::unique_ptr<rpc::Transport>> {
        return std::make_unique<MockTarget>(book, change);
    };
    expect_error(Errc::failed, "evm_setAutomine was refused");
}

TEST_F(TargetSimulationTest, SmallerBodiesWhereTheNodeRefusesSoMany) {
    target.batch_max = 3;
    target.calls_max = 20;
    auto found = simulate();
    ASSERT_TRUE(found.has_value()) << found.error().what;
    EXPECT_TRUE(check_simulation(book, change, *found).has_value());
    EXPECT_GE(target.asked["eth_simulateV1"], 12);
    target.batch_max = 0;  // one by one
    only(SimulationWay::call_overrides);
    found = simulate();
    ASSERT_TRUE(found.has_value()) << found.error().what;
    EXPECT_TRUE(check_simulation(book, change, *found).has_value());
}

TEST_F(TargetSimulationTest, ADifferenceIsAnErrorWithTheAccountAndBothHealths) {
    for (const auto way : {SimulationWay::simulate_v1, SimulationWay::call_overrides}) {
        only(way);
        target.collateral_more = 0;
        MarketChange own = change;
        own.thresholds[0] = 7801;
        const auto honest = simulate();
        ASSERT_TRUE(honest.has_value()) << honest.error().what;
        const auto checked = check_simulation(book, own, *honest);
        ASSERT_FALSE(checked.has_value());
        EXPECT_EQ(checked.error().code, Errc::mismatch);
        const std::string& what = checked.error().what;
        EXPECT_NE(what.find(to_hex(book.accounts[0].who)), std::string::npos) << what;
        const auto& ours = judge_change(book, own)->accounts[0].after;
        const auto& theirs = honest->outcome.accounts[0].after;
        EXPECT_NE(what.find(ours.health.to_decimal()), std::string::npos) << what;
        EXPECT_NE(what.find(theirs.health.to_decimal()), std::string::npos) << what;
        target.collateral_more = 1;
        const auto lie = simulate();
        ASSERT_TRUE(lie.has_value());
        EXPECT_EQ(check_simulation(book, change, *lie).error().code, Errc::mismatch);
    }
}

TEST_F(TargetSimulationTest, AnotherNumberOfAccountsIsADifference) {
    auto found = simulate();
    ASSERT_TRUE(found.has_value());
    found->outcome.accounts.pop_back();
    EXPECT_EQ(check_simulation(book, change, *found).error().code, Errc::mismatch);
    found->indices.clear();
    EXPECT_EQ(check_simulation(book, change, *found).error().code, Errc::bad_data);
}

TEST_F(TargetSimulationTest, AChangeThatRevertsOrDoesSomethingElseIsTold) {
    target.change_reverts = true;
    expect_error(Errc::failed, "the change itself reverts");
    target.change_reverts = false;
    target.keeps_threshold = true;
    expect_error(Errc::mismatch, "threshold of");
    target.keeps_threshold = false;
    target.not_admin = true;
    expect_error(Errc::configuration, "neither pool admin nor risk admin");
}

TEST_F(TargetSimulationTest, APriceThatFallsWithAnotherIsNamed) {
    target.other_price = true;
    for (const auto way : {SimulationWay::simulate_v1, SimulationWay::call_overrides}) {
        only(way);
        expect_error(Errc::mismatch, "name its fall too");
    }
}

/// A staked coin's source multiplies its coin's price: it keeps the price of the block.
TEST_F(TargetSimulationTest, AReserveThatDoesNotFallKeepsItsPriceWhateverItsSourceReads) {
    target.other_price = true;
    target.other_source = true;
    for (const auto way : {SimulationWay::simulate_v1, SimulationWay::call_overrides}) {
        only(way);
        const auto found = simulate();
        ASSERT_TRUE(found.has_value()) << found.error().what;
        EXPECT_TRUE(check_simulation(book, change, *found).has_value());
    }
}

TEST_F(TargetSimulationTest, TwoReservesOfOneSourceCannotFallApart) {
    change.falls = {{0, 500}, {1, 600}};
    expect_error(Errc::usage, "cannot fall by different amounts");
}

TEST_F(TargetSimulationTest, AnotherBlockThanTheBooksIsRefused) {
    AaveBook other = book;
    other.market.block.hash.bytes[0] = 1;
    const auto found = simulate_change(target, other, change, options);
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code, Errc::mismatch);
}

TEST_F(TargetSimulationTest, NonsenseIsAnErrorInEveryBody) {
    for (const char* text : {"<html>Bad Gateway</html>", "", "{}", "[]", "null", "[1,2]",
                             R"({"jsonrpc":"2.0","id":1,"result":null})"}) {
        target.bodies = 0;
        target.replies = text;
        const auto found = simulate();
        ASSERT_FALSE(found.has_value()) << text;
        EXPECT_EQ(found.error().code, Errc::bad_data) << text << ": " << found.error().what;
    }
}

TEST_F(TargetSimulationTest, AHostileSimulationIsAnErrorAndNoCrash) {
    const auto calls = [](Json& result) -> JsonArray& {
        return *result.as_array()->front().find("calls")->as_array();
    };
    const std::vector<std::function<void(Json&)>> lies = {
        [](Json& result) { result = JsonArray{}; },
        [](Json& result) { result = Json("0x"); },
        [](Json& result) { result = JsonArray{Json(JsonObject{})}; },
        [&](Json& result) { calls(result).pop_back(); },
        [&](Json& result) { calls(result).push_back(Json(JsonObject{})); },
        [&](Json& result) { calls(result)[0] = Json(); },
        [&](Json& result) {
            calls(result)[1] = JsonObject{{"status", "0x1"}};
        },
        [&](Json& result) {
            calls(result)[1] = JsonObject{{"status", "0x1"}, {"returnData", "0x01"}};
        },
        [&](Json& result) {
            calls(result).back() = JsonObject{{"status", "0x1"}, {"returnData", "0x0102030"}};
        },
        [&](Json& result) {
            calls(result).back() =
                JsonObject{{"status", "0x1"}, {"returnData", "0x" + std::string(64, 'f')}};
        },
        // Whole answers, whose sum is beyond any word.
        [&](Json& result) {
            for (Json& call : calls(result))
                call = JsonObject{
                    {"status", "0x1"},
                    {"returnData", "0x" + std::string(5 * 64, 'f') + std::string(64, '0')}};
        },
    };
    for (std::size_t i = 0; i < lies.size(); ++i) {
        // From the reading of the market, and from that of the accounts on.
        for (const int from : {1, 2}) {
            target.asked.clear();
            target.lies = [&](Json& result) {
                if (target.asked["eth_simulateV1"] >= from) lies[i](result);
            };
            const auto found = simulate();
            ASSERT_FALSE(found.has_value()) << i;
            EXPECT_TRUE(found.error().code == Errc::bad_data ||
                        found.error().code == Errc::mismatch)
                << i << ": " << found.error().what;
        }
    }
}

}  // namespace
}  // namespace ballast::books
