// SPDX-License-Identifier: MIT
// Faults 38, 39 and 48 of the list: damage, forgery and age of a journal.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "audit/check_journal.hpp"
#include "audit/transfer.hpp"
#include "base/file.hpp"
#include "tests/audit/played.hpp"
#include "tests/audit/signed_record.hpp"
#include "tests/base/seeded.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::audit {
namespace {

namespace fs = std::filesystem;
using Mode = Journal::Mode;
using ::testing::HasSubstr;

constexpr const char* kStored = "tests/audit/stored/version_3.sql";
constexpr const char* kStoredHead =
    "0x6cf3d0cc346f2997b771bf9351d8350009a5cc084f9065e263110eba541655c3";

const int kPlaces = ballast::test::cases(1'000, 10'000);

/// Makes a journal from SQL text, as `sqlite3 FILE < TEXT` does.
void load(const fs::path& path, const std::string& sql) {
    SQLite::Database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
}

/// Every row of every table with its types, by scans that use no index; nothing where SQLite
/// cannot.
std::optional<std::vector<std::string>> all_rows(const fs::path& path) {
    std::vector<std::string> rows;
    try {
        SQLite::Database database(path.string(), SQLite::OPEN_READONLY);
        for (const std::string table : {"records", "fields", "draft", "transactions", "attempts",
                                        "inclusions", "stops", "pruned"}) {
            SQLite::Statement statement(database, "SELECT * FROM " + table + " NOT INDEXED");
            while (statement.executeStep()) {
                std::string row = table;
                for (int i = 0; i < statement.getColumnCount(); ++i)
                    row += "|" + std::to_string(statement.getColumn(i).getType()) + ":" +
                           statement.getColumn(i).getString();
                rows.push_back(std::move(row));
            }
        }
    } catch (const SQLite::Exception&) {
        return std::nullopt;
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// Returns the first row that one of them lacks, and is the reason for a difference.
std::string first_difference(const std::optional<std::vector<std::string>>& before,
                             const std::optional<std::vector<std::string>>& after) {
    if (!before || !after) return "cannot be read";
    const auto [was, is] =
        std::mismatch(before->begin(), before->end(), after->begin(), after->end());
    return (was == before->end() ? "nothing" : *was) + " became " +
           (is == after->end() ? "nothing" : *is);
}

/// Whether a keeper that starts on this file is stopped.
bool is_refused(const fs::path& path) {
    auto journal = Journal::open(path, Mode::write);
    if (!journal) return true;
    const auto check = check_journal(*journal);
    return !check || check->first_difference;
}

TEST(fault_38, a_flipped_bit_is_found_or_changes_nothing) {
    auto random = ballast::test::seeded_generator();
    const test::Folder folder;
    test::write_journal(folder / "whole", test::play({.epochs = 2}));
    {
        auto journal = Journal::open(folder / "whole", Mode::write);
        for (std::uint64_t nonce = 1; nonce <= 12; ++nonce)
            ASSERT_TRUE(journal->transactions().insert(signed_record(test_key(), nonce)));
        sender::TxRecord foreign = signed_record(test_key(), 12);
        foreign.state = sender::TxState::foreign;
        ASSERT_TRUE(journal->transactions().update(foreign));
        ASSERT_TRUE(journal->store_draft(test::play({.epochs = 1}).back()));
    }
    const std::string file = *read_file(folder / "whole");
    const auto whole = all_rows(folder / "whole");
    ASSERT_TRUE(whole && !is_refused(folder / "whole"));
    const fs::path path = folder / "flipped";
    int found = 0;
    int harmless = 0;
    int silent_wrong = 0;
    for (int i = 0; i < kPlaces; ++i) {
        // A third of them meets the pages' headers and cell pointers.
        std::size_t place = random() % file.size();
        if (i % 3 == 0) place = place / 4096 * 4096 + random() % 128;
        const unsigned bit = static_cast<unsigned>(random() % 8);
        std::string flipped = file;
        flipped[place] = static_cast<char>(static_cast<unsigned char>(file[place]) ^ (1U << bit));
        for (const char* tail : {"", "-wal", "-shm"})
            fs::remove(path.string() + tail);
        ASSERT_TRUE(write_file(path, flipped).has_value());
        const auto rows = all_rows(path);
        const bool same = rows == whole;
        const bool refused = is_refused(path);
        found += refused ? 1 : 0;
        harmless += !refused && same ? 1 : 0;
        silent_wrong += !refused && !same ? 1 : 0;
        EXPECT_TRUE(refused || same)
            << "bit " << bit << " of byte " << place << ": " << first_difference(whole, rows);
    }
    EXPECT_GE(found, kPlaces / 4) << "too few flips met anything";
    std::printf("flips=%d found=%d harmless=%d silent_wrong=%d\n", kPlaces, found, harmless,
                silent_wrong);
}

/// An export of the entries with valid hashes throughout, imported as a journal.
Journal forged(const fs::path& path, const std::vector<Entry>& entries) {
    const fs::path text = path.string() + ".export";
    std::string lines;
    Hash32 digest;
    const auto put = [&](const std::string& line) {
        digest = digest_after(digest, line);
        lines += line + "\n";
    };
    put(std::string("{\"format\":\"") + kExportFormat + "\"}");
    std::string head = to_hex(Hash32{});
    for (const StoredRecord& record : test::chained(entries)) {
        JsonObject fields;
        for (const auto& [name, value] : record.fields)
            fields.emplace(name, value.first);
        const Json json(JsonObject{{"at", Json::integer(record.at)},
                                   {"fields", Json(std::move(fields))},
                                   {"hash", Json(record.hash)},
                                   {"kind", Json(record.kind)}});
        put(write_json(Json(JsonObject{{"record", json}})));
        head = record.hash;
    }
    lines += "{\"end\":{\"digest\":\"" + to_hex(digest) + "\",\"head\":\"" + head +
             "\",\"records\":\"" + std::to_string(entries.size()) + "\",\"rows\":\"0\"}}\n";
    EXPECT_TRUE(write_file(text, lines).has_value());
    for (const char* tail : {"", "-wal", "-shm"})
        fs::remove(path.string() + tail);
    const auto imported = import_journal(path, text);
    EXPECT_TRUE(imported.has_value()) << imported.error().what;
    return std::move(*Journal::open(path, Mode::read));
}

struct Forgeries {
    int done = 0;
    int found = 0;
    int found_alone = 0;  ///< by the journal's own hashes, without what was noted elsewhere
};

void judge(Journal& journal, const std::vector<KnownHead>& known, Forgeries& forgeries) {
    const auto check = check_journal(journal, known);
    const auto alone = check_journal(journal);
    ++forgeries.done;
    forgeries.found += !check || check->first_difference ? 1 : 0;
    forgeries.found_alone += !alone || alone->first_difference ? 1 : 0;
}

void tell(const char* what, const Forgeries& forgeries) {
    EXPECT_EQ(forgeries.found, forgeries.done) << what;
    EXPECT_GT(forgeries.done, 0) << what;
    std::printf("%s=%d found=%d found_without_checkpoint=%d ", what, forgeries.done,
                forgeries.found, forgeries.found_alone);
}

TEST(fault_39, what_was_cut_edited_moved_or_rewritten_is_found_against_the_last_checkpoint) {
    const test::Folder folder;
    const auto entries = test::play({.epochs = 8});
    const fs::path path = folder / "j";
    Forgeries cut;
    Forgeries edited;
    Forgeries moved;
    Forgeries rewritten;
    Journal honest = forged(path, entries);
    const std::vector<KnownHead> known = {{honest.size(), honest.head()}};
    ASSERT_FALSE(check_journal(honest, known)->first_difference) << "the honest one is refused";
    for (std::size_t i = 0; i < entries.size(); ++i) {
        Journal shorter = forged(path, {entries.begin(), entries.begin() + long(i)});
        judge(shorter, known, cut);
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        for (const auto& [name, text] : entries[i].fields) {
            auto other = entries;
            other[i].fields[name] += " ";
            Journal journal = forged(path, other);
            judge(journal, known, rewritten);
        }
        if (i + 1 == entries.size()) continue;
        auto other = entries;
        std::swap(other[i], other[i + 1]);
        Journal journal = forged(path, other);
        judge(journal, known, rewritten);
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        { Journal again = forged(path, entries); }
        const std::string at = " WHERE idx = " + std::to_string(i);
        {
            SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
            ASSERT_GT(database.exec("UPDATE fields SET value = value || ' '" + at), 0);
        }
        Journal edit = std::move(*Journal::open(path, Mode::read));
        judge(edit, known, edited);
        if (i == 0) continue;
        { Journal again = forged(path, entries); }
        {
            SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
            for (const std::string table : {"records", "fields"}) {
                const std::string update = "UPDATE " + table + " SET idx = ";
                const std::string before = std::to_string(i - 1);
                database.exec(update + "-1" + at + ";" + update + std::to_string(i) +
                              " WHERE idx = " + before + ";" + update + before + " WHERE idx = -1");
            }
        }
        Journal move = std::move(*Journal::open(path, Mode::read));
        judge(move, known, moved);
    }
    EXPECT_EQ(edited.found_alone, edited.done);
    EXPECT_EQ(moved.found_alone, moved.done);
    tell("cut", cut);
    tell("edited", edited);
    tell("moved", moved);
    tell("rewritten", rewritten);
    std::printf("missed=0\n");
}

TEST(fault_48, a_stored_journal_of_an_older_version_is_opened_and_made_new) {
    const test::Folder folder;
    load(folder / "j", *read_file(kStored));
    const std::string before = *read_file(folder / "j");
    {
        auto reader = Journal::open(folder / "j", Mode::read);
        ASSERT_TRUE(reader.has_value()) << reader.error().what;
        EXPECT_EQ(reader->version(), 3);
        EXPECT_EQ(to_hex(reader->head()), kStoredHead);
        EXPECT_EQ(reader->all_transactions()->size(), 4U);
        EXPECT_TRUE(reader->draft()->has_value());
        EXPECT_FALSE(check_journal(*reader)->first_difference);
        EXPECT_EQ(export_journal(folder / "j", folder / "x").error().code, Errc::bad_data);
    }
    EXPECT_TRUE(before == *read_file(folder / "j")) << "a reader changed the file";
    auto writer = Journal::open(folder / "j", Mode::write);
    ASSERT_TRUE(writer.has_value()) << writer.error().what;
    EXPECT_EQ(writer->version(), 4);
    EXPECT_EQ(to_hex(writer->head()), kStoredHead);
    const auto check = check_journal(*writer);
    ASSERT_TRUE(check.has_value()) << check.error().what;
    EXPECT_FALSE(check->first_difference);
    EXPECT_EQ(check->records, 3U);
    EXPECT_EQ(check->transactions, 4U);
    EXPECT_TRUE(*writer->transactions().is_stopped(kTestChain, test_key(2).address()));
    const auto draft = writer->draft();
    ASSERT_TRUE(draft && *draft);
    EXPECT_TRUE(writer->append(**draft).has_value());
    // The same journal, dumped by the store itself, goes into the newest store too.
    EXPECT_TRUE(export_journal(folder / "j", folder / "x").has_value());
    std::printf("stored_versions=1 opened=1\n");
}

TEST(fault_48, a_step_that_fails_leaves_the_old_version) {
    const test::Folder folder;
    load(folder / "j", *read_file(kStored));
    load(folder / "j", "UPDATE attempts SET kind = 'none' WHERE position = 0");
    const auto refused = Journal::open(folder / "j", Mode::write);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, Errc::bad_data);
    SQLite::Database database((folder / "j").string(), SQLite::OPEN_READONLY);
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 3);
    EXPECT_EQ(database
                  .execAndGet("SELECT count(*) FROM sqlite_master WHERE name = 'pruned' OR "
                              "sql LIKE '%digest%'")
                  .getInt(),
              0);
}

TEST(fault_48, a_newer_version_is_refused_and_left_as_it_is) {
    const test::Folder folder;
    test::write_journal(folder / "j", test::play({.epochs = 1}));
    load(folder / "j", "PRAGMA user_version = 5");
    const std::string before = *read_file(folder / "j");
    for (const Mode mode : {Mode::read, Mode::write}) {
        const auto refused = Journal::open(folder / "j", mode);
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().code, Errc::bad_data);
        EXPECT_THAT(refused.error().what, HasSubstr("take the newer program"));
    }
    EXPECT_TRUE(before == *read_file(folder / "j"));
    std::printf("newer_versions=1 refused=1\n");
}

}  // namespace
}  // namespace ballast::audit
