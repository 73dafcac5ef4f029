// SPDX-License-Identifier: MIT
#include "books/index_walker.hpp"

#include <gtest/gtest.h>

#include "tests/books/mock_aave.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::books {
namespace {

using test::MockAave;
using test::SimulatedClock;
using test::TemporaryFolder;

class IndexWalkerTest : public ::testing::Test {
  protected:
    IndexWalkerTest() {
        for (std::uint64_t i = 0; i < 200; ++i)
            nodes.loans.push_back({who(i), 4 * i + 1, 10, 5, {}});
    }
    [[nodiscard]] static chain::Address who(std::uint64_t i) {
        return MockAave::address(0x1000 + i);
    }
    [[nodiscard]] BorrowerIndex open(const std::string& name) {
        return BorrowerIndex::open(folder / name, {1, MockAave::pool(), 0}).value();
    }
    /// Acts until the walk has caught up; counts what it did.
    std::map<WalkAction, int> walk(IndexWalker& walker) {
        std::map<WalkAction, int> did;
        for (int i = 0; i < 1'000; ++i) {
            const auto action = walker.act();
            EXPECT_TRUE(action.has_value()) << action.error().what;
            if (!action || *action == WalkAction::caught_up) return did;
            ++did[*action];
        }
        ADD_FAILURE() << "it never catches up";
        return did;
    }
    [[nodiscard]] Hash32 in_one_piece() {
        auto index = open("whole" + std::to_string(wholes++));
        IndexWalker walker(reader, index, {64, 1'000'000, 1'000'000});
        walk(walker);
        return index.digest();
    }

    TemporaryFolder folder;
    SimulatedClock clock;
    MockAave nodes{clock};
    ChainReader reader = ChainReader::make(nodes, clock, {1, 1, 100, {10'000}}).value();
    int wholes = 0;
};

TEST_F(IndexWalkerTest, ReachesTheDepthUnderTheHeadAndSaysHowFarItIs) {
    auto index = open("index");
    IndexWalker walker(reader, index, {64, 100, 100});
    EXPECT_FALSE(walker.behind().has_value());
    ASSERT_EQ(walker.act().value(), WalkAction::extended);
    EXPECT_EQ(walker.behind(), 837U);
    walk(walker);
    EXPECT_EQ(walker.behind(), 0U);
    EXPECT_EQ(index.next_block(), 937U);
    EXPECT_EQ(index.size(), 200U);
    nodes.head += 3;
    walk(walker);
    EXPECT_EQ(index.next_block(), 940U);
}

TEST_F(IndexWalkerTest, AShortChainGivesAnEmptyIndex) {
    nodes.head = 10;
    auto index = open("index");
    IndexWalker walker(reader, index, {64, 100, 100});
    EXPECT_EQ(walker.act().value(), WalkAction::caught_up);
    EXPECT_TRUE(index.checkpoints().empty());
}

TEST_F(IndexWalkerTest, RangesShrinkUntilTheyAreTakenAndTheIndexIsTheSame) {
    const Hash32 whole = in_one_piece();
    for (const std::uint64_t most : {1U, 7U, 64U, 500U}) {
        nodes.node[0].range_max = most;
        auto index = open("range" + std::to_string(most));
        IndexWalker walker(reader, index, {64, 2'000, 50'000});
        auto did = walk(walker);
        EXPECT_GT(did[WalkAction::shrunk], 0) << most;
        EXPECT_EQ(index.digest(), whole) << most;
        // A ceiling that was found is not run into at every other step.
        EXPECT_LT(did[WalkAction::shrunk], 20 + did[WalkAction::extended] / 4) << most;
    }
}

TEST_F(IndexWalkerTest, ARefusalOfASingleBlockIsAnError) {
    nodes.node[0].range_max = 0;
    auto index = open("index");
    IndexWalker walker(reader, index, {64, 2, 2});
    EXPECT_EQ(walker.act().value(), WalkAction::shrunk);
    EXPECT_EQ(walker.act().error().code, Errc::failed);
}

TEST_F(IndexWalkerTest, ADeadNodeCostsNeitherRangeNorIndex) {
    auto index = open("index");
    IndexWalker walker(reader, index, {64, 100, 100});
    walk(walker);
    const Hash32 digest = index.digest();
    nodes.node[0].dead = true;
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(walker.act().error().code, Errc::upstream_unavailable);
    EXPECT_EQ(walker.range(), 100U);
    EXPECT_EQ(index.digest(), digest);
    // Nor does one that has fallen behind the index.
    nodes.node[0].dead = false;
    nodes.node[0].lag = 500;
    EXPECT_EQ(walker.act().error().code, Errc::upstream_unavailable);
    EXPECT_EQ(index.digest(), digest);
}

TEST_F(IndexWalkerTest, ARangeThatIsNeverAnsweredIsAskedForInHalves) {
    nodes.node[0].silent_above = 30;
    auto index = open("index");
    IndexWalker walker(reader, index, {64, 400, 400});
    int silences = 0;
    for (int i = 0; i < 200 && walker.act().value_or(WalkAction::shrunk) != WalkAction::caught_up;)
        silences += walker.range() < 60 ? 0 : 1, ++i;
    EXPECT_GT(silences, 1);
    EXPECT_EQ(walker.behind(), 0U);
    nodes.node[0].silent_above = 1'000'000;
    EXPECT_EQ(index.digest(), in_one_piece());
}

TEST_F(IndexWalkerTest, AReorganisationIsWalkedBackToABlockThatStands) {
    auto index = open("index");
    IndexWalker walker(reader, index, {64, 50, 50});
    walk(walker);
    for (const std::uint64_t from : {930U, 850U, 401U, 0U}) {
        nodes.reorganise(from);
        // What was borrowed there was not, and others have borrowed.
        std::erase_if(nodes.loans, [&](const test::AaveLoan& l) { return l.block >= from; });
        nodes.loans.push_back({who(5'000 + from), std::max<std::uint64_t>(from, 1), 10, 5, {}});
        auto did = walk(walker);
        EXPECT_EQ(did[WalkAction::rewound], 1) << from;
        EXPECT_EQ(index.digest(), in_one_piece()) << from;
    }
}

TEST_F(IndexWalkerTest, AReorganisationWhileItCatchesUpIsSeen) {
    auto index = open("index");
    IndexWalker walker(reader, index, {64, 50, 50});
    for (int i = 0; i < 6; ++i)
        ASSERT_TRUE(walker.act().has_value());
    nodes.reorganise(120);
    std::erase_if(nodes.loans, [](const test::AaveLoan& l) { return l.block == 201; });
    auto did = walk(walker);
    EXPECT_EQ(did[WalkAction::rewound], 1);
    EXPECT_EQ(index.digest(), in_one_piece());
}

}  // namespace
}  // namespace ballast::books
