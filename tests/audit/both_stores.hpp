// SPDX-License-Identifier: MIT
// A test of the journal runs against SQLite and against PostgreSQL: BothStores is its fixture.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "audit/journal.hpp"
#include "tests/support/postgres_server.hpp"

namespace ballast::audit::test {

enum class Store { sqlite, postgres };

inline std::string store_name(const ::testing::TestParamInfo<Store>& info) {
    return info.param == Store::sqlite ? "sqlite" : "postgres";
}

class BothStores : public ::testing::TestWithParam<Store> {
  protected:
    /// Where the journal of that name is, or will be: a file, or a database of its own.
    std::string at(const std::string& name) {
        if (GetParam() == Store::sqlite) return folder_ / name;
        std::string& url = databases_[name];
        if (url.empty()) url = server().new_database();
        return url;
    }

    /// Runs a statement behind the journal's back. Returns how many rows it changed.
    static std::int64_t tamper(const std::string& location, const std::string& sql) {
        if (GetParam() == Store::postgres)
            return server().execute(location, "SET search_path = ballast; " + sql);
        SQLite::Database database(location, SQLite::OPEN_READWRITE);
        return database.exec(sql);
    }

    /// Returns where a copy of the journal is, which nobody may have open, after `sql` changed one
    /// row of it. PostgreSQL keeps one such copy of what is on its way, and mends it each time: to
    /// copy a database takes a second.
    std::string damaged(const std::string& location, const std::string& sql) {
        const std::string where = GetParam() == Store::postgres ? location : copy_of(location);
        if (GetParam() == Store::postgres) restore(location);
        EXPECT_EQ(tamper(where, sql), 1) << "the damage did not happen: " << sql;
        return where;
    }

    static ballast::test::PostgresServer& server() {
        return ballast::test::PostgresServer::shared();
    }

  private:
    std::string copy_of(const std::string& location) {
        const auto copy = folder_ / "damaged";
        std::filesystem::copy_file(location, copy,
                                   std::filesystem::copy_options::overwrite_existing);
        return copy;
    }

    void restore(const std::string& url) {
        const std::vector<std::string> tables = {"transactions", "attempts", "inclusions", "stops"};
        if (saved_.insert(url).second) {
            server().execute(url, "CREATE SCHEMA saved");
            for (const std::string& table : tables)
                server().execute(url, "CREATE TABLE saved." + table + " AS TABLE ballast." + table);
        }
        server().execute(url,
                         "SET search_path = ballast; TRUNCATE transactions, attempts, "
                         "inclusions, stops");
        for (const std::string& table : tables)
            server().execute(url, "INSERT INTO ballast." + table + " TABLE saved." + table);
    }

    ballast::test::TemporaryFolder folder_;
    std::map<std::string, std::string> databases_;
    std::set<std::string> saved_;
};

}  // namespace ballast::audit::test

#define BALLAST_BOTH_STORES(suite)                                                       \
    INSTANTIATE_TEST_SUITE_P(, suite,                                                    \
                             ::testing::Values(::ballast::audit::test::Store::sqlite,    \
                                               ::ballast::audit::test::Store::postgres), \
                             ::ballast::audit::test::store_name)
