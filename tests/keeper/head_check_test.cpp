// SPDX-License-Identifier: MIT
// Nodes that are behind, and agree: no epoch is journaled on an oracle older than the last one's.
#include "keeper/head_check.hpp"

#include <gtest/gtest.h>

#include "audit/documents.hpp"
#include "tests/keeper/sim_house.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr Milliseconds kStep{10'000};

/// The numbers of reports that the journal's epochs saw.
std::vector<std::uint64_t> journaled_seqs(const std::filesystem::path& file) {
    std::vector<std::uint64_t> seqs;
    const auto journal = audit::Journal::open(file.string(), audit::Journal::Mode::read);
    const auto records = journal->records();
    EXPECT_TRUE(records);
    for (const audit::StoredRecord& record : *records)
        if (const auto head = record.fields.find(audit::kHead); head != record.fields.end())
            seqs.push_back(audit::read_head(head->second.first)->seq);
    return seqs;
}

TEST(HeadCheck, AHeldEpochIsNotJournaledOnAnOlderOracle) {
    const TemporaryFolder folder;
    SimHouse house(sim_policy(1), 1, folder.path());
    house.options.mode = keeper::Mode::shadow;
    auto& seq = house.oracles.front()->record.head.seq;
    seq = 5;
    house.begin();
    house.pass(Seconds{2 * kHour.count}, kStep);
    const std::uint64_t before = house.keeper->lanes().front()->view().records;
    ASSERT_GE(before, 3U);
    seq = 4;
    house.pass(Seconds{3 * kHour.count}, kStep);
    EXPECT_EQ(house.keeper->lanes().front()->view().records, before);
    EXPECT_GE(house.alarms("epoch_failed"), 1U);
    seq = 6;
    house.pass(Seconds{2 * kHour.count}, kStep);
    EXPECT_GT(house.keeper->lanes().front()->view().records, before);
    house.kill();
    const auto seqs = journaled_seqs(folder.path() / "0.db");
    EXPECT_TRUE(std::is_sorted(seqs.begin(), seqs.end()));
    EXPECT_EQ(seqs.front(), 5U);
    EXPECT_EQ(seqs.back(), 6U);
}

TEST(HeadCheck, WhatTheJournalSawSucceedIsNotForgotten) {
    const TemporaryFolder folder;
    SimHouse house(sim_policy(1), 1, folder.path());
    oracle::Head& head = house.oracles.front()->record.head;
    const oracle::Head first = head;
    house.begin();
    house.pass(Seconds{1'800}, kStep);
    ASSERT_EQ(house.accepted(), 1U);
    const oracle::Head second = head;
    ASSERT_EQ(second.seq, first.seq + 1);
    const std::uint64_t before = house.keeper->lanes().front()->view().records;
    // The epoch of that update was decided on the head that these nodes still show.
    head = first;
    house.pass(Seconds{2 * kHour.count}, kStep);
    EXPECT_EQ(house.keeper->lanes().front()->view().records, before);
    head = second;
    head.last_report = Hash32{};
    house.pass(Seconds{2 * kHour.count}, kStep);
    EXPECT_EQ(house.keeper->lanes().front()->view().records, before);
    head = second;
    house.pass(Seconds{2 * kHour.count}, kStep);
    EXPECT_GT(house.keeper->lanes().front()->view().records, before);
}

}  // namespace
}  // namespace ballast::test
