// SPDX-License-Identifier: MIT
// Damage to a real journal's file: every change of a byte of a record is found and named.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/file.hpp"
#include "tests/audit/mutation.hpp"
#include "tests/audit/played.hpp"
#include "tests/base/seeded.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::audit {
namespace {

namespace fs = std::filesystem;
using test::judge;
using test::Mutation;
using test::of_field;
using test::of_record;
using test::quoted;
using test::Verdict;

const int kMutations = ballast::test::cases(210, 600);
const int kFlips = ballast::test::cases(150, 400);

class Damage : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        entries_ = new std::vector<Entry>(test::play());
        folder_ = new test::Folder();
        test::write_journal(*folder_ / "whole", *entries_);
    }
    static void TearDownTestSuite() {
        delete entries_;
        delete folder_;
    }

    static fs::path copy() {
        const fs::path path = *folder_ / "copy";
        fs::remove(path);
        fs::copy_file(*folder_ / "whole", path);
        return path;
    }

    /// Runs one statement on a copy, which must change `rows` rows.
    static fs::path changed(const std::vector<std::string>& statements, int rows) {
        const fs::path path = copy();
        SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA foreign_keys = OFF");
        int done = 0;
        for (const std::string& sql : statements)
            done += database.exec(sql);
        EXPECT_EQ(done, rows) << "the mutation did not happen";
        return path;
    }

    static std::vector<Entry>* entries_;
    static test::Folder* folder_;
};
std::vector<Entry>* Damage::entries_ = nullptr;
test::Folder* Damage::folder_ = nullptr;

TEST_F(Damage, TheWholeJournalReplaysIdentical) {
    const Verdict verdict = judge(*folder_ / "whole");
    EXPECT_TRUE(verdict.identical) << verdict.first.record << " " << verdict.first.field << "\n"
                                   << verdict.first.expected << "\n"
                                   << verdict.first.found << verdict.unreadable;
    EXPECT_GE(test::updates(*entries_).size(), 7U) << "the run has too few updates to test with";
    EXPECT_GE(entries_->size(), 22U);
}

TEST_F(Damage, EveryByteOfARecordIsFoundAndNamed) {
    auto random = ballast::test::seeded_generator();
    const std::vector<StoredRecord> records = test::chained(*entries_);
    std::map<std::string, int> counts;
    for (int i = 0; i < kMutations && !HasFailure(); ++i) {
        const StoredRecord& record = records[random() % records.size()];
        const Mutation m = random() % 3 == 0 ? of_record(record, random) : of_field(record, random);
        SCOPED_TRACE(m.sql.substr(0, 60) + " ... of record " + std::to_string(m.record));
        ASSERT_NE(m.before, m.after);
        const Verdict verdict = judge(changed({m.sql}, 1));
        EXPECT_FALSE(verdict.identical);
        EXPECT_EQ(verdict.unreadable, "");
        EXPECT_EQ(verdict.first.field, m.found_as) << m.column;
        EXPECT_EQ(verdict.first.record, m.record);
        ++counts[m.column];
    }
    for (const auto& [column, count] : counts)
        std::printf("mutations_of_%s=%d ", column.c_str(), count);
    std::printf("\n");
    EXPECT_EQ(counts.size(), 7U) << "a column was never mutated";
}

TEST_F(Damage, ALastHashThatIsNoneIsNamedToReadersAndStopsWriters) {
    const std::uint64_t last = entries_->size() - 1;
    const fs::path path =
        changed({"UPDATE records SET hash = 'none' WHERE idx = " + std::to_string(last)}, 1);
    const Verdict verdict = judge(path);
    EXPECT_EQ(verdict.first.field, "hash");
    EXPECT_EQ(verdict.first.record, last);
    EXPECT_EQ(Journal::open(path, Journal::Mode::write).error().code, Errc::bad_data);
}

TEST_F(Damage, AnotherKnownKindIsFoundByTheHash) {
    const Verdict verdict =
        judge(changed({"UPDATE records SET kind = 'execution' WHERE idx = 5"}, 1));
    EXPECT_EQ(verdict.first.field, "hash");
    EXPECT_EQ(verdict.first.record, 5U);
}

TEST_F(Damage, MovedRecordsAreFoundByTheirIndex) {
    for (std::size_t i = 0; i < entries_->size(); ++i) {
        const std::string from = std::to_string(i);
        const std::string to = std::to_string(i + 1000);
        const int rows = 1 + static_cast<int>((*entries_)[i].fields.size());
        const Verdict verdict =
            judge(changed({"UPDATE records SET idx = " + to + " WHERE idx = " + from,
                           "UPDATE fields SET idx = " + to + " WHERE idx = " + from},
                          rows));
        EXPECT_EQ(verdict.first.field, "index") << i;
        EXPECT_EQ(verdict.first.record, i + 1 < entries_->size() ? i + 1 : i + 1000);
        // Without its fields it leaves them behind.
        EXPECT_NE(judge(changed({"UPDATE records SET idx = " + to + " WHERE idx = " + from}, 1))
                      .unreadable,
                  "");
    }
}

TEST_F(Damage, DeletedRowsAreFound) {
    auto random = ballast::test::seeded_generator();
    for (std::size_t i = 0; i + 1 < entries_->size(); ++i) {
        const std::string where = " WHERE idx = " + std::to_string(i);
        const Fields& fields = (*entries_)[i].fields;
        const int rows = 1 + static_cast<int>(fields.size());
        const Verdict record =
            judge(changed({"DELETE FROM records" + where, "DELETE FROM fields" + where}, rows));
        EXPECT_EQ(record.first.field, "index") << i;
        EXPECT_EQ(record.first.record, i + 1);
        EXPECT_NE(judge(changed({"DELETE FROM records" + where}, 1)).unreadable, "");

        const auto& name =
            std::next(fields.begin(), static_cast<long>(random() % fields.size()))->first;
        const Verdict field =
            judge(changed({"DELETE FROM fields" + where + " AND name = " + quoted(name)}, 1));
        EXPECT_EQ(field.first.field, "hash") << name;
        EXPECT_EQ(field.first.record, i);
    }
}

TEST_F(Damage, ADroppedTailIsSeenOnlyByTheHead) {
    const std::string where = " WHERE idx = " + std::to_string(entries_->size() - 1);
    const int rows = 1 + static_cast<int>(entries_->back().fields.size());
    const fs::path path =
        changed({"DELETE FROM records" + where, "DELETE FROM fields" + where}, rows);
    EXPECT_TRUE(judge(path).identical) << "docs/journal-format.md says that this is not found";
    const auto whole = Journal::open(*folder_ / "whole", Journal::Mode::read);
    const auto shorter = Journal::open(path, Journal::Mode::read);
    EXPECT_NE(whole->head(), shorter->head());
    EXPECT_EQ(to_hex(shorter->head()), test::chained(*entries_).back().previous);
}

TEST_F(Damage, SwappedRowsAreFound) {
    const auto swap = [](const std::string& table, int a, int b) {
        const std::string x = std::to_string(a);
        const std::string y = std::to_string(b);
        return std::vector<std::string>{"UPDATE " + table + " SET idx = -1 WHERE idx = " + x,
                                        "UPDATE " + table + " SET idx = " + x + " WHERE idx = " + y,
                                        "UPDATE " + table + " SET idx = " + y + " WHERE idx = -1"};
    };
    for (int i = 0; i + 2 < static_cast<int>(entries_->size()); ++i) {
        auto both = swap("records", i, i + 2);
        EXPECT_EQ(judge(changed(both, 3)).first.field, "previous");
        const int one = static_cast<int>((*entries_)[static_cast<std::size_t>(i)].fields.size());
        const int two =
            static_cast<int>((*entries_)[static_cast<std::size_t>(i) + 2].fields.size());
        const auto fields = swap("fields", i, i + 2);
        both.insert(both.end(), fields.begin(), fields.end());
        const Verdict verdict = judge(changed(both, 3 + 2 * one + two));
        EXPECT_EQ(verdict.first.field, "previous");
        EXPECT_EQ(verdict.first.record, static_cast<std::uint64_t>(i));
        // Their fields alone: each fits its own hash, but not its record.
        EXPECT_EQ(judge(changed(fields, 2 * one + two)).first.field, "hash");
    }
}

TEST_F(Damage, SwappedTextsOfARecordAreFound) {
    const std::string swap =
        " = (SELECT f.value FROM fields f WHERE f.idx = fields.idx AND f.name "
        "!= fields.name AND f.name IN ('snapshot', 'current')) "
        "WHERE idx = 4 AND name IN ('snapshot', 'current')";
    const Verdict texts = judge(changed({"UPDATE fields SET value" + swap}, 2));
    EXPECT_EQ(texts.first.field, "current");
    const Verdict names = judge(changed({"UPDATE fields SET name = 'x' WHERE idx = 4 AND name = "
                                         "'current'",
                                         "UPDATE fields SET name = 'current' WHERE idx = 4 AND "
                                         "name = 'snapshot'",
                                         "UPDATE fields SET name = 'snapshot' WHERE idx = 4 AND "
                                         "name = 'x'"},
                                        3));
    EXPECT_EQ(names.first.field, "hash");
}

TEST_F(Damage, ColumnsOfAnotherTypeAreUnreadable) {
    // STRICT refuses it by SQL, so the schema is told otherwise first.
    const fs::path path = copy();
    {
        SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA writable_schema = ON");
        database.exec("UPDATE sqlite_master SET sql = replace(sql, ' STRICT', '')");
    }
    {
        SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
        EXPECT_EQ(database.exec("UPDATE fields SET value = CAST(value AS BLOB) WHERE idx = 3 AND "
                                "name = 'report'"),
                  1);
    }
    const Verdict verdict = judge(path);
    EXPECT_FALSE(verdict.identical);
    EXPECT_NE(verdict.unreadable.find("neither text nor integer"), std::string::npos)
        << verdict.unreadable;
}

/// Every row of both tables with its types, read without any index; nothing where SQLite cannot.
std::optional<std::string> rows_of(const fs::path& path) {
    try {
        SQLite::Database database(path.string(), SQLite::OPEN_READONLY);
        std::string all;
        for (const char* sql :
             {"SELECT quote(idx)||quote(kind)||quote(at)||quote(previous)||quote(hash) "
              "FROM records NOT INDEXED ORDER BY 1",
              "SELECT quote(idx)||quote(name)||quote(value)||quote(hash) "
              "FROM fields NOT INDEXED ORDER BY 1"}) {
            SQLite::Statement statement(database, sql);
            while (statement.executeStep())
                all += statement.getColumn(0).getString() + "\n";
        }
        return all;
    } catch (const SQLite::Exception&) {
        return std::nullopt;
    }
}

/// Where the stored hashes of records and fields stand in the file, all of them inside records.
std::vector<std::size_t> places_of_hashes(const std::string& file,
                                          const std::vector<StoredRecord>& records) {
    std::vector<std::size_t> places;
    for (const StoredRecord& record : records) {
        std::vector<std::string> texts = {record.hash};
        for (const auto& [name, text] : record.fields)
            texts.push_back(text.second);
        for (const std::string& text : texts)
            if (const std::size_t at = file.find(text); at != std::string::npos)
                places.push_back(at);
    }
    return places;
}

void flip(const fs::path& path, std::string file, std::size_t place, unsigned bit) {
    const char before = file[place];
    file[place] = static_cast<char>(static_cast<unsigned char>(file[place]) ^ (1U << bit));
    ASSERT_NE(file[place], before);
    for (const char* tail : {"", "-wal", "-shm"})
        fs::remove(path.string() + tail);
    ASSERT_TRUE(write_file(path, file).has_value());
}

// A flip is harmless, and may be called identical, exactly where a scan of both tables that uses
// no index and tells types apart reads the rows that were written: it lies in free space, in the
// draft, in the transactions, or in a number of the header that says nothing of a row.
TEST_F(Damage, FlippedBitsOfTheFileNeverPassAsIdentical) {
    auto random = ballast::test::seeded_generator();
    const std::string file = *read_file(*folder_ / "whole");
    const auto whole = rows_of(*folder_ / "whole");
    ASSERT_TRUE(whole.has_value());
    const fs::path path = *folder_ / "flipped";
    int inside = 0;
    int outside = 0;
    for (int i = 0; i < kFlips && !HasFailure(); ++i) {
        // A third of the flips meets the pages' headers and cell pointers.
        std::size_t place = random() % file.size();
        if (i % 3 == 0) place = place / 4096 * 4096 + random() % 128;
        const unsigned bit = static_cast<unsigned>(random() % 8);
        SCOPED_TRACE("bit " + std::to_string(bit) + " of byte " + std::to_string(place));
        flip(path, file, place, bit);
        const Verdict verdict = judge(path);
        const bool harmless = rows_of(path) == whole;
        (harmless ? outside : inside) += 1;
        EXPECT_FALSE(verdict.identical && !harmless);
    }
    std::printf("flips_inside_records=%d found=%d flips_outside=%d\n", inside, inside, outside);
    EXPECT_GE(inside, kFlips / 4) << "too few flips met a record";
}

TEST_F(Damage, FlippedBitsOfStoredHashesAreAllFound) {
    auto random = ballast::test::seeded_generator();
    const std::string file = *read_file(*folder_ / "whole");
    const auto places = places_of_hashes(file, test::chained(*entries_));
    ASSERT_GE(places.size(), 100U);
    for (const std::size_t place : places) {
        const std::size_t at = place + random() % 66;
        flip(*folder_ / "flipped", file, at, static_cast<unsigned>(random() % 8));
        EXPECT_FALSE(judge(*folder_ / "flipped").identical) << "byte " << at;
    }
}

}  // namespace
}  // namespace ballast::audit
