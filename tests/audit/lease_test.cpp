// SPDX-License-Identifier: MIT
// Who may write a PostgreSQL journal, and what a server and a URL must be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "audit/journal.hpp"
#include "audit/location.hpp"
#include "audit/sql.hpp"
#include "tests/audit/signed_record.hpp"
#include "tests/support/postgres_server.hpp"

namespace ballast::audit {
namespace {

using ballast::test::PostgresServer;
using Mode = Journal::Mode;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Milliseconds kLease{400};

void wait(std::int64_t milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

Entry entry(const std::string& what) {
    return {.kind = RecordKind::execution, .at = {1'722'830'400}, .fields = {{"what", what}}};
}

class Lease : public ::testing::Test {
  protected:
    PostgresServer& server = PostgresServer::shared();
    std::string url = server.new_database();

    Result<Journal> writer(const std::string& name) const {
        return Journal::open(url, Mode::write, {.holder = name, .lasts = kLease});
    }
    std::string records() { return server.ask(url, "SELECT count(*) FROM ballast.records"); }
};

TEST_F(Lease, WhoeverComesSecondIsToldWhoHasIt) {
    const auto first = writer("kyoto/1");
    ASSERT_TRUE(first.has_value()) << first.error().what;
    const auto second = writer("osaka/1");
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, Errc::lock_held);
    EXPECT_THAT(second.error().what, HasSubstr("held by kyoto/1"));
}

TEST_F(Lease, AFencedWriterWritesNothingMore) {
    auto old = writer("old");
    ASSERT_TRUE(old.has_value());
    ASSERT_TRUE(old->append(entry("one")).has_value());
    wait(kLease.count + 50);
    auto fresh = writer("fresh");
    ASSERT_TRUE(fresh.has_value()) << fresh.error().what;
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(old->append(entry("two")).error().code, Errc::lock_held);
        EXPECT_EQ(old->store_draft(entry("two")).error().code, Errc::lock_held);
        EXPECT_EQ(old->drop_draft().error().code, Errc::lock_held);
        EXPECT_EQ(old->keep_lease().error().code, Errc::lock_held);
        EXPECT_EQ(old->transactions().insert(signed_record(test_key(), 1)).error().code,
                  Errc::lock_held);
    }
    EXPECT_EQ(records(), "1");
    EXPECT_EQ(server.ask(url, "SELECT count(*) FROM ballast.transactions"), "0");
    EXPECT_EQ(server.ask(url, "SELECT count(*) FROM ballast.draft"), "0");
    const auto next = fresh->append(entry("two"));
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(next->index, 1U);
    EXPECT_EQ(server.ask(url, "SELECT term FROM ballast.lease"), "2");
}

TEST_F(Lease, IsNotTakenWhileItIsKept) {
    auto first = writer("first");
    ASSERT_TRUE(first.has_value());
    for (int i = 0; i < 10; ++i) {
        wait(kLease.count / 4);
        ASSERT_TRUE(first->keep_lease().has_value());
        EXPECT_EQ(writer("second").error().code, Errc::lock_held);
    }
}

TEST_F(Lease, IsGivenBackAtTheEnd) {
    { ASSERT_TRUE(writer("first").has_value()); }
    EXPECT_TRUE(writer("second").has_value());
}

TEST_F(Lease, AWriterThatHangsInAChangeIsEndedByTheServer) {
    auto hung = writer("hung");
    ASSERT_TRUE(hung.has_value());
    Status outcome;
    std::thread hanging([&] {
        outcome = hung->sql().transaction([&]() -> Status {
            auto done = hung->sql().execute("DELETE FROM draft");
            wait(3 * kLease.count);
            return done;
        });
    });
    wait(kLease.count / 2);
    const auto begun = std::chrono::steady_clock::now();
    auto fresh = writer("fresh");
    while (!fresh && fresh.error().code == Errc::lock_held) {
        wait(20);
        fresh = writer("fresh");
    }
    const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(
                           std::chrono::steady_clock::now() - begun)
                           .count();
    EXPECT_TRUE(fresh.has_value()) << fresh.error().what;
    hanging.join();
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, Errc::lock_held) << outcome.error().what;
    EXPECT_LE(taken, 2 * kLease.count + 5'000);
    std::printf("lease_ms=%lld taken_from_a_hung_writer_after_ms=%lld\n",
                static_cast<long long>(kLease.count), static_cast<long long>(taken));
}

TEST_F(Lease, ReadersTakeNoLockAndWaitForNobody) {
    auto holder = writer("holder");
    ASSERT_TRUE(holder->append(entry("one")).has_value());
    const auto done = holder->sql().transaction([&]() -> Status {
        auto begun = holder->sql().execute("DELETE FROM draft");
        const auto reader = Journal::open(url, Mode::read);
        EXPECT_EQ(reader->records()->size(), 1U);
        return begun;
    });
    EXPECT_TRUE(done.has_value());
}

TEST_F(Lease, AServerThatForgetsIsRefused) {
    for (const std::string setting : {"fsync", "full_page_writes"}) {
        server.execute(url, "ALTER SYSTEM SET " + setting + " = off");
        server.execute(url, "SELECT pg_reload_conf()");
        wait(300);
        const auto refused = writer("first");
        ASSERT_FALSE(refused.has_value()) << setting;
        EXPECT_EQ(refused.error().code, Errc::configuration) << refused.error().what;
        server.execute(url, "ALTER SYSTEM RESET " + setting);
        server.execute(url, "SELECT pg_reload_conf()");
        wait(300);
    }
    EXPECT_TRUE(writer("first").has_value());
}

TEST_F(Lease, OtherSchemasAndVersionsAreRefused) {
    EXPECT_EQ(Journal::open(url, Mode::read).error().code, Errc::input_missing);
    { ASSERT_TRUE(writer("first").has_value()); }
    server.execute(url, "UPDATE ballast.journal SET version = 5");
    for (const Mode mode : {Mode::read, Mode::write}) {
        const auto newer = Journal::open(url, mode);
        ASSERT_FALSE(newer.has_value());
        EXPECT_EQ(newer.error().code, Errc::bad_data);
        EXPECT_THAT(newer.error().what, HasSubstr("take the newer program"));
    }
    server.execute(url, "SET client_min_messages = warning; DROP SCHEMA ballast CASCADE");
    server.execute(url, "CREATE SCHEMA ballast CREATE TABLE theirs(n int)");
    EXPECT_EQ(writer("first").error().code, Errc::bad_data);
    EXPECT_EQ(server.ask(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'ballast'"), "1");
}

TEST(Location, AServerThatIsAwayIsToldWithoutThePassword) {
    const std::string canary = "canary-b7e1";
    const std::vector<std::pair<std::string, Errc>> cases = {
        {"postgresql://ballast:canary-b7e1@127.0.0.1:1/journal", Errc::upstream_unavailable},
        {"postgres://ballast@127.0.0.1:1/j?password=canary-b7e1", Errc::upstream_unavailable},
        {"postgresql://ballast:p@canary-b7e1@db/journal", Errc::configuration},
        {"postgresql://ballast:12/canary-b7e1@db/journal", Errc::configuration},
        {"postgresql://ballast:12?canary-b7e1@db/journal", Errc::configuration},
        {"postgresql://ballast:%zz-canary-b7e1@127.0.0.1/journal", Errc::configuration},
        {"postgresql://127.0.0.1/j?canary-b7e1=1", Errc::configuration},
        {"postgresql://ballast:canary-b7e1@db.example/j?sslmode=disable", Errc::configuration},
        {"postgresql://ballast:canary-b7e1@db.example/j?sslmode=prefer", Errc::configuration},
        {"postgresql://u:canary-b7e1@127.db.example/j?sslmode=disable", Errc::configuration},
        {"PostgreSQL://u:canary-b7e1@db.example/j", Errc::configuration},
        {"postgresql://u:canary-b7e1@127.0.0.1,db.example/j?sslmode=allow", Errc::configuration},
    };
    for (const auto& [location, code] : cases) {
        const auto journal = Journal::open(location, Mode::write);
        ASSERT_FALSE(journal.has_value());
        EXPECT_EQ(journal.error().code, code) << journal.error().what;
        EXPECT_THAT(journal.error().what, Not(HasSubstr(canary)));
        EXPECT_THAT(shown(location), Not(HasSubstr(canary)));
    }
    EXPECT_EQ(shown("postgresql://u:p@db.example:5433/risk?sslmode=require"),
              "postgresql://db.example:5433/risk");
    EXPECT_EQ(shown("journal.db"), "journal.db");
}

TEST(Location, AHostOfTheEnvironmentIsAskedForTlsToo) {
    for (const char* variable : {"PGHOST", "PGHOSTADDR"}) {
        ASSERT_EQ(::setenv(variable, "192.0.2.1", 1), 0);
        const auto journal = Journal::open("postgresql:///j?sslmode=disable", Mode::read);
        ::unsetenv(variable);
        ASSERT_FALSE(journal.has_value());
        EXPECT_EQ(journal.error().code, Errc::configuration) << journal.error().what;
        EXPECT_THAT(journal.error().what, HasSubstr("over TLS alone"));
    }
}

TEST(Location, ALocalHostIsAnAddressAndNotTheBeginningOfAName) {
    for (const char* host : {"", "localhost", "127.0.0.1", "127.8.9.1", "::1", "/run/postgresql"})
        EXPECT_TRUE(is_local_host(host)) << host;
    for (const char* host : {"127.db.example", "127.0.0.1.example", "126.0.0.1", "::2", "db"})
        EXPECT_FALSE(is_local_host(host)) << host;
}

}  // namespace
}  // namespace ballast::audit
