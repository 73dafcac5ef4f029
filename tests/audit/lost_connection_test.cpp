// SPDX-License-Identifier: MIT
// The connection to PostgreSQL is lost at every request of everything that a keeper writes: each
// change is stored once, and the journal knows.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "audit/check_journal.hpp"
#include "tests/audit/postgres_proxy.hpp"
#include "tests/audit/signed_record.hpp"
#include "tests/support/nightly.hpp"
#include "tests/support/postgres_server.hpp"

namespace ballast::audit {
namespace {

using ballast::test::PostgresServer;
using test::Cut;
using test::PostgresProxy;

/// An append's requests: BEGIN, lease, look at the head, record, field, draft, and this one.
constexpr int kAppendCommit = 7;

class LostConnection : public ::testing::Test {
  protected:
    PostgresServer& server = PostgresServer::shared();
    std::string url = server.new_database();
    PostgresProxy proxy{
        server.socket(), [this](int backend) {
            server.execute(url, "SELECT pg_terminate_backend(" + std::to_string(backend) + ")");
        }};
    std::string through = server.through(url, proxy.folder());
    Milliseconds wait{100};         ///< for an outcome
    Milliseconds patience{10'000};  ///< for an answer
    std::uint64_t nonce = 0;
    int twice_or_lost = 0;

    Result<Journal> opened() {
        // The journal before it may have been cut off before it could give its lease back.
        if (server.ask(url, "SELECT to_regclass('ballast.lease') IS NOT NULL") == "t")
            server.execute(url, "UPDATE ballast.lease SET expires = '-infinity'");
        return Journal::open(through, Journal::Mode::write,
                             {.patience = patience, .outcome_wait = wait});
    }

    static Entry entry(std::uint64_t number) {
        return {.kind = RecordKind::execution,
                .at = {1'722'830'400},
                .fields = {{"what", "record " + std::to_string(number)}}};
    }

    /// Everything that changes the journal, once.
    static Status write_all(Journal& journal, std::uint64_t nonce) {
        const chain::SecretKey key = test_key();
        sender::TxRecord record = signed_record(key, nonce);
        record.key = U256(nonce).to_big_endian();
        if (auto done = journal.store_draft(entry(nonce)); !done) return done;
        if (auto done = journal.transactions().insert(record); !done) return done;
        const auto second = signed_attempt(key, nonce, 113);
        if (auto done = journal.transactions().add_attempt(record.key, second); !done) return done;
        record.state = sender::TxState::foreign;
        if (auto done = journal.transactions().update(record); !done) return done;
        if (auto done = journal.transactions().clear_stop(kTestChain, key.address()); !done)
            return done;
        if (auto done = journal.keep_lease(); !done) return done;
        const auto appended = journal.append(entry(nonce));
        return appended ? Status{} : fail(appended.error());
    }

    /// The journal holds `records` records and a transaction with two attempts for each.
    void expect_once(std::uint64_t records) {
        auto journal = Journal::open(url, Journal::Mode::read);
        const auto check = check_journal(*journal);
        ASSERT_TRUE(check.has_value()) << check.error().what;
        const auto stored = journal->all_transactions();
        bool right = !check->first_difference && check->records == records &&
                     stored->size() == records && !*journal->draft();
        for (const sender::TxRecord& record : *stored)
            right =
                right && record.attempts.size() == 2 && record.state == sender::TxState::foreign;
        EXPECT_TRUE(right) << check->records << " of " << records;
        twice_or_lost += right ? 0 : 1;
    }
};

TEST_F(LostConnection, AtEveryRequestStoresEachChangeOnce) {
    auto first = opened();
    ASSERT_TRUE(first.has_value()) << first.error().what;
    proxy.plan(0, Cut::before);
    ASSERT_TRUE(write_all(*first, nonce++).has_value());
    const int requests = proxy.requests();
    ASSERT_GT(requests, 20);
    { const auto closed = std::move(*first); }
    int cuts = 0;
    int commits = 0;
    // What the server never saw is the easiest of the three: by night alone.
    std::vector<Cut> kinds = {Cut::after, Cut::terminated};
    if (ballast::test::cases(0, 1) != 0) kinds.push_back(Cut::before);
    for (const Cut cut : kinds) {
        for (int at = 1; at <= requests && twice_or_lost == 0; ++at) {
            auto journal = opened();
            ASSERT_TRUE(journal.has_value()) << journal.error().what;
            proxy.plan(at, cut);
            const auto done = write_all(*journal, nonce++);
            EXPECT_TRUE(done.has_value()) << at << ": " << done.error().what;
            EXPECT_TRUE(proxy.has_cut());
            cuts += proxy.has_cut() ? 1 : 0;
            commits += proxy.cut_a_commit() ? 1 : 0;
            proxy.plan(0, cut);
            expect_once(nonce);
        }
    }
    EXPECT_EQ(commits, 7 * static_cast<int>(kinds.size()));
    std::printf("connections_lost=%d in_commit=%d twice_or_lost=%d\n", cuts, commits,
                twice_or_lost);
}

TEST_F(LostConnection, AServerThatDoesNotAnswerIsNotWaitedForLong) {
    patience = {300};
    int silences = 0;
    std::int64_t slowest = 0;
    for (const int at : {1, 2, 4, kAppendCommit}) {
        auto journal = opened();
        ASSERT_TRUE(journal.has_value()) << journal.error().what;
        proxy.plan(at, Cut::silent);
        const auto begun = std::chrono::steady_clock::now();
        const auto record = journal->append(entry(nonce++));
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
                              std::chrono::steady_clock::now() - begun)
                              .count();
        ASSERT_TRUE(record.has_value()) << at << ": " << record.error().what;
        EXPECT_TRUE(proxy.has_cut());
        EXPECT_GE(took, patience.count) << "nothing was waited for";
        silences += proxy.has_cut() ? 1 : 0;
        slowest = std::max(slowest, took);
        proxy.plan(0, Cut::before);
        EXPECT_EQ(server.ask(url, "SELECT count(*) FROM ballast.records"), std::to_string(nonce));
    }
    EXPECT_LT(slowest, 10'000);
    std::printf("silences=%d patience_ms=%lld slowest_ms=%lld written_twice=0\n", silences,
                static_cast<long long>(patience.count), static_cast<long long>(slowest));
}

TEST_F(LostConnection, AnOutcomeThatNobodyCanReadIsToldAndReadBackLater) {
    auto journal = opened();
    ASSERT_TRUE(journal.has_value());
    int unknown = 0;
    int was_stored = 0;
    for (int at = 1; at <= kAppendCommit; ++at) {
        proxy.plan(at, Cut::for_good);
        const auto lost = journal->append(entry(nonce));
        ASSERT_FALSE(lost.has_value()) << at;
        EXPECT_EQ(lost.error().code, Errc::upstream_unavailable);
        unknown += lost.error().what.find("is not known") != std::string::npos ? 1 : 0;
        const std::string records = server.ask(url, "SELECT count(*) FROM ballast.records");
        was_stored += records == std::to_string(nonce + 1) ? 1 : 0;
        proxy.plan(0, Cut::before);
        proxy.mend();
        const auto again = journal->append(entry(nonce));
        ASSERT_TRUE(again.has_value()) << at << ": " << again.error().what;
        EXPECT_EQ(again->index, nonce);
        ++nonce;
        auto reader = Journal::open(url, Journal::Mode::read);
        EXPECT_EQ(check_journal(*reader)->records, nonce);
    }
    EXPECT_GE(unknown, 1);
    EXPECT_GE(was_stored, 1) << "no commit's answer was lost";
    std::printf("outcomes_unknown=%d of_them_stored=%d written_twice=0\n", unknown, was_stored);
}

TEST_F(LostConnection, AnAppendThatWasStoredIsAdoptedBeforeAnythingElseIsWritten) {
    auto journal = opened();
    ASSERT_TRUE(journal.has_value());
    proxy.plan(kAppendCommit, Cut::for_good);
    ASSERT_EQ(journal->append(entry(1)).error().code, Errc::upstream_unavailable);
    ASSERT_TRUE(proxy.cut_a_commit());
    // While nobody answers nothing new is signed, and nothing is said of the draft.
    const auto record = signed_record(test_key(), 1);
    EXPECT_FALSE(journal->transactions().insert(record).has_value());
    EXPECT_EQ(journal->draft().error().code, Errc::upstream_unavailable);
    proxy.plan(0, Cut::before);
    proxy.mend();
    EXPECT_EQ(journal->transactions().insert(record).error().code, Errc::upstream_unavailable);
    EXPECT_EQ(journal->size(), 0U);
    const auto draft = journal->draft();
    ASSERT_TRUE(draft.has_value()) << draft.error().what;
    EXPECT_FALSE(draft->has_value());
    EXPECT_EQ(journal->size(), 1U) << "what was stored was taken for what never happened";
    EXPECT_EQ(journal->head(), record_hash(0, entry(1), Hash32{}));
    EXPECT_TRUE(journal->transactions().insert(record).has_value());
    // Whoever makes the same change again, as told, finds it made.
    EXPECT_EQ(journal->append(entry(1)).value().index, 0U);
    EXPECT_EQ(journal->append(entry(2)).value().index, 1U);
    EXPECT_EQ(server.ask(url, "SELECT count(*) FROM ballast.records"), "2");
}

TEST_F(LostConnection, ADraftMadeWithoutKnowingOfAnAppendIsRefused) {
    auto journal = opened();
    ASSERT_TRUE(journal.has_value());
    proxy.plan(kAppendCommit, Cut::for_good);
    ASSERT_FALSE(journal->append(entry(1)).has_value());
    ASSERT_TRUE(proxy.cut_a_commit());
    proxy.plan(0, Cut::before);
    proxy.mend();
    EXPECT_EQ(journal->store_draft(entry(2)).error().code, Errc::mismatch);
    EXPECT_EQ(server.ask(url, "SELECT count(*) FROM ballast.draft"), "0");
    EXPECT_EQ(journal->size(), 1U);
    EXPECT_TRUE(journal->store_draft(entry(2)).has_value());
}

TEST_F(LostConnection, AnAppendThatWasNotStoredIsDropped) {
    auto journal = opened();
    ASSERT_TRUE(journal.has_value());
    ASSERT_TRUE(journal->store_draft(entry(1)).has_value());
    proxy.plan(kAppendCommit - 1, Cut::for_good);
    ASSERT_FALSE(journal->append(entry(1)).has_value());
    ASSERT_FALSE(proxy.cut_a_commit());
    proxy.plan(0, Cut::before);
    proxy.mend();
    EXPECT_EQ(journal->drop_draft().error().code, Errc::mismatch);
    const auto draft = journal->draft();
    ASSERT_TRUE(draft.has_value() && draft->has_value()) << "its draft went with it";
    EXPECT_EQ(journal->size(), 0U);
    EXPECT_TRUE(journal->append(entry(1)).has_value());
}

TEST_F(LostConnection, AnOutcomeIsAskedForUntilTheServerIsBack) {
    wait = {20'000};
    auto journal = opened();
    ASSERT_TRUE(journal.has_value());
    proxy.plan(kAppendCommit, Cut::for_good);
    std::thread mender([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
        proxy.plan(0, Cut::before);
        proxy.mend();
    });
    const auto appended = journal->append(entry(1));
    mender.join();
    ASSERT_TRUE(appended.has_value()) << appended.error().what;
    EXPECT_EQ(server.ask(url, "SELECT count(*) FROM ballast.records"), "1");
}

TEST_F(LostConnection, ADraftIsStoredOnTheHeadThatItWasMadeOnAlone) {
    auto journal = opened();
    ASSERT_TRUE(journal.has_value());
    ASSERT_TRUE(journal->append(entry(1)).has_value());
    server.execute(url,
                   "INSERT INTO ballast.records SELECT 1, kind, at, hash, previous FROM "
                   "ballast.records");
    EXPECT_EQ(journal->store_draft(entry(2)).error().code, Errc::mismatch);
    EXPECT_EQ(server.ask(url, "SELECT count(*) FROM ballast.draft"), "0");
}

}  // namespace
}  // namespace ballast::audit
