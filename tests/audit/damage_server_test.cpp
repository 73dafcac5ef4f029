// SPDX-License-Identifier: MIT
// Damage to the records of a PostgreSQL journal, as damage_test.cpp does it to a file.
#include <gtest/gtest.h>

#include "tests/audit/mutation.hpp"
#include "tests/audit/played.hpp"
#include "tests/base/seeded.hpp"
#include "tests/support/nightly.hpp"
#include "tests/support/postgres_server.hpp"

namespace ballast::audit {
namespace {

using test::judge;
using test::Mutation;
using test::of_field;
using test::of_record;
using test::quoted;
using test::Verdict;

const int kServerMutations = ballast::test::cases(40, 300);

/// PostgreSQL keeps values as bytes.
std::string for_server(const Mutation& m) {
    std::string sql = m.sql;
    if (m.column != "fields.value") return sql;
    const std::string text = quoted(m.after);
    return sql.replace(sql.find(text), text.size(), "convert_to(" + text + ", 'UTF8')");
}

TEST(DamageOnAServer, EveryByteOfARecordIsFoundAndNamed) {
    auto random = ballast::test::seeded_generator();
    auto& server = ballast::test::PostgresServer::shared();
    const std::string url = server.new_database();
    const auto entries = test::play();
    {
        auto journal = Journal::open(url, Journal::Mode::write);
        for (const Entry& entry : entries)
            ASSERT_TRUE(journal->append(entry).has_value());
    }
    ASSERT_TRUE(judge(url).identical);
    server.execute(url,
                   "CREATE SCHEMA saved; CREATE TABLE saved.records AS TABLE "
                   "ballast.records; CREATE TABLE saved.fields AS TABLE ballast.fields");
    const std::vector<StoredRecord> records = test::chained(entries);
    int found = 0;
    for (int i = 0; i < kServerMutations && !HasFailure(); ++i) {
        const StoredRecord& record = records[random() % records.size()];
        const Mutation m = random() % 3 == 0 ? of_record(record, random) : of_field(record, random);
        ASSERT_EQ(server.execute(url, "SET search_path = ballast; " + for_server(m)), 1) << m.sql;
        const Verdict verdict = judge(url);
        EXPECT_FALSE(verdict.identical);
        EXPECT_EQ(verdict.first.field, m.found_as) << m.column;
        EXPECT_EQ(verdict.first.record, m.record);
        found += verdict.identical ? 0 : 1;
        server.execute(url,
                       "SET search_path = ballast; TRUNCATE records, fields; INSERT INTO "
                       "records TABLE saved.records; INSERT INTO fields TABLE saved.fields");
    }
    std::printf("mutations_on_a_server=%d found=%d\n", kServerMutations, found);
}

}  // namespace
}  // namespace ballast::audit
