// SPDX-License-Identifier: MIT
#include "keeper/housekeeping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/audit/signed_record.hpp"
#include "tests/keeper/sim_house.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::keeper {
namespace {

using audit::Journal;
using ::testing::HasSubstr;

/// A transaction whose block is of `block_time`: final.
sender::TxRecord finished(std::uint64_t nonce, UnixSeconds block_time) {
    sender::TxRecord record = audit::signed_record(audit::test_key(), nonce);
    record.state = sender::TxState::succeeded;
    record.inclusion = sender::Inclusion{.tx_hash = record.attempts[0].tx_hash,
                                         .block_number = nonce,
                                         .block_hash = record.key,
                                         .block_time = block_time,
                                         .succeeded = true,
                                         .fee = U256(1)};
    return record;
}

TEST(Payer, WhoeverPaysBringsToItsEndWhatItSigned) {
    const ballast::test::TemporaryFolder folder;
    auto journal = Journal::open(folder / "main.db", Journal::Mode::write);
    ASSERT_TRUE(journal.has_value());
    const chain::Address ours = audit::test_key(1).address();
    const chain::Address other = audit::test_key(2).address();
    EXPECT_TRUE(check_payer(*journal, audit::kTestChain, ours).has_value());
    sender::TxRecord open = audit::signed_record(audit::test_key(2), 7);
    ASSERT_TRUE(journal->transactions().insert(open).has_value());
    EXPECT_TRUE(check_payer(*journal, audit::kTestChain, other).has_value());
    EXPECT_TRUE(check_payer(*journal, audit::kTestChain + 1, ours).has_value());
    const auto refused = check_payer(*journal, audit::kTestChain, ours);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::configuration);
    EXPECT_THAT(refused.error().what, HasSubstr(chain::checksum_text(other) + " pays for"));
    EXPECT_THAT(refused.error().what, HasSubstr("pays from " + chain::checksum_text(ours)));
    // Once it is final the account may change.
    open.state = sender::TxState::succeeded;
    open.inclusion = finished(7, {1'000}).inclusion;
    open.inclusion->tx_hash = open.attempts[0].tx_hash;
    ASSERT_TRUE(journal->transactions().update(open).has_value());
    EXPECT_TRUE(check_payer(*journal, audit::kTestChain, ours).has_value());
}

class Housekept : public ::testing::Test {
  protected:
    Housekept() {
        house.observatory.tells_time = false;
        house.begin();
        house.pass({60}, {1'000});
        journal = &house.keeper->lanes()[0]->journal();
        block_time = *house.keeper->lanes()[0]->view().block_time;
    }
    std::size_t kept() const { return journal->all_transactions()->size(); }
    void insert(std::uint64_t nonce, Seconds age) {
        sender::TxRecord record = finished(nonce, block_time - age);
        const auto stored = journal->transactions().insert(record);
        EXPECT_TRUE(stored.has_value()) << stored.error().what;
    }
    void look(Milliseconds monotonic, Seconds keep) {
        housekeeping.look(house.keeper->lanes(), monotonic, keep, log);
    }

    ballast::test::TemporaryFolder folder;
    ballast::test::SimHouse house{ballast::test::sim_policy(1), 1, folder.path()};
    telemetry::Log log{telemetry::LogFormat::logfmt, telemetry::LogLevel::info, house.clock,
                       [this](std::string_view line) { lines.emplace_back(line); }};
    std::vector<std::string> lines;
    Housekeeping housekeeping;
    Journal* journal = nullptr;
    UnixSeconds block_time;
};

TEST_F(Housekept, WhatIsFinalForLongGoesOnceADay) {
    const std::size_t before = kept();
    const Seconds month{30 * kDay.count};
    for (const std::uint64_t nonce : {201U, 202U, 203U})
        insert(nonce, Seconds{month.count + 60});
    insert(204, Seconds{60});
    look({0}, {0});
    EXPECT_EQ(kept(), before + 4) << "0 keeps all";
    look({0}, month);
    EXPECT_EQ(kept(), before + 1) << "old ones go";
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_THAT(lines[0], HasSubstr("event=pruned"));
    EXPECT_THAT(lines[0], HasSubstr("transactions=3"));
    insert(205, Seconds{month.count + 60});
    insert(206, Seconds{60});
    look({kDay.count * 1'000 - 1}, month);
    EXPECT_EQ(kept(), before + 3) << "not before a day has passed";
    look({kDay.count * 1'000}, month);
    EXPECT_EQ(kept(), before + 2);
    EXPECT_EQ(journal->transactions().insert(finished(201, block_time)).error().code,
              Errc::mismatch)
        << "a key stays one nonce for ever";
}

}  // namespace
}  // namespace ballast::keeper
