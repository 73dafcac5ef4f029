// SPDX-License-Identifier: MIT
// A journal moved, copied, restored and thinned out.
#include "audit/transfer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "audit/backup.hpp"
#include "audit/retention.hpp"
#include "base/file.hpp"
#include "tests/audit/both_stores.hpp"
#include "tests/audit/played.hpp"
#include "tests/audit/signed_record.hpp"

namespace ballast::audit {
namespace {

namespace fs = std::filesystem;
using ballast::test::PostgresServer;
using Mode = Journal::Mode;
using ::testing::HasSubstr;

Journal opened(const std::string& location, Mode mode = Mode::write) {
    auto journal = Journal::open(location, mode);
    EXPECT_TRUE(journal.has_value()) << (journal ? "" : journal.error().what);
    return std::move(*journal);
}

sender::TxRecord included(std::uint64_t nonce, std::int64_t block_time) {
    sender::TxRecord record = signed_record(test_key(), nonce);
    record.state = sender::TxState::succeeded;
    record.inclusion = sender::Inclusion{.tx_hash = record.attempts[0].tx_hash,
                                         .block_number = nonce,
                                         .block_hash = record.key,
                                         .block_time = {block_time},
                                         .succeeded = true,
                                         .fee = U256(1)};
    return record;
}

/// A run's records, four transactions, a stop and a draft.
void fill(Journal& journal, const std::vector<Entry>& entries) {
    for (const Entry& entry : entries)
        ASSERT_TRUE(journal.append(entry).has_value());
    sender::TxStore& store = journal.transactions();
    for (const std::uint64_t nonce : {1U, 2U, 3U})
        ASSERT_TRUE(store.insert(included(nonce, 1'000 * std::int64_t(nonce))).has_value());
    ASSERT_TRUE(store.insert(signed_record(test_key(), 4)).has_value());
    sender::TxRecord foreign = signed_record(test_key(2), 9);
    ASSERT_TRUE(store.insert(foreign).has_value());
    foreign.state = sender::TxState::foreign;
    ASSERT_TRUE(store.update(foreign).has_value());
    ASSERT_TRUE(journal.store_draft(entries.back()).has_value());
}

class Moved : public test::BothStores {
  protected:
    ballast::test::TemporaryFolder files;
    const std::vector<Entry> entries = test::play({.epochs = 3});

    Hash32 filled(const std::string& location) {
        Journal journal = opened(location);
        fill(journal, entries);
        return journal.head();
    }
};
BALLAST_BOTH_STORES(Moved);

TEST_P(Moved, GoesThroughAFileAndBackWithTheSameHead) {
    const Hash32 head = filled(at("from"));
    const auto out = export_journal(at("from"), files / "export");
    ASSERT_TRUE(out.has_value()) << out.error().what;
    EXPECT_EQ(out->head, head);
    EXPECT_EQ(out->records, entries.size());
    const auto in = import_journal(at("to"), files / "export");
    ASSERT_TRUE(in.has_value()) << in.error().what;
    EXPECT_EQ(in->rows, out->rows);
    ASSERT_TRUE(export_journal(at("to"), files / "again").has_value());
    EXPECT_TRUE(*read_file(files / "export") == *read_file(files / "again"));
    Journal moved = opened(at("to"));
    EXPECT_EQ(moved.head(), head);
    EXPECT_TRUE((*moved.draft())->fields == entries.back().fields);
    EXPECT_EQ(moved.all_transactions()->size(), 5U);
    EXPECT_TRUE(*moved.transactions().is_stopped(kTestChain, test_key(2).address()));
    ASSERT_TRUE(moved.append(entries.back()).has_value());
}

TEST_P(Moved, IntoANewJournalAlone) {
    filled(at("from"));
    ASSERT_TRUE(export_journal(at("from"), files / "export").has_value());
    EXPECT_EQ(export_journal(at("from"), files / "export").error().code, Errc::cannot_write);
    EXPECT_EQ(import_journal(at("from"), files / "export").error().code, Errc::mismatch);
}

TEST_P(Moved, ABadFileLeavesTheJournalEmpty) {
    filled(at("from"));
    {
        Journal journal = opened(at("from"));
        ASSERT_EQ(*prune_transactions(journal, {2'500}), 2U);
    }
    ASSERT_TRUE(export_journal(at("from"), files / "export").has_value());
    const std::string good = *read_file(files / "export");
    const std::size_t last_line = good.rfind('\n', good.size() - 2) + 1;
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string bad = good;
        const std::size_t place = bad.find(from);
        EXPECT_NE(place, std::string::npos) << from;
        return bad.replace(place, from.size(), to);
    };
    const std::vector<std::string> bad = {
        "",
        "{}\n",
        replaced("ballast/journal-export/1", "ballast/journal-export/2"),
        good.substr(0, last_line),
        good.substr(0, good.size() / 2),
        good + "{}\n",
        replaced("create the oracle", "create an oracle"),
        replaced("\"kind\":\"deployment\"", "\"kind\":\"execution\""),
        replaced("\"succeeded\":\"1\"", "\"succeeded\":\"0\""),
        replaced("\"table\":\"stops\"", "\"table\":\"lease\""),
        replaced("\"table\":\"pruned\",\"values\":{\"account\":\"0x",
                 "\"table\":\"pruned\",\"values\":{\"account\":\"0y"),
        replaced("{\"digest\":\"0x", "{\"digest\":\"0y"),
        replaced("\"table\":\"stops\"", "\"table\":\"gone\""),
    };
    for (std::size_t i = 0; i < bad.size(); ++i) {
        ASSERT_TRUE(write_file(files / "bad", bad[i]).has_value());
        EXPECT_FALSE(import_journal(at("to"), files / "bad").has_value()) << i;
        EXPECT_EQ(opened(at("to")).size(), 0U) << i;
    }
    EXPECT_TRUE(import_journal(at("to"), files / "export").has_value());
    EXPECT_EQ(import_journal(files / "new", files / "gone").error().code, Errc::input_missing);
    EXPECT_FALSE(fs::exists(files / "new"));
}

TEST_P(Moved, WhatIsPrunedIsNeverSentAgain) {
    filled(at("j"));
    Journal journal = opened(at("j"));
    ASSERT_EQ(*prune_transactions(journal, {2'500}), 2U);
    EXPECT_EQ(*prune_transactions(journal, {2'500}), 0U);
    EXPECT_EQ(journal.size(), entries.size()) << "a record is never removed";
    EXPECT_EQ(journal.all_transactions()->size(), 3U);
    sender::TxRecord again = signed_record(test_key(), 70);
    again.key = included(1, 0).key;
    const auto refused = journal.transactions().insert(again);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::mismatch);
    EXPECT_THAT(refused.error().what, HasSubstr("pruned"));
    // The highest nonce of each account stays, whatever its age.
    ASSERT_EQ(*prune_transactions(journal, {1'000'000}), 1U);
    EXPECT_EQ((*journal.transactions().last(kTestChain, test_key().address()))->nonce, 4U);
    EXPECT_EQ((*journal.transactions().last(kTestChain, test_key(2).address()))->nonce, 9U);
}

TEST_P(Moved, TheDraftsTransactionIsNotPruned) {
    Journal journal = opened(at("j"));
    ASSERT_TRUE(journal.transactions().insert(included(1, 1'000)).has_value());
    ASSERT_TRUE(journal.transactions().insert(included(2, 1'000)).has_value());
    Entry draft = entries.back();
    draft.fields["key"] = to_hex(included(1, 0).key);
    ASSERT_TRUE(journal.store_draft(draft).has_value());
    EXPECT_EQ(*prune_transactions(journal, {1'000'000}), 0U);
}

TEST(SameHistory, ThroughSqliteAndPostgresGivesTheSameHead) {
    const test::Folder folder;
    const auto entries = test::play();
    const std::string file = folder / "j";
    const std::string url = PostgresServer::shared().new_database();
    for (const std::string& location : {file, url}) {
        Journal journal = opened(location);
        fill(journal, entries);
    }
    Journal sqlite = opened(file);
    Journal postgres = opened(url);
    EXPECT_EQ(sqlite.head(), postgres.head());
    EXPECT_EQ(replay(*postgres.records()).identical, replay(*sqlite.records()).identical);
    ASSERT_TRUE(export_journal(file, folder / "a").has_value());
    ASSERT_TRUE(export_journal(url, folder / "b").has_value());
    const std::string text = *read_file(folder / "a");
    EXPECT_TRUE(text == *read_file(folder / "b")) << "every row of both, to the byte";
    std::printf("records=%zu exported_bytes=%zu head=%s same_head=1\n", entries.size(), text.size(),
                to_hex(sqlite.head()).c_str());
}

class Backup : public ::testing::Test {
  protected:
    test::Folder folder;
    const std::vector<Entry> entries = test::play({.epochs = 2});
    const std::string location = folder / "journal";
    const fs::path copy = folder / "backup";

    void SetUp() override {
        Journal journal = opened(location);
        fill(journal, entries);
    }
    Errc refused() {
        const auto restored = restore_journal(copy, location);
        EXPECT_FALSE(restored.has_value());
        return restored ? Errc::failed : restored.error().code;
    }
};

TEST_F(Backup, OfARunningJournalIsWholeAndRestored) {
    Journal writer = opened(location);
    ASSERT_TRUE(writer.append(entries.back()).has_value());
    const auto made = backup_journal(location, copy);
    ASSERT_TRUE(made.has_value()) << made.error().what;
    EXPECT_EQ(made->head, writer.head());
    EXPECT_EQ(made->records, writer.size());
    EXPECT_EQ(made->transactions, 5U);
    EXPECT_FALSE(fs::exists(copy.string() + ".part"));
    EXPECT_EQ(backup_journal(location, copy).error().code, Errc::cannot_write);
    const auto restored = restore_journal(copy, folder / "elsewhere");
    ASSERT_TRUE(restored.has_value()) << restored.error().what;
    Journal other = opened(folder / "elsewhere");
    EXPECT_EQ(other.head(), writer.head());
    ASSERT_TRUE(other.append(entries.back()).has_value());
}

TEST_F(Backup, ALogThatIsLeftWithoutItsFileIsNotTheRestoredJournals) {
    ASSERT_TRUE(backup_journal(location, copy).has_value());
    fs::remove(location);
    for (const char* tail : {"-wal", "-shm"})
        std::ofstream(location + tail) << "of another journal";
    ASSERT_TRUE(restore_journal(copy, location).has_value());
    for (const char* tail : {"-wal", "-shm"}) {
        EXPECT_FALSE(fs::exists(location + tail)) << tail;
        EXPECT_TRUE(fs::exists(location + ".replaced" + tail)) << tail;
    }
    EXPECT_EQ(opened(location).head(), opened(copy, Mode::read).head());
}

TEST_F(Backup, WhatWasKeptBeforeHasNoLogBesideWhatIsKeptNow) {
    ASSERT_TRUE(backup_journal(location, copy).has_value());
    std::ofstream(location + ".replaced-wal") << "of what an earlier restore kept";
    ASSERT_TRUE(restore_journal(copy, location).has_value());
    const auto log = read_file(location + ".replaced-wal");
    EXPECT_TRUE(!log || log->find("earlier") == std::string::npos);
    EXPECT_EQ(opened(location + ".replaced", Mode::read).head(), opened(copy, Mode::read).head());
}

TEST_F(Backup, ReplacesAJournalThatIsBehindAndKeepsIt) {
    ASSERT_TRUE(backup_journal(location, folder / "old").has_value());
    { ASSERT_TRUE(opened(location).append(entries.back()).has_value()); }
    ASSERT_TRUE(backup_journal(location, copy).has_value());
    const Hash32 head = opened(location, Mode::read).head();
    fs::remove(location);
    ASSERT_TRUE(restore_journal(folder / "old", location).has_value());
    ASSERT_TRUE(restore_journal(copy, location).has_value());
    EXPECT_EQ(opened(location).head(), head);
    EXPECT_EQ(opened(location + ".replaced", Mode::read).size(), entries.size());
}

TEST_F(Backup, DoesNotOverwriteWhatIsAheadOrOther) {
    ASSERT_TRUE(backup_journal(location, copy).has_value());
    {
        Journal journal = opened(location);
        EXPECT_EQ(refused(), Errc::lock_held);
        ASSERT_TRUE(journal.transactions().insert(signed_record(test_key(), 5)).has_value());
    }
    EXPECT_EQ(refused(), Errc::mismatch) << "a signed transaction would be lost";
    { ASSERT_TRUE(opened(location).append(entries.back()).has_value()); }
    EXPECT_EQ(refused(), Errc::mismatch) << "a record would be lost";
    fs::remove(location);
    { ASSERT_TRUE(opened(location).append(entries.back()).has_value()); }
    EXPECT_EQ(refused(), Errc::mismatch) << "it is another journal";
    ASSERT_TRUE(write_file(location, "not a journal").has_value());
    EXPECT_EQ(refused(), Errc::mismatch) << "nobody knows what it is";
    EXPECT_EQ(*read_file(location), "not a journal");
}

/// What somebody copied with cp beside a running writer: the newest records are in its log alone.
TEST_F(Backup, WhatStandsInTheLogOfAFileIsRestoredToo) {
    Journal writer = opened(location);
    ASSERT_TRUE(writer.append(entries.back()).has_value());
    for (const char* tail : {"", "-wal"}) {
        ASSERT_TRUE(fs::exists(location + tail)) << tail;
        fs::copy_file(location + tail, copy.string() + tail);
    }
    fs::copy_file(copy, folder / "alone");
    auto alone = Journal::open(folder / "alone", Mode::read);
    ASSERT_TRUE(!alone || alone->size() < writer.size()) << "the log holds nothing of its own";
    const auto restored = restore_journal(copy, folder / "new");
    ASSERT_TRUE(restored.has_value()) << restored.error().what;
    EXPECT_EQ(restored->head, writer.head());
    EXPECT_EQ(opened(folder / "new").head(), writer.head());
    EXPECT_EQ(opened(folder / "new").all_transactions()->size(), 5U);
}

TEST_F(Backup, ADamagedBackupIsNotRestored) {
    ASSERT_TRUE(backup_journal(location, copy).has_value());
    SQLite::Database(copy.string(), SQLite::OPEN_READWRITE)
        .exec("UPDATE fields SET value = 'x' WHERE idx = 1 AND name = 'what'");
    EXPECT_EQ(restore_journal(copy, folder / "new").error().code, Errc::mismatch);
    EXPECT_FALSE(fs::exists(folder / "new"));
}

TEST_F(Backup, ADamagedJournalIsNotBackedUp) {
    SQLite::Database(location, SQLite::OPEN_READWRITE)
        .exec("UPDATE transactions SET deadline = deadline + 1 WHERE nonce = 4");
    const auto made = backup_journal(location, copy);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, Errc::bad_data);
    EXPECT_FALSE(fs::exists(copy));
}

TEST_F(Backup, IsOfAFile) {
    EXPECT_EQ(backup_journal("postgresql:///j", copy).error().code, Errc::usage);
    EXPECT_EQ(restore_journal(copy, "postgresql:///j").error().code, Errc::usage);
}

}  // namespace
}  // namespace ballast::audit
