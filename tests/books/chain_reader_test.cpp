// SPDX-License-Identifier: MIT
#include "books/chain_reader.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"
#include "books/contract_calls.hpp"
#include "tests/books/mock_aave.hpp"

namespace ballast::books {
namespace {

using test::MockAave;
using test::SimulatedClock;

class ChainReaderTest : public ::testing::Test {
  protected:
    [[nodiscard]] ChainReader reader(std::size_t quorum, std::size_t batch = 100) {
        return ChainReader::make(nodes, clock, {1, quorum, batch, {10'000}}).value();
    }
    [[nodiscard]] static std::vector<rpc::CallMessage> questions(std::size_t count) {
        return std::vector<rpc::CallMessage>(count,
                                             message_to(MockAave::pool(), "ADDRESSES_PROVIDER()"));
    }
    [[nodiscard]] static rpc::LogFilter filter(std::uint64_t first, std::uint64_t last) {
        return {MockAave::pool(), keccak256(as_bytes("Borrow")), first, last};
    }

    SimulatedClock clock;
    MockAave nodes{clock, 3};
};

TEST_F(ChainReaderTest, AQuorumThatCannotBeIsRefused) {
    EXPECT_EQ(ChainReader::make(nodes, clock, {1, 4, 100, {1}}).error().code, Errc::configuration);
    EXPECT_EQ(ChainReader::make(nodes, clock, {1, 0, 100, {1}}).error().code, Errc::configuration);
}

TEST_F(ChainReaderTest, OnlyAsManyNodesAreAskedAsMustAgree) {
    auto two = reader(2);
    ASSERT_TRUE(two.head().has_value());
    EXPECT_EQ(two.requests(), 2U);
}

TEST_F(ChainReaderTest, TheNextNodeStandsInForADeadOneAndStaysAhead) {
    nodes.node[0].dead = true;
    auto one = reader(1);
    EXPECT_EQ(one.head().value(), 1000U);
    EXPECT_EQ(one.requests(), 2U);
    EXPECT_EQ(one.head().value(), 1000U);
    EXPECT_EQ(one.requests(), 3U);
}

TEST_F(ChainReaderTest, ANodeOnAnotherChainIsNotBelieved) {
    nodes.node[0].chain_id = 5;
    auto one = reader(1);
    EXPECT_TRUE(one.head().has_value());
    for (auto& node : nodes.node)
        node.chain_id = 5;
    EXPECT_EQ(one.head().error().code, Errc::configuration);
}

TEST_F(ChainReaderTest, TheHeadIsWhatAQuorumHasReached) {
    nodes.node[0].lag = 2;
    EXPECT_EQ(reader(2).head().value(), 998U);
    nodes.node[0].lag = nodes.node[1].lag = 7;
    EXPECT_EQ(reader(2).head().value(), 993U);
}

TEST_F(ChainReaderTest, ANodeThatHasFallenBehindHoldsNobodyBackAndIsAskedLast) {
    for (std::size_t behind = 0; behind < 3; ++behind) {
        nodes.node.assign(3, {});
        nodes.node[behind].lag = 7;
        auto two = reader(2);
        EXPECT_EQ(two.head().value(), 1000U) << behind;
        const std::uint64_t before = two.requests();
        EXPECT_EQ(two.head().value(), 1000U) << behind;
        EXPECT_EQ(two.requests() - before, 2U) << behind;
    }
}

TEST_F(ChainReaderTest, AHeadOutOfTheBlueMovesNothing) {
    nodes.head = 2000;
    nodes.node[1].lag = nodes.node[2].lag = 1000;
    EXPECT_EQ(reader(2).head().value(), 1000U);
}

TEST_F(ChainReaderTest, NodesThatStandStillTogetherAreFoundWithinAMinute) {
    for (const std::size_t quorum : {1U, 2U}) {
        MockAave four{clock, 4};
        auto some = ChainReader::make(four, clock, {1, quorum, 100, {10'000}}).value();
        ASSERT_EQ(some.head().value(), 1000U);
        four.head = 1010;
        four.node[0].lag = four.node[1].lag = 10;
        EXPECT_EQ(some.head().value(), 1000U);
        clock.wait({60'000});
        EXPECT_EQ(some.head().value(), 1010U) << quorum;
        const std::uint64_t before = some.requests();
        EXPECT_EQ(some.head().value(), 1010U) << quorum;
        EXPECT_EQ(some.requests() - before, quorum);
    }
}

TEST_F(ChainReaderTest, WhileTheChainStandsStillEveryNodeIsAskedOnceAMinute) {
    nodes.node[2].dead = true;
    auto two = reader(2);
    ASSERT_TRUE(two.head().has_value());
    for (int minute = 0; minute < 3; ++minute) {
        clock.wait({60'000});
        const std::uint64_t before = two.requests();
        EXPECT_EQ(two.head().value(), 1000U);
        EXPECT_EQ(two.head().value(), 1000U);
        EXPECT_EQ(two.requests() - before, 2U + 3U + 2U);
    }
}

TEST_F(ChainReaderTest, NodesThatContradictEachOtherAreNotBelieved) {
    auto all = reader(3);
    const auto message = message_to(MockAave::address(0xC1), "scaledBalanceOf(address)",
                                    {chain::AbiValue::address(MockAave::address(7))});
    nodes.loans = {{MockAave::address(7), 5, 100, 50, {}}};
    ASSERT_TRUE(all.calls(nodes.block(900), {message}).has_value());
    nodes.node[1].collateral_more = 1;
    EXPECT_EQ(all.calls(nodes.block(900), {message}).error().code, Errc::mismatch);
    EXPECT_EQ(all.disagreements(), 1U);
}

TEST_F(ChainReaderTest, OneLiarIsOutvotedByTheNodesThatWereNotAskedAtFirst) {
    const auto message = message_to(MockAave::address(0xC1), "scaledBalanceOf(address)",
                                    {chain::AbiValue::address(MockAave::address(7))});
    nodes.loans = {{MockAave::address(7), 5, 100, 50, {}}};
    for (std::size_t liar = 0; liar < 3; ++liar) {
        nodes.node.assign(3, {});
        nodes.node[liar].collateral_more = 1;
        auto two = reader(2);
        const auto said = two.calls(nodes.block(900), {message});
        ASSERT_TRUE(said.has_value()) << liar << ": " << said.error().what;
        EXPECT_EQ(word_of(said->front()).value(), U256{100});
        // Who lied is asked last from then on.
        const std::uint64_t before = two.requests();
        ASSERT_TRUE(two.calls(nodes.block(900), {message}).has_value());
        EXPECT_EQ(two.requests() - before, 2U);
    }
}

TEST_F(ChainReaderTest, ALiarAboutABlockOrItsHashIsOutvoted) {
    nodes.node[1].other_hashes_after_first_body = true;
    nodes.node[1].bodies = 2;
    auto two = reader(2);
    EXPECT_EQ(two.block(900).value(), nodes.block(900));
    nodes.node[1].bodies = 2;
    EXPECT_TRUE(reader(2).calls(nodes.block(900), questions(3)).has_value());
    EXPECT_TRUE(reader(2).logs(filter(3, 10)).has_value());
}

TEST_F(ChainReaderTest, TheBlocksHashIsCheckedInEveryBody) {
    for (const std::size_t batch : {1U, 2U, 3U, 8U, 12U}) {
        for (auto& node : nodes.node) {
            node = {};
            node.batch_max = batch;
        }
        auto one = reader(1, 12);
        ASSERT_TRUE(one.calls(nodes.block(900), questions(30)).has_value()) << batch;
        for (auto& node : nodes.node) {
            node.bodies = 0;
            node.other_hashes_after_first_body = true;
        }
        // What the second body is computed on is another block.
        const auto said = one.calls(nodes.block(900), questions(30));
        ASSERT_FALSE(said.has_value()) << batch;
        EXPECT_EQ(said.error().code, Errc::mismatch) << batch;
    }
}

TEST_F(ChainReaderTest, ANodeThatAsksToWaitIsNotAskedInSmallerBatches) {
    nodes.node[0].batch_max = 0;
    nodes.node[0].batch_words = "rate limit exceeded";
    auto one = reader(1);
    ASSERT_TRUE(one.calls(nodes.block(900), questions(50)).has_value());
    EXPECT_EQ(nodes.node[0].bodies, 1U);
    nodes.node[0].batch_max = 1'000;
    nodes.node[1].dead = nodes.node[2].dead = true;
    ASSERT_TRUE(one.calls(nodes.block(900), questions(50)).has_value());
    EXPECT_EQ(nodes.node[0].bodies, 2U) << "its batches stayed small";
}

TEST_F(ChainReaderTest, ANodeThatTookSmallBatchesIsTriedWithLargerOnesAgain) {
    for (auto& node : nodes.node)
        node.batch_max = 5;
    auto one = reader(1);
    ASSERT_TRUE(one.calls(nodes.block(900), questions(40)).has_value());
    for (auto& node : nodes.node)
        node.batch_max = 1'000;
    for (int i = 0; i < 2'000; ++i)
        ASSERT_TRUE(one.head().has_value());
    const std::uint64_t before = one.requests();
    ASSERT_TRUE(one.calls(nodes.block(900), questions(40)).has_value());
    EXPECT_EQ(one.requests() - before, 1U);
}

TEST_F(ChainReaderTest, ALogThatOneNodeMakesUpOrHidesIsOutvoted) {
    nodes.loans = {{MockAave::address(7), 5, 1, 1, {}}};
    for (std::size_t liar = 0; liar < 3; ++liar) {
        nodes.node.assign(3, {});
        nodes.node[liar].makes_up_logs_of = {MockAave::address(9)};
        EXPECT_EQ(reader(2).logs(filter(3, 10)).value().logs.size(), 1U) << liar;
        nodes.node[liar].makes_up_logs_of.clear();
        nodes.node[liar].hides_logs_of = {MockAave::address(7)};
        EXPECT_EQ(reader(2).logs(filter(3, 10)).value().logs.size(), 1U) << liar;
    }
    // With nobody else to ask, what any gave.
    nodes.node[0].dead = true;
    nodes.node[1].makes_up_logs_of = {MockAave::address(9)};
    EXPECT_EQ(reader(2).logs(filter(3, 10)).value().logs.size(), 2U);
}

TEST_F(ChainReaderTest, ANodeThatRefusesASingleBlockIsReplaced) {
    nodes.node[0].range_max = 0;
    EXPECT_EQ(reader(1).logs(filter(5, 5)).value().too_much, false);
}

TEST_F(ChainReaderTest, ABlockThatIsNotTheChainsAnyMoreGivesNothing) {
    auto one = reader(1);
    const rpc::Block was = nodes.block(900);
    nodes.reorganise(890);
    EXPECT_EQ(one.calls(was, questions(1)).error().code, Errc::mismatch);
}

TEST_F(ChainReaderTest, ManyQuestionsAreSplitIntoBodies) {
    auto one = reader(1, 12);
    EXPECT_EQ(one.calls(nodes.block(900), questions(95)).value().size(), 95U);
    EXPECT_EQ(nodes.asked["eth_call"], 95U);
    // Two of the twelve places of a body are the chain id's and the block's.
    EXPECT_EQ(one.requests(), 10U);
}

TEST_F(ChainReaderTest, ANodeThatTakesSmallerBatchesIsAskedInSmallerOnes) {
    for (const std::size_t batch : {1U, 2U, 7U}) {
        for (auto& node : nodes.node)
            node.batch_max = batch;
        auto one = reader(1);
        EXPECT_EQ(one.calls(nodes.block(900), questions(40)).value().size(), 40U) << batch;
        // What was found is kept: nothing is refused again.
        const std::uint64_t before = one.requests();
        ASSERT_TRUE(one.head().has_value());
        EXPECT_LE(one.requests() - before, 2U);
    }
}

TEST_F(ChainReaderTest, WhateverIsNoJsonRpcIsAnErrorNotAnAnswer) {
    for (const char* text : {"<html>Just a moment...</html>", "", "[]", "{}", "null",
                             R"({"jsonrpc":"2.0","id":1,"result":)"}) {
        for (auto& node : nodes.node)
            node.replies = text;
        EXPECT_FALSE(reader(1).head().has_value()) << text;
    }
}

TEST_F(ChainReaderTest, ARequestEndsWithItsStep) {
    auto one = reader(1);
    one.stop_at({clock.monotonic().count + 50});
    nodes.takes = {60};
    EXPECT_EQ(one.head().error().code, Errc::upstream_unavailable);
    EXPECT_TRUE(one.out_of_time());
    const std::uint64_t sent = one.requests();
    EXPECT_FALSE(one.head().has_value());
    EXPECT_EQ(one.requests(), sent);
}

TEST_F(ChainReaderTest, LogsAreTheUnionOfTheQuorum) {
    nodes.loans = {{MockAave::address(7), 5, 1, 1, {}}, {MockAave::address(8), 6, 1, 1, {}}};
    nodes.node[0].hides_logs_of = {MockAave::address(7)};
    EXPECT_EQ(reader(1).logs(filter(0, 10)).value().logs.size(), 1U);
    nodes.node[2].dead = true;
    EXPECT_EQ(reader(2).logs(filter(0, 10)).value().logs.size(), 3U);  // 8 stands at two places
}

TEST_F(ChainReaderTest, ARangeThatIsTooMuchIsSaidWhateverTheStatus) {
    for (const int status : {200, 400, 413}) {
        for (auto& node : nodes.node) {
            node.range_max = 5;
            node.too_much_status = status;
        }
        auto one = reader(1);
        const auto page = one.logs(filter(0, 10));
        ASSERT_TRUE(page.has_value()) << status;
        EXPECT_TRUE(page->too_much) << status;
        EXPECT_FALSE(one.logs(filter(0, 4)).value().too_much) << status;
    }
}

TEST_F(ChainReaderTest, AnAnswerOfTenThousandLogsMayHaveBeenCut) {
    for (std::uint64_t i = 0; i < 10'000; ++i)
        nodes.loans.push_back({MockAave::address(0x1000 + i), 5, 1, 1, {}});
    EXPECT_TRUE(reader(1).logs(filter(0, 10)).value().too_much);
    EXPECT_EQ(reader(1).logs(filter(5, 5)).value().logs.size(), 10'000U);
}

TEST_F(ChainReaderTest, ALogThatWasNotAskedForIsRefused) {
    nodes.node[0].makes_up_logs_of = {MockAave::address(7)};
    auto one = reader(1);
    EXPECT_EQ(one.logs(filter(3, 10)).value().logs.size(), 1U);
    EXPECT_EQ(one.logs(filter(3, 10)).value().logs.front().block_number, 3U);
}

}  // namespace
}  // namespace ballast::books
