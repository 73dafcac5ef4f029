// SPDX-License-Identifier: MIT
// What a lane makes of a change whose outcome it learns later: of the record of an epoch, and of
// the transaction of a draft.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "keeper/draft.hpp"
#include "tests/audit/postgres_proxy.hpp"
#include "tests/audit/signed_record.hpp"
#include "tests/keeper/sim_house.hpp"
#include "tests/support/postgres_server.hpp"

namespace ballast::audit {
namespace {

using ballast::test::PostgresServer;
using ballast::test::SimHouse;
using test::Cut;
using test::PostgresProxy;

constexpr Milliseconds kStep{1'000};
const LeaseOptions kLease{.patience = {10'000}, .outcome_wait = {50}};

struct LostLane : ::testing::Test {
    PostgresServer& server = PostgresServer::shared();
    std::string url = server.new_database();
    PostgresProxy proxy{
        server.socket(), [this](int backend) {
            server.execute(url, "SELECT pg_terminate_backend(" + std::to_string(backend) + ")");
        }};
    ballast::test::TemporaryFolder folder;

    std::string records() { return server.ask(url, "SELECT count(*) FROM ballast.records"); }

    /// A keeper whose first update is on its way, and mined from now on.
    std::unique_ptr<SimHouse> sending() {
        url = server.new_database();
        auto house = std::make_unique<SimHouse>(ballast::test::sim_policy(1), 1, folder.path());
        house->location = [this](std::size_t) { return server.through(url, proxy.folder()); };
        house->lease = kLease;
        house->venues.front()->mines_nothing = true;
        house->begin();
        house->pass(Seconds{10}, kStep);
        EXPECT_TRUE(house->keeper->lanes().front()->is_sending());
        house->venues.front()->mines_nothing = false;
        return house;
    }
};

TEST_F(LostLane, AnUpdateThatIsFoundStoredIsTakenFromItsRecord) {
    bool was_stored = false;
    int at = 1;
    for (; at <= 60 && !was_stored; ++at) {
        const auto house = sending();
        proxy.plan(at, Cut::for_good);
        house->pass(Seconds{4}, kStep);
        ASSERT_TRUE(proxy.has_cut());
        const keeper::Lane& lane = *house->keeper->lanes().front();
        was_stored = proxy.cut_a_commit() && records() == "2" && lane.view().records == 1;
        proxy.plan(0, Cut::before);
        proxy.mend();
        if (!was_stored) continue;
        house->pass(Seconds{120}, kStep);
        EXPECT_FALSE(lane.is_open());
        EXPECT_TRUE(lane.view().last);
        EXPECT_EQ(lane.view().last_update, lane.view().last);
        EXPECT_EQ(house->accepted(), 1U);
        EXPECT_EQ(records(), "2");
        house->pass(Seconds{2 * kHour.count}, {10'000});
        EXPECT_EQ(records(), "4");
        house->kill();
        house->begin();  // Each epoch follows from the one before it.
    }
    EXPECT_TRUE(was_stored) << "no append's answer was lost";
    std::printf("cut_at=%d\n", at - 1);
}

/// A venue that nothing reaches.
struct NoVenue final : keeper::Venue {
    [[nodiscard]] Result<keeper::VenueState> read(const rpc::BlockTag&) override { return away(); }
    [[nodiscard]] Status agree(const oracle::OracleState&, const oracle::RiskReport&) override {
        return away();
    }
    [[nodiscard]] Result<oracle::Verdict> preview_pending(const Hash32&) override { return away(); }
    [[nodiscard]] Result<std::optional<rpc::Receipt>> send(
        const sender::TransactionRequest&) override {
        return std::optional<rpc::Receipt>();
    }
    [[nodiscard]] Status hurry(const U256&) override { return away(); }
    static tl::unexpected<Error> away() { return fail(Errc::upstream_unavailable, "simulated"); }
};

/// The answer to the insert's commit was lost, and the server is not through with it: it holds the
/// lease's row, and no snapshot shows its rows yet.
TEST_F(LostLane, AnInsertThatIsUnderWayIsNotTakenForNone) {
    auto journal = Journal::open(url, Journal::Mode::write, kLease);
    ASSERT_TRUE(journal) << journal.error().what;
    const sender::TxRecord record = signed_record(test_key(), 1);
    const Entry entry{
        .kind = RecordKind::execution,
        .at = {1'722'830'400},
        .fields = {
            {kKey, to_hex(record.key)}, {kTo, to_hex(test_key().address())}, {kCalldata, "0x01"}}};
    ASSERT_TRUE(journal->store_draft(entry));
    ASSERT_TRUE(journal->transactions().insert(record));
    for (const std::string table : {"transactions", "attempts"})
        server.execute(url, "CREATE TABLE public." + table + " AS SELECT * FROM ballast." + table);
    server.execute(url, "DELETE FROM ballast.attempts");
    server.execute(url, "DELETE FROM ballast.transactions");
    std::thread insert([&] {
        server.execute(url,
                       "BEGIN; UPDATE ballast.lease SET writes = writes + 1;"
                       "INSERT INTO ballast.transactions SELECT * FROM public.transactions;"
                       "INSERT INTO ballast.attempts SELECT * FROM public.attempts;"
                       "SELECT pg_sleep(1.5); COMMIT");
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    NoVenue venue;
    const auto end = keeper::finish_draft(venue, *journal);
    insert.join();
    ASSERT_TRUE(end) << end.error().what;
    EXPECT_EQ(end->state, keeper::DraftState::on_its_way);
    EXPECT_TRUE(journal->draft().value().has_value());
}

}  // namespace
}  // namespace ballast::audit
