// SPDX-License-Identifier: MIT
#include "audit/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

#include "audit/check_journal.hpp"
#include "audit/check_record.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "tests/audit/both_stores.hpp"
#include "tests/audit/played.hpp"
#include "tests/audit/signed_record.hpp"
#include "tests/base/seeded.hpp"

namespace ballast::audit {
namespace {

namespace fs = std::filesystem;
using Mode = Journal::Mode;
using ::testing::HasSubstr;

/// A lease that ends soon after the writer was killed.
const LeaseOptions kShortLease{.holder = "a test", .lasts = {300}};

/// Opens it as soon as a killed writer's lease has run out.
Result<Journal> open_soon(const std::string& location, Mode mode = Mode::write) {
    for (int tries = 0;; ++tries) {
        auto journal = Journal::open(location, mode, kShortLease);
        if (journal || journal.error().code != Errc::lock_held || tries == 100) return journal;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

Journal opened(const std::string& location, Mode mode = Mode::write) {
    auto journal = open_soon(location, mode);
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

class Journals : public test::BothStores {};
BALLAST_BOTH_STORES(Journals);

TEST_P(Journals, WhatIsAppendedIsReadBack) {
    Journal journal = opened(at("j"));
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

TEST_P(Journals, GoesOnWhereItStoodAfterReopening) {
    Hash32 head;
    for (int i = 0; i < 5; ++i) {
        Journal journal = opened(at("j"));
        EXPECT_EQ(journal.head(), head);
        EXPECT_EQ(journal.append(entry(std::to_string(i)))->index, static_cast<std::uint64_t>(i));
        head = journal.head();
    }
    const Journal reader = opened(at("j"), Mode::read);
    EXPECT_EQ(reader.head(), head);
    expect_chained(*reader.records(), head);
}

TEST_P(Journals, DraftOutlivesTheProgramAndEndsWithItsRecord) {
    Entry draft = entry("first");
    {
        Journal journal = opened(at("j"));
        EXPECT_FALSE(journal.draft()->has_value());
        ASSERT_TRUE(journal.store_draft(entry("replaced")).has_value());
        draft.fields.erase("empty");
        draft.at.count = -5;
        ASSERT_TRUE(journal.store_draft(draft).has_value());
    }
    Journal journal = opened(at("j"));
    const auto read = journal.draft();
    ASSERT_TRUE(read.has_value() && read->has_value());
    EXPECT_EQ((*read)->kind, draft.kind);
    EXPECT_EQ((*read)->at, draft.at);
    EXPECT_TRUE((*read)->fields == draft.fields);
    EXPECT_TRUE(journal.records()->empty());
    ASSERT_TRUE(journal.append(**read).has_value());
    EXPECT_FALSE(journal.draft()->has_value());
    journal = opened(at("other"));
    EXPECT_FALSE(opened(at("j")).draft()->has_value());
}

TEST_P(Journals, DamagedDraftIsAnError) {
    ASSERT_TRUE(opened(at("j")).store_draft(entry("x")).has_value());
    ASSERT_EQ(tamper(at("j"), "UPDATE draft SET value = 'soon' WHERE name = '#at'"), 1);
    EXPECT_EQ(opened(at("j"), Mode::read).draft().error().code, Errc::bad_data);
}

TEST_P(Journals, OneWriterAtATime) {
    {
        const Journal first = opened(at("j"));
        const auto second = Journal::open(at("j"), Mode::write);
        ASSERT_FALSE(second.has_value());
        EXPECT_EQ(second.error().code, Errc::lock_held);
        EXPECT_EQ(exit_code(second.error().code), 75);
    }
    EXPECT_TRUE(Journal::open(at("j"), Mode::write).has_value());
}

TEST_P(Journals, ReadersReadBesideAWriter) {
    Journal writer = opened(at("j"));
    ASSERT_TRUE(writer.append(entry("one")).has_value());
    const Journal reader = opened(at("j"), Mode::read);
    const Journal another = opened(at("j"), Mode::read);
    EXPECT_EQ(reader.records()->size(), 1U);
    ASSERT_TRUE(writer.append(entry("two")).has_value());
    EXPECT_EQ(reader.records()->size(), 2U);
    expect_chained(*another.records(), writer.head());
}

TEST_P(Journals, WhoeverGoesOnWithAHistoryBeginsNoneAnew) {
    for (int i = 0; i < 2; ++i) {
        const auto missing = open_soon(at("j"), Mode::existing);
        ASSERT_FALSE(missing.has_value());
        EXPECT_EQ(missing.error().code, Errc::input_missing);
    }
    if (GetParam() == test::Store::sqlite) {
        EXPECT_FALSE(fs::exists(at("j")));
        std::ofstream(at("empty")).flush();
        EXPECT_EQ(Journal::open(at("empty"), Mode::existing).error().code, Errc::input_missing);
    }
    { const Journal made = opened(at("j")); }
    EXPECT_TRUE(opened(at("j"), Mode::existing).append(entry("one")).has_value());
}

TEST_P(Journals, IsFoundWholeBesideAWriter) {
    Journal writer = opened(at("j"));
    ASSERT_TRUE(writer.append(entry("one")).has_value());
    Journal reader = opened(at("j"), Mode::read);
    std::atomic<int> written = 0;
    std::atomic<bool> done = false;
    std::thread writing([&] {
        while (!done && writer.append(entry("another")).has_value())
            ++written;
    });
    // A look that were no one state would find a record after its last, or a draft without one.
    for (int looks = 0; looks < 100; ++looks) {
        const auto check = check_journal(reader);
        EXPECT_TRUE(check.has_value()) << check.error().what;
        if (!check) break;
        EXPECT_FALSE(check->first_difference.has_value());
    }
    done = true;
    writing.join();
    EXPECT_GT(written, 0) << "nobody wrote beside it";
}

TEST_P(Journals, AReaderSeesWhoWritesAndTakesNothing) {
    {
        const Journal writer = opened(at("j"));
        const Journal reader = opened(at("j"), Mode::read);
        EXPECT_EQ(*reader.holder(),
                  GetParam() == test::Store::sqlite ? "a process on this machine" : "a test");
    }
    const Journal reader = opened(at("j"), Mode::read);
    EXPECT_EQ(*reader.holder(), std::nullopt);
    const Journal writer = opened(at("j"));
    EXPECT_NE(*reader.holder(), std::nullopt);
    if (GetParam() == test::Store::postgres) {
        EXPECT_EQ(server().ask(at("j"), "SELECT term FROM ballast.lease"), "2");
    }
}

TEST_P(Journals, WhoeverLooksKeepsNoWriterOut) {
    { const Journal made = opened(at("j")); }
    const Journal reader = opened(at("j"), Mode::read);
    std::atomic<bool> done = false;
    std::thread looking([&] {
        while (!done) {
            EXPECT_TRUE(reader.holder().has_value());
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    for (int i = 0; i < 20; ++i)
        EXPECT_TRUE(Journal::open(at("j"), Mode::write, kShortLease).has_value()) << i;
    done = true;
    looking.join();
}

TEST_P(Journals, ReaderCannotWrite) {
    ASSERT_TRUE(opened(at("j")).append(entry("one")).has_value());
    Journal reader = opened(at("j"), Mode::read);
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
    for (const char* pragma : {"user_version = 1", "user_version = 2", "user_version = 5",
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
    EXPECT_THAT(complaint(folder / "j", "user_version = 5"), HasSubstr("newer program"));
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
              "0xc9f3e961d0b936d99bd5060f1540301dcab04977ba368a0b9332bf3aa704b823")
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

class Killed : public test::BothStores {};
BALLAST_BOTH_STORES(Killed);

TEST_P(Killed, BetweenStoreAndSendKeepsDraftAndTransaction) {
    const std::string location = at("j");
    const sender::TxRecord record = signed_record(test_key(), 7);
    killed_after(1, [&](int pipe) {
        auto journal = Journal::open(location, Mode::write, kShortLease);
        if (!journal || !journal->append(entry("one")) || !journal->store_draft(entry("two")) ||
            !journal->transactions().insert(record))
            ::_exit(3);
        tell(pipe);
    });
    Journal journal = opened(at("j"));
    EXPECT_EQ(journal.records()->size(), 1U);
    EXPECT_TRUE(journal.draft()->has_value());
    const auto open = journal.transactions().unfinished(kTestChain, record.account);
    ASSERT_EQ(open->size(), 1U);
    EXPECT_TRUE(open->front() == record);
}

TEST_P(Killed, AnywhereLosesNothingThatWasAcknowledged) {
    auto random = ballast::test::seeded_generator();
    const std::string location = at("j");
    std::size_t acknowledged = 0;
    for (int round = 0; round < 15; ++round) {
        const std::size_t enough = 1 + random() % 6;
        const std::string told = killed_after(enough, [&](int pipe) {
            auto journal = open_soon(location);
            if (!journal) ::_exit(3);
            for (std::uint64_t i = 0;; ++i) {
                const std::string text(1 + 3000 * (i % 7), 'x');
                if (!journal->store_draft(entry(text)) || !journal->append(entry(text))) ::_exit(3);
                tell(pipe);
            }
        });
        acknowledged += told.size();
        Journal journal = opened(at("j"));
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
