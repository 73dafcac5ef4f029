// SPDX-License-Identifier: MIT
#include "audit/compare_chain.hpp"

#include <gtest/gtest.h>

#include "base/hash.hpp"

namespace ballast::audit {
namespace {

Hash32 digest_of(std::uint64_t seq) {
    return seq == 0 ? Hash32{} : keccak256(as_bytes("report " + std::to_string(seq)));
}

oracle::AcceptedReport event(std::uint64_t seq) {
    return {seq, digest_of(seq), digest_of(seq - 1), 100 + seq, digest_of(100 + seq)};
}

Explained told(std::uint64_t seq) {
    return {{seq, seq, digest_of(seq), 100 + seq, digest_of(100 + seq)}, "a.bundle"};
}

/// Explains 1 to `explained`, then takes the events 1 to `events`.
ChainComparison compared(std::uint64_t explained, std::uint64_t events) {
    ChainComparison comparison({});
    for (std::uint64_t seq = 1; seq <= explained; ++seq)
        EXPECT_FALSE(comparison.explain(told(seq)).has_value());
    for (std::uint64_t seq = 1; seq <= events; ++seq)
        EXPECT_FALSE(comparison.take(event(seq)).has_value());
    return comparison;
}

TEST(CompareChain, EachReportOnceInOrder) {
    auto comparison = compared(5, 5);
    EXPECT_FALSE(comparison.finish().has_value());
    EXPECT_EQ(comparison.progress().reports, 5U);
    EXPECT_EQ(comparison.progress().digest, digest_of(5));
}

TEST(CompareChain, TheFirstReportWithoutABundleIsNamed) {
    auto comparison = compared(3, 3);
    const auto found = comparison.take(event(4));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->seq, 4U);
    EXPECT_EQ(found->field, "bundle");
    EXPECT_NE(found->expected.find("block 104"), std::string::npos) << found->expected;
}

TEST(CompareChain, AReportThatTheChainHasNotIsNamed) {
    const auto found = compared(5, 4).finish();
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->record, 5U);
    EXPECT_EQ(found->field, "receipt");
}

TEST(CompareChain, OtherDigestsBlocksAndGapsAreNamed) {
    auto other = event(4);
    other.digest.bytes[0] ^= 1U;
    EXPECT_EQ(compared(5, 3).take(other)->field, "key");
    other = event(4);
    other.block_hash.bytes[0] ^= 1U;
    EXPECT_EQ(compared(5, 3).take(other)->field, "receipt");
    EXPECT_EQ(compared(5, 3).take(event(5))->field, "previous_report");
    EXPECT_EQ(compared(5, 3).take(event(3))->field, "previous_report");
    other = event(4);
    other.previous = {};
    EXPECT_EQ(compared(5, 3).take(other)->field, "previous_report");
}

TEST(CompareChain, AReportThatTheChainHasNotIsNamedWhateverBlockItTells) {
    auto comparison = compared(4, 0);
    Explained early = told(5);
    early.published.block_number = 1;
    EXPECT_FALSE(comparison.explain(early).has_value());
    for (std::uint64_t seq = 1; seq <= 4; ++seq)
        EXPECT_FALSE(comparison.take(event(seq)).has_value());
    const auto found = comparison.finish();
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->seq, 5U);
}

TEST(CompareChain, AReportBeforeTheFirstEventIsNamedAndTheOthersCounted) {
    auto comparison = compared(4, 0);
    EXPECT_FALSE(comparison.take(event(3)).has_value());
    EXPECT_FALSE(comparison.take(event(4)).has_value());
    EXPECT_EQ(comparison.skipped(), 2U);
    const auto found = comparison.finish();
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->seq, 1U);
    EXPECT_TRUE(compared(4, 0).finish().has_value()) << "no event at all";
}

TEST(CompareChain, WhatAnEarlierRunPassedIsCountedAsNotCompared) {
    ChainComparison comparison({.next_block = 103, .seq = 2, .digest = digest_of(2), .reports = 2});
    for (std::uint64_t seq = 1; seq <= 3; ++seq)
        EXPECT_FALSE(comparison.explain(told(seq)).has_value());
    EXPECT_FALSE(comparison.take(event(3)).has_value());
    EXPECT_FALSE(comparison.finish().has_value());
    EXPECT_EQ(comparison.not_compared(), 2U);
    EXPECT_EQ(comparison.skipped(), 0U);
}

TEST(CompareChain, TwoBundlesMayNotTellTwoBlocksOfOneReport) {
    auto comparison = compared(5, 0);
    Explained other = told(3);
    other.published.block_number = 7;
    const auto found = comparison.explain(other);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->field, "receipt");
}

TEST(CompareChain, TwoBundlesMayNotTellTwoReportsOfOneNumber) {
    auto comparison = compared(5, 0);
    EXPECT_FALSE(comparison.explain(told(3)).has_value());
    Explained other = told(3);
    other.published.digest = digest_of(9);
    const auto found = comparison.explain(other);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->seq, 3U);
    EXPECT_EQ(found->field, "key");
}

}  // namespace
}  // namespace ballast::audit
