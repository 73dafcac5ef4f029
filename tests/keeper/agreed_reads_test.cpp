// SPDX-License-Identifier: MIT
// What a keeper reads is what two healthy nodes say, whatever a third one does.
#include "keeper/agreed_reads.hpp"

#include <gtest/gtest.h>

#include "tests/rpc/pool_world.hpp"

namespace ballast::keeper {
namespace {

using rpc::BlockTag;
using rpc::PoolWorld;

/// A chain whose every call answers the number of the block that it is simulated on.
class AgreedReadsTest : public ::testing::Test {
  protected:
    explicit AgreedReadsTest(std::vector<test::ClientKind> kinds = {test::ClientKind::geth,
                                                                    test::ClientKind::nethermind,
                                                                    test::ClientKind::reth})
        : world_(std::move(kinds)) {
        world_.chain.call = [](const test::MockBlock& block, const Json&) {
            const Hash32 word = U256(block.header.number).to_big_endian();
            return rpc::CallOutcome{.reverted = false,
                                    .output = Bytes(word.bytes.begin(), word.bytes.end())};
        };
    }

    /// What the nodes agree on: a block, and the number that the contract gives there.
    Result<std::uint64_t> agreed() {
        AgreedReads reads(*world_.pool);
        const auto block = reads.block_by_tag(BlockTag::latest());
        if (!block) return fail(block.error());
        const auto called = reads.eth_call({}, {}, BlockTag::at(block->number));
        if (!called) return fail(called.error());
        EXPECT_EQ(number_in(*called), block->number);
        return number_in(*called);
    }
    /// What one node says for itself.
    std::uint64_t alone(std::size_t endpoint) {
        test::NodeTransport transport(*world_.network, endpoint);
        const auto called = rpc::Node(transport).eth_call({}, {}, BlockTag::latest());
        return called ? number_in(*called) : 0;
    }
    static std::uint64_t number_in(const rpc::CallOutcome& outcome) {
        return U256::from_big_endian(outcome.output).to_u64().value_or(0);
    }
    std::uint64_t head() const { return world_.chain.head_number(); }

    PoolWorld world_;
};

TEST_F(AgreedReadsTest, OfANodeThatIsBehindAreTheOthers) {
    for (const std::uint64_t lag : {2U, 15U}) {
        world_.behaviour(0).lag = lag;
        ASSERT_EQ(alone(0), head() - lag);  // It answers at once, and is first.
        const auto seen = agreed();
        ASSERT_TRUE(seen) << seen.error().what;
        EXPECT_EQ(*seen, head());
    }
}

TEST_F(AgreedReadsTest, OfANodeOnAnotherChainAreTheOthers) {
    world_.behaviour(0).other_chain_id = 1;
    test::NodeTransport transport(*world_.network, 0);
    ASSERT_EQ(rpc::Node(transport).chain_id().value_or(0), 1U);
    const auto seen = agreed();
    ASSERT_TRUE(seen) << seen.error().what;
    EXPECT_EQ(*seen, head());
    EXPECT_EQ(world_.pool->endpoints()[0].state, rpc::EndpointState::wrong_chain);
}

TEST_F(AgreedReadsTest, OfALiarAreTheOthersAndItIsCounted) {
    world_.behaviour(0).lie = [](const std::string& method, const JsonArray&, Json honest) {
        return method == "eth_call" ? Json("0x" + std::string(63, '0') + "7") : honest;
    };
    ASSERT_EQ(alone(0), 7U);
    const auto seen = agreed();
    ASSERT_TRUE(seen) << seen.error().what;
    EXPECT_EQ(*seen, head());
    EXPECT_EQ(world_.pool->endpoints()[0].disagreements, 1U);
}

TEST_F(AgreedReadsTest, OfALiarAndOneThatIsDownNothingIsBelieved) {
    world_.behaviour(0).lie = [](const std::string& method, const JsonArray&, Json honest) {
        return method == "eth_call" ? Json("0x" + std::string(63, '0') + "7") : honest;
    };
    world_.behaviour(1).unreachable = true;
    const auto seen = agreed();
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, Errc::upstream_unavailable);
    EXPECT_GE(world_.pool->counters().disagreements, 1U);
}

TEST_F(AgreedReadsTest, OfAnAgedHeadAreTheOthers) {
    world_.behaviour(0).frozen_at = world_.chain.head();
    const std::uint64_t aged = head();
    for (int i = 0; i < 3; ++i)
        world_.mine();
    ASSERT_EQ(alone(0), aged);
    const auto seen = agreed();
    ASSERT_TRUE(seen) << seen.error().what;
    EXPECT_EQ(*seen, aged + 3);
}

TEST_F(AgreedReadsTest, TheHeadNeverGoesBack) {
    ASSERT_TRUE(agreed());
    for (std::size_t i = 0; i < 2; ++i)
        world_.behaviour(i).lag = 2;
    ASSERT_EQ(alone(0), head() - 2);
    const auto seen = agreed();
    ASSERT_FALSE(seen);
    EXPECT_NE(seen.error().what.find("behind"), std::string::npos) << seen.error().what;
}

TEST_F(AgreedReadsTest, ABlockThatAReorganisationTookIsNotReadAsAnother) {
    AgreedReads reads(*world_.pool);
    const auto block = reads.block_by_tag(BlockTag::latest());
    ASSERT_TRUE(block);
    world_.network->reorganise(1);
    const auto called = reads.eth_call({}, {}, BlockTag::at(block->number));
    ASSERT_FALSE(called);
    EXPECT_TRUE(reads.block_by_tag(BlockTag::at(block->number)));
    EXPECT_TRUE(reads.eth_call({}, {}, BlockTag::at(block->number)));
}

TEST_F(AgreedReadsTest, AnotherTagIsOurBug) {
    AgreedReads reads(*world_.pool);
    EXPECT_EQ(reads.block_by_tag(BlockTag::pending()).error().code, Errc::our_bug);
}

class OneNode : public AgreedReadsTest {
  protected:
    OneNode() : AgreedReadsTest({test::ClientKind::geth}) {}
};

TEST_F(OneNode, IsBelieved) {
    const auto seen = agreed();
    ASSERT_TRUE(seen) << seen.error().what;
    EXPECT_EQ(*seen, head());
}

TEST_F(OneNode, IsNotBelievedOnAnotherChainOrBehindItself) {
    ASSERT_TRUE(agreed());
    world_.behaviour(0).lag = 2;
    EXPECT_FALSE(agreed());
    world_.behaviour(0).lag = 0;
    EXPECT_TRUE(agreed());
    world_.behaviour(0).other_chain_id = 1;
    EXPECT_EQ(agreed().error().code, Errc::configuration);
}

}  // namespace
}  // namespace ballast::keeper
