// SPDX-License-Identifier: MIT
#include "rpc/quorum.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/head_memory.hpp"
#include "rpc/pool.hpp"
#include "tests/support/property.hpp"

namespace ballast::rpc {
namespace {

using ::testing::ElementsAre;

TEST(Quorum, AgreesOnlyWhereExactlyOneValueHasEnoughVoices) {
    EXPECT_EQ(agree<int>({}, 2).vote, Vote::none);
    EXPECT_EQ(agree<int>({1, 2, 3}, 2).vote, Vote::none);
    const auto two = agree<int>({1, 2, 1}, 2);
    EXPECT_EQ(two.vote, Vote::one);
    EXPECT_EQ(two.value, 1);
    EXPECT_THAT(two.voices, ElementsAre(0, 2));
    EXPECT_EQ(agree<int>({1, 2, 1, 2}, 2).vote, Vote::several);
    EXPECT_EQ(agree<int>({1, 2, 1, 2, 2}, 3).value, 2);
    // Whoever stands first, or stood before, ends nothing.
    EXPECT_EQ(agree<int>({1, 2, 2}, 2).value, 2);
    EXPECT_EQ(agree<int>({1, 1, 2, 2}, 2).vote, Vote::several);
}

TEST(Quorum, CountsFromTheRightEnd) {
    EXPECT_EQ(reached_by({100, 1'000'000, 99}, 2), 100U);
    EXPECT_EQ(reached_by({7}, 1), 7U);
    EXPECT_EQ(within({21'000, 9'000'000, 21'500}, 2), 21'500U);
    EXPECT_EQ(lower_median({U256(5), U256(900), U256(1)}), U256(5));
    EXPECT_EQ(lower_median({U256(5), U256(900)}), U256(5));
}

TEST(Quorum, LooksForAgreementFromTheNewestHeadDown) {
    EXPECT_THAT(head_candidates({1'000'000, 100, 99}, 2, 4), ElementsAre(100, 99, 98, 96));
    EXPECT_THAT(head_candidates({3, 3}, 2, 9), ElementsAre(3, 2, 1));
    EXPECT_THAT(head_candidates({0, 0}, 2, 9), ElementsAre(0));
}

/// Whatever one of three says, the number that a quorum has reached is between those of the other
/// two.
BALLAST_PROPERTY(QuorumProperties, OneLiarOfThreeCannotLeadOutOfTheOthersRange, 2'000, 20'000) {
    const auto a = *rc::gen::arbitrary<std::uint64_t>();
    const auto b = *rc::gen::arbitrary<std::uint64_t>();
    const auto liar = *rc::gen::arbitrary<std::uint64_t>();
    for (const auto& numbers : {std::vector{a, b, liar}, std::vector{liar, a, b}}) {
        RC_ASSERT(reached_by(numbers, 2) >= std::min(a, b));
        RC_ASSERT(reached_by(numbers, 2) <= std::max(a, b));
        RC_ASSERT(within(numbers, 2) >= std::min(a, b));
        RC_ASSERT(within(numbers, 2) <= std::max(a, b));
    }
}

Block block(std::uint64_t number, std::uint8_t fork = 0) {
    Block made;
    made.number = number;
    made.hash.bytes[0] = fork;
    made.hash.bytes[1] = static_cast<std::uint8_t>(number);
    return made;
}

TEST(HeadMemory, GoesBackOnlyForAReorganisation) {
    HeadMemory memory;
    EXPECT_TRUE(memory.take(block(98), block(60)));
    EXPECT_TRUE(memory.take(block(100), block(60)));
    EXPECT_FALSE(memory.take(block(99), block(60)));
    EXPECT_FALSE(memory.take(block(98), block(60)));
    EXPECT_TRUE(memory.take(block(98, 1), block(60)));
    EXPECT_EQ(memory.head()->hash, block(98, 1).hash);
    EXPECT_TRUE(memory.take(block(101, 1), block(61)));
}

TEST(HeadMemory, HoldsWhatWasFinal) {
    HeadMemory memory;
    EXPECT_TRUE(memory.take(block(100), block(60)));
    EXPECT_FALSE(memory.take(block(101), block(59)));
    EXPECT_FALSE(memory.take(block(101), block(60, 1)));
    EXPECT_EQ(memory.head()->number, 100U);
    EXPECT_TRUE(memory.take(block(101), block(61)));
}

NodeWord word(SendVerdict verdict, const std::string& message = "") {
    return {"https://node.example", verdict, message};
}

TEST(MergeWords, TakesTheBestAndKeepsUnknownBeforeRefusals) {
    using enum SendVerdict;
    EXPECT_EQ(merge_words({word(unknown), word(accepted)}).verdict, accepted);
    EXPECT_EQ(merge_words({word(nonce_too_low), word(already_known)}).verdict, already_known);
    EXPECT_EQ(merge_words({word(nonce_too_low), word(unknown)}).verdict, unknown);
    EXPECT_EQ(merge_words({word(fee_too_low), word(nonce_too_low)}).verdict, nonce_too_low);
    EXPECT_EQ(merge_words({word(insufficient_funds), word(fee_too_low)}).verdict, fee_too_low);
    EXPECT_EQ(merge_words({word(insufficient_funds)}).verdict, insufficient_funds);
    EXPECT_EQ(merge_words({}).verdict, unknown);
    EXPECT_EQ(merge_words({word(fee_too_low, "no")}).message, "https://node.example: no");
}

TEST(MergeWords, GivesTheWordsOfTheContradictionOrOfTheVerdict) {
    using enum SendVerdict;
    const auto said = [](const std::vector<NodeWord>& words) { return merge_words(words).message; };
    const std::string node = "https://node.example: ";
    EXPECT_EQ(said({word(fee_too_low, "cheap"), word(accepted), word(nonce_too_low, "low")}),
              node + "low");
    EXPECT_EQ(said({word(already_known, "known"), word(insufficient_funds, "poor"),
                    word(nonce_too_low, "low")}),
              node + "poor");
    EXPECT_EQ(said({word(insufficient_funds, "poor"), word(unknown, "no answer")}),
              node + "no answer");
    EXPECT_EQ(said({word(fee_too_low, "cheap"), word(accepted)}), node + "cheap");
    EXPECT_EQ(said({word(fee_too_low), word(insufficient_funds, "poor")}), node + "poor");
    EXPECT_EQ(said({word(accepted), word(accepted)}), "");
    EXPECT_EQ(said({}), "");
}

TEST(MergeWords, NotesContradictions) {
    using enum SendVerdict;
    EXPECT_TRUE(merge_words({word(accepted), word(insufficient_funds)}).contradiction);
    EXPECT_TRUE(merge_words({word(nonce_too_low), word(already_known)}).contradiction);
    EXPECT_FALSE(merge_words({word(accepted), word(fee_too_low)}).contradiction);
    EXPECT_FALSE(merge_words({word(nonce_too_low), word(insufficient_funds)}).contradiction);
}

}  // namespace
}  // namespace ballast::rpc
