// SPDX-License-Identifier: MIT
#include "audit/journal.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "audit/check_record.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "tests/audit/played.hpp"
#include "tests/audit/signed_record.hpp"
#include "tests/base/seeded.hpp"

namespace ballast::audit {
namespace {

namespace fs = std::filesystem;
using Mode = Journal::Mode;
using ::testing::HasSubstr;

Journal opened(const fs::path& path, Mode mode = Mode::write) {
    auto journal = Journal::open(path, mode);
    EXPECT_TRUE(journal.has_value()) << (journal ? "" : journal.error().what);
    return std::move(*journal);
}

Entry entry(const std::string& what) {
    return {.kind = RecordKind::execution,
            .at = {1'722'830'400},
            .fields = {{"what", what}, {"empty", ""}}};
}

/// The records are a whole chain that ends at `head`.
void expect_chained(const std::vector<StoredRecord>& records, const Hash32& head) {
    Hash32 previous;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto fault = check_record(records[i], i, previous);
        ASSERT_FALSE(fault.has_value()) << i << " " << fault->field;
        previous = *hash_from_hex(records[i].hash);
    }
    EXPECT_EQ(previous, head);
}

TEST(Journal, WhatIsAppendedIsReadBack) {
    const test::Folder folder;
    Journal journal = opened(folder / "j");
    EXPECT_EQ(journal.head(), Hash32{});
    EXPECT_TRUE(journal.records()->empty());
    const std::vector<Entry> entries = {entry("it's \"quoted\"; -- \n\t"), entry("円 ε"),
                                        entry(std::string("nul \0 inside", 12)),
                                        entry(std::string(300'000, 'x'))};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Hash32 before = journal.head();
        const auto record = journal.append(entries[i]);
        ASSERT_TRUE(record.has_value()) << record.error().what;
        EXPECT_EQ(record->index, i);
        EXPECT_EQ(record->previous, before);
        EXPECT_EQ(record->hash, record_hash(i, entries[i], before));
        EXPECT_EQ(journal.head(), record->hash);
    }
    const auto records = journal.records();
    ASSERT_EQ(records->size(), entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ((*records)[i].at, entries[i].at.count);
        const Entry read = entry_of((*records)[i]);
        EXPECT_EQ(read.kind, entries[i].kind);
        EXPECT_TRUE(read.fields == entries[i].fields) << i;
    }
    expect_chained(*records, journal.head());
}

TEST(Journal, GoesOnWhereItStoodAfterReopening) {
    const test::Folder folder;
    Hash32 head;
    for (int i = 0; i < 5; ++i) {
        Journal journal = opened(folder / "j");
        EXPECT_EQ(journal.head(), head);
        EXPECT_EQ(journal.append(entry(std::to_string(i)))->index, static_cast<std::uint64_t>(i));
        head = journal.head();
    }
    const Journal reader = opened(folder / "j", Mode::read);
    EXPECT_EQ(reader.head(), head);
    expect_chained(*reader.records(), head);
}

TEST(Journal, DraftOutlivesTheProgramAndEndsWithItsRecord) {
    const test::Folder folder;
    Entry draft = entry("first");
    {
        Journal journal = opened(folder / "j");
        EXPECT_FALSE(journal.draft()->has_value());
        ASSERT_TRUE(journal.store_draft(entry("replaced")).has_value());
        draft.fields.erase("empty");
        draft.at.count = -5;
        ASSERT_TRUE(journal.store_draft(draft).has_value());
    }
    Journal journal = opened(folder / "j");
    const auto read = journal.draft();
    ASSERT_TRUE(read.has_value() && read->has_value());
    EXPECT_EQ((*read)->kind, draft.kind);
    EXPECT_EQ((*read)->at, draft.at);
    EXPECT_TRUE((*read)->fields == draft.fields);
    EXPECT_TRUE(journal.records()->empty());
    ASSERT_TRUE(journal.append(**read).has_value());
    EXPECT_FALSE(journal.draft()->has_value());
    journal = opened(folder / "other");
    EXPECT_FALSE(opened(folder / "j").draft()->has_value());
}

TEST(Journal, DamagedDraftIsAnError) {
    const test::Folder folder;
    ASSERT_TRUE(opened(folder / "j").store_draft(entry("x")).has_value());
    SQLite::Database database((folder / "j").string(), SQLite::OPEN_READWRITE);
    ASSERT_EQ(database.exec("UPDATE draft SET value = 'soon' WHERE name = '#at'"), 1);
    EXPECT_EQ(opened(folder / "j", Mode::read).draft().error().code, Errc::bad_data);
}

TEST(Journal, OneWriterAtATime) {
    const test::Folder folder;
    {
        const Journal first = opened(folder / "j");
        const auto second = Journal::open(folder / "j", Mode::write);
        ASSERT_FALSE(second.has_value());
        EXPECT_EQ(second.error().code, Errc::lock_held);
        EXPECT_EQ(exit_code(second.error().code), 75);
    }
    EXPECT_TRUE(Journal::open(folder / "j", Mode::write).has_value());
}

TEST(Journal, ReadersReadBesideAWriter) {
    const test::Folder folder;
    Journal writer = opened(folder / "j");
    ASSERT_TRUE(writer.append(entry("one")).has_value());
    const Journal reader = opened(folder / "j", Mode::read);
    const Journal another = opened(folder / "j", Mode::read);
    EXPECT_EQ(reader.records()->size(), 1U);
    ASSERT_TRUE(writer.append(entry("two")).has_value());
    EXPECT_EQ(reader.records()->size(), 2U);
    expect_chained(*another.records(), writer.head());
}

TEST(Journal, ReaderCannotWrite) {
    const test::Folder folder;
    ASSERT_TRUE(opened(folder / "j").append(entry("one")).has_value());
    Journal reader = opened(folder / "j", Mode::read);
    EXPECT_EQ(reader.append(entry("two")).error().code, Errc::cannot_write);
    EXPECT_EQ(reader.store_draft(entry("two")).error().code, Errc::cannot_write);
    EXPECT_EQ(reader.records()->size(), 1U);
}

TEST(Journal, MissingFileIsNotMadeByAReader) {
    const test::Folder folder;
    EXPECT_EQ(Journal::open(folder / "j", Mode::read).error().code, Errc::input_missing);
    EXPECT_FALSE(fs::exists(folder / "j"));
    EXPECT_EQ(Journal::open(folder / "no" / "j", Mode::write).error().code, Errc::cannot_write);
}

/// Both modes refuse the file and leave every byte of it as it was.
void expect_refused(const fs::path& path) {
    const std::string before = *read_file(path);
    for (const Mode mode : {Mode::read, Mode::write}) {
        const auto journal = Journal::open(path, mode);
        ASSERT_FALSE(journal.has_value());
        EXPECT_EQ(journal.error().code, Errc::bad_data) << journal.error().what;
    }
    EXPECT_TRUE(before == *read_file(path)) << "the foreign file was changed";
}

TEST(Journal, ForeignFilesAreRefusedAndLeftAsTheyWere) {
    const test::Folder folder;
    {
        SQLite::Database database((folder / "foreign").string(),
                                  SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec("CREATE TABLE records(idx INTEGER); INSERT INTO records VALUES(1)");
    }
    expect_refused(folder / "foreign");
    ASSERT_TRUE(write_file(folder / "text", std::string(5000, 'a')).has_value());
    expect_refused(folder / "text");
}

TEST(Journal, OtherVersionsAreRefused) {
    const test::Folder folder;
    ASSERT_TRUE(opened(folder / "j").append(entry("one")).has_value());
    for (const char* pragma : {"user_version = 1", "user_version = 2", "user_version = 4",
                               "user_version = 0", "application_id = 7"}) {
        fs::copy_file(folder / "j", folder / "other", fs::copy_options::overwrite_existing);
        {
            SQLite::Database database((folder / "other").string(), SQLite::OPEN_READWRITE);
            database.exec(std::string("PRAGMA ") + pragma);
        }
        expect_refused(folder / "other");
    }
}

std::string complaint(const fs::path& path, const std::string& pragma) {
    SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec("PRAGMA " + pragma);
    const auto journal = Journal::open(path, Mode::read);
    return journal ? "" : journal.error().what;
}

TEST(Journal, ARefusalNamesTheRemedy) {
    const test::Folder folder;
    ASSERT_TRUE(opened(folder / "j").append(entry("one")).has_value());
    EXPECT_THAT(complaint(folder / "j", "user_version = 2"), HasSubstr("tx list --open"));
    EXPECT_THAT(
        complaint(folder / "j", "user_version = 2"),
        ::testing::AllOf(HasSubstr("not before a day has passed"), HasSubstr("is stopped")));
    EXPECT_THAT(complaint(folder / "j", "user_version = 4"), HasSubstr("newer program"));
    EXPECT_THAT(complaint(folder / "j", "application_id = 7"), HasSubstr("is not a Ballast"));
}

/// Version 2 once lost a table and stayed 2. Who changes a table changes the version, and then the
/// hash here.
TEST(Journal, TheTablesAreThoseOfTheVersion) {
    const test::Folder folder;
    (void)opened(folder / "j");
    SQLite::Database database((folder / "j").string(), SQLite::OPEN_READONLY);
    std::string tables = database.execAndGet("PRAGMA user_version").getString();
    SQLite::Statement rows(database,
                           "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
    while (rows.executeStep())
        tables += "\n" + rows.getColumn(0).getString();
    EXPECT_EQ(to_hex(keccak256(as_bytes(tables))),
              "0x2add1275aa2d8389f75ac52cebf8a0bffc318082e1d6bf44b158207be5ce1d25")
        << tables;
}

/// Runs `work` in a child that is killed once it has written `bytes` bytes to its pipe. Returns
/// what it wrote in all.
std::string killed_after(std::size_t bytes, const std::function<void(int)>& work) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        work(ends[1]);
        ::pause();
        ::_exit(1);
    }
    ::close(ends[1]);
    std::string told;
    char byte = 0;
    while (told.size() < bytes && ::read(ends[0], &byte, 1) == 1)
        told += byte;
    EXPECT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child ended by itself";
    while (::read(ends[0], &byte, 1) == 1)
        told += byte;
    ::close(ends[0]);
    EXPECT_GE(told.size(), bytes);
    return told;
}

void tell(int pipe) {
    if (::write(pipe, "+", 1) != 1) ::_exit(2);
}

TEST(Killed, BetweenStoreAndSendKeepsDraftAndTransaction) {
    const test::Folder folder;
    const sender::TxRecord record = signed_record(test_key(), 7);
    killed_after(1, [&](int pipe) {
        auto journal = Journal::open(folder / "j", Mode::write);
        if (!journal || !journal->append(entry("one")) || !journal->store_draft(entry("two")) ||
            !journal->transactions().insert(record))
            ::_exit(3);
        tell(pipe);
    });
    Journal journal = opened(folder / "j");
    EXPECT_EQ(journal.records()->size(), 1U);
    EXPECT_TRUE(journal.draft()->has_value());
    const auto open = journal.transactions().unfinished(kTestChain, record.account);
    ASSERT_EQ(open->size(), 1U);
    EXPECT_TRUE(open->front() == record);
}

TEST(Killed, AnywhereLosesNothingThatWasAcknowledged) {
    auto random = ballast::test::seeded_generator();
    const test::Folder folder;
    std::size_t acknowledged = 0;
    for (int round = 0; round < 15; ++round) {
        const std::size_t enough = 1 + random() % 6;
        const std::string told = killed_after(enough, [&](int pipe) {
            auto journal = Journal::open(folder / "j", Mode::write);
            if (!journal) ::_exit(3);
            for (std::uint64_t i = 0;; ++i) {
                const std::string text(1 + 3000 * (i % 7), 'x');
                if (!journal->store_draft(entry(text)) || !journal->append(entry(text))) ::_exit(3);
                tell(pipe);
            }
        });
        acknowledged += told.size();
        Journal journal = opened(folder / "j");
        const auto records = journal.records();
        ASSERT_TRUE(records.has_value()) << records.error().what;
        EXPECT_GE(records->size(), acknowledged);
        EXPECT_LE(records->size(), acknowledged + 1) << "at most the one that was under way";
        expect_chained(*records, journal.head());
        acknowledged = records->size();
    }
    std::printf("kills=15 records=%zu lost=0\n", acknowledged);
}

}  // namespace
}  // namespace ballast::audit
