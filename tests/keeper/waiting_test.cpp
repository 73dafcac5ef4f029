// SPDX-License-Identifier: MIT
// No lane waits for a block, and none for another lane's nodes longer than a deadline.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "audit/documents.hpp"
#include "keeper/stoppable_network.hpp"
#include "rpc/http.hpp"
#include "rpc/pool.hpp"
#include "tests/keeper/sim_house.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/simulated_clock.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr Milliseconds kStep{1'000};
/// Three nodes, one after the other, four seconds each.
constexpr Milliseconds kDeadline{12'000};

bool cuts(const AcceptedReport& accepted) {
    return std::any_of(
        accepted.report.updates.begin(), accepted.report.updates.end(),
        [](const auto& u) { return u.ltv < u.expected_ltv || u.lt < u.expected_lt; });
}

struct Waiting : ::testing::Test {
    TemporaryFolder folder;
};

TEST_F(Waiting, AChainWhoseNodesHangCostsTheOthersOneDeadlineATurn) {
    SimHouse house(sim_policy(1), 3, folder.path());
    house.begin();
    house.pass(Seconds{2 * kHour.count}, kStep);
    SimVenue& hung = *house.venues.front();
    hung.is_down = true;
    hung.hang = [&] { house.clock.wait(kDeadline); };
    const std::uint64_t refusals = hung.refusals;
    std::int64_t turn_max = 0;
    std::int64_t spent = 0;
    std::int64_t late_max = 0;
    std::optional<UnixSeconds> before;
    const std::int64_t until = house.clock.passed.count + 6 * kHour.count * 1'000;
    while (house.clock.passed.count < until) {
        const std::int64_t begun = house.clock.passed.count;
        ASSERT_TRUE(house.keeper->turn());
        const std::int64_t took = house.clock.passed.count - begun;
        turn_max = std::max(turn_max, took);
        spent += took;
        const auto newest = house.keeper->lanes().back()->newest();
        if (before && newest != before)
            late_max = std::max(late_max, (house.clock.now() - *newest).count);
        before = newest;
        house.clock.wait(kStep);
    }
    EXPECT_GT(hung.refusals, refusals + 10);
    EXPECT_LE(turn_max, kDeadline.count);
    EXPECT_LE(late_max, 30);
    // Backed off: in the end it is asked five minutes apart.
    EXPECT_LE(spent, 6 * kHour.count * 1'000 / 5);
    EXPECT_EQ(house.doubles(), 0U);
    std::printf("turn_max_ms=%lld late_max_s=%lld spent_s=%lld\n", static_cast<long long>(turn_max),
                static_cast<long long>(late_max), static_cast<long long>(spent / 1'000));
}

TEST_F(Waiting, ARoutineTransactionMakesWayForATightening) {
    SimHouse house(sim_policy(1), 1, folder.path());
    SimVenue& venue = *house.venues.front();
    house.begin();
    house.pass(Seconds{3 * kDay.count}, kStep);
    // The next that is sent in a calm market is a heartbeat, and stays where it is.
    venue.mines_nothing = true;
    house.pass(Seconds{14 * kHour.count}, kStep, [&] {
        if (house.keeper->lanes().front()->is_sending())
            house.observatory.price_e8 = 2'300'00000000;
    });
    EXPECT_GE(venue.cleared, 1U);
    const std::size_t accepted = house.oracles.front()->accepted.size();
    venue.mines_nothing = false;
    house.pass(Seconds{120}, kStep);
    ASSERT_GT(house.oracles.front()->accepted.size(), accepted);
    EXPECT_TRUE(cuts(house.oracles.front()->accepted[accepted]));
    EXPECT_EQ(house.doubles(), 0U);
    std::printf("cleared=%llu\n", static_cast<unsigned long long>(venue.cleared));
}

TEST_F(Waiting, WhoWaitsForABlockIsToldOfAndIsNoFailure) {
    SimHouse house(sim_policy(1), 1, folder.path());
    SimVenue& venue = *house.venues.front();
    venue.mines_nothing = true;
    house.begin();
    house.pass(Seconds{600}, kStep);
    EXPECT_TRUE(house.keeper->lanes().front()->is_sending());
    EXPECT_EQ(house.alarms("epoch_failed"), 0U);
    EXPECT_EQ(house.alarms("not_included"), 1U);
    house.kill();
    house.begin();  // The draft is found again, and nothing is sent twice.
    venue.mines_nothing = false;
    house.pass(Seconds{60}, kStep);
    EXPECT_FALSE(house.keeper->lanes().front()->is_sending());
    EXPECT_EQ(house.accepted(), 1U);
    EXPECT_EQ(house.doubles(), 0U);
}

TEST_F(Waiting, AFailureThatPassedDoesNotStandUntilTheNextEpoch) {
    SimHouse house(sim_policy(1), 1, folder.path());
    SimVenue& venue = *house.venues.front();
    house.begin();
    // Stored, and its nodes go away before it is seen in a block.
    venue.mines_nothing = true;
    house.pass(Seconds{10}, kStep);
    ASSERT_TRUE(house.keeper->lanes().front()->is_sending());
    venue.is_down = true;
    house.pass(Seconds{300}, kStep);
    EXPECT_EQ(house.alarms("epoch_failed"), 2U);  // a warning, then critical
    venue.is_down = venue.mines_nothing = false;
    house.pass(Seconds{400}, kStep);
    EXPECT_TRUE(house.keeper->view().alarms.empty());
}

TEST_F(Waiting, AnEventIsMeasuredFromTheLastEpochAlsoAfterARestart) {
    engine::Policy policy = sim_policy(1);
    SimHouse house(policy, 1, folder.path());
    house.options.plan.epoch = Seconds{12 * kHour.count};
    house.options.event = keeper::EventTrigger{engine::Bps::of(300), kHour};
    house.begin();
    house.pass(Seconds{2 * kHour.count}, kStep);
    house.kill();
    house.begin();
    const auto before = house.keeper->lanes().front()->newest();
    house.pass(Seconds{60}, kStep);
    EXPECT_EQ(house.keeper->lanes().front()->newest(), before);
    house.observatory.price_e8 = house.observatory.price_e8 / 100 * 90;
    house.pass(Seconds{60}, kStep);
    EXPECT_GT(house.keeper->lanes().front()->newest(), before);
}

TEST_F(Waiting, ARegimeThatBecomesElevatedIsAnEventOnce) {
    SimHouse house(sim_policy(1), 1, folder.path());
    house.options.plan.epoch = Seconds{12 * kHour.count};
    house.options.event = keeper::EventTrigger{engine::Bps::of(0), kHour};
    house.begin();
    house.pass(Seconds{2 * kHour.count}, kStep);
    const auto before = house.keeper->lanes().front()->newest();
    house.observatory.guardian_score = house.policy.regime.quiet_below;
    house.pass(Seconds{60}, kStep);
    const auto after = house.keeper->lanes().front()->newest();
    EXPECT_GT(after, before);
    // It stands, and is no news any more.
    house.pass(Seconds{3 * kHour.count}, kStep);
    EXPECT_EQ(house.keeper->lanes().front()->newest(), after);
}

/// As another part of the program does it that reads the draft while an append's outcome is not
/// known: the journal goes on without the lane.
TEST_F(Waiting, ARecordThatSomebodyElseFoundStoredIsTakenIn) {
    SimHouse house(sim_policy(1), 1, folder.path());
    SimVenue& venue = *house.venues.front();
    venue.loses_request = true;
    house.begin();
    house.pass(Seconds{1}, kStep);
    ASSERT_EQ(venue.lost_requests, 1U);
    audit::Journal& journal = house.keeper->lanes().front()->journal();
    auto draft = journal.draft();
    ASSERT_TRUE(draft && *draft);
    audit::Entry entry = **draft;
    entry.fields[audit::kReceipt] = audit::write_receipt({.succeeded = false});
    ASSERT_TRUE(journal.append(entry));
    house.pass(Seconds{3 * kHour.count}, kStep);
    EXPECT_GE(house.keeper->lanes().front()->view().records, 4U);
    house.kill();
    house.begin();  // Each epoch follows from the one before it.
}

TEST_F(Waiting, AnUpdateWhoseBlockNoNodeCanShowAnyMoreKeepsNobodyFromDeciding) {
    SimHouse house(sim_policy(1), 1, folder.path());
    SimVenue& venue = *house.venues.front();
    venue.forgets_states = true;
    house.begin();
    house.pass(Seconds{300}, kStep);
    ASSERT_EQ(house.accepted(), 1U);
    EXPECT_EQ(house.alarms("epoch_failed"), 2U);
    EXPECT_GT(venue.refusals, 1U);
    house.pass(Seconds{4 * kHour.count}, kStep);
    const auto newest = house.keeper->lanes().front()->newest();
    ASSERT_TRUE(newest);
    EXPECT_LE((house.clock.now() - *newest).count, 2 * kHour.count);
    EXPECT_EQ(house.doubles(), 0U);
}

TEST_F(Waiting, AnEventWhoseEpochFailsBacksOffAndIsCriticalInTheEnd) {
    SimHouse house(sim_policy(1), 1, folder.path());
    house.options.plan.epoch = Seconds{12 * kHour.count};
    house.options.event = keeper::EventTrigger{engine::Bps::of(300), kHour};
    house.begin();
    house.pass(Seconds{2 * kHour.count}, kStep);
    SimVenue& venue = *house.venues.front();
    venue.reads_fail = true;
    house.observatory.price_e8 = house.observatory.price_e8 / 100 * 90;
    const std::uint64_t refusals = venue.refusals;
    house.pass(Seconds{1'800}, kStep);
    EXPECT_GE(venue.refusals, refusals + 3);
    EXPECT_LE(venue.refusals, refusals + 60) << "asked at each poll";
    ASSERT_EQ(house.keeper->view().alarms.size(), 1U);
    EXPECT_EQ(house.keeper->view().alarms.front().severity, telemetry::Severity::critical);
}

TEST_F(Waiting, AnUpdateWhoseFirstLookFailedIsTold) {
    SimHouse house(sim_policy(1), 1, folder.path());
    house.venues.front()->loses_request = true;
    house.begin();
    house.pass(Seconds{60}, kStep);
    ASSERT_EQ(house.venues.front()->lost_requests, 1U);
    ASSERT_EQ(house.accepted(), 1U);
    const keeper::LaneView& lane = house.keeper->lanes().front()->view();
    EXPECT_TRUE(lane.last);
    EXPECT_EQ(lane.last_update, lane.last);
}

TEST_F(Waiting, ARehearsalThatFailsKeepsNobodyFromAskingAfterTheDraft) {
    SimHouse house(sim_policy(1), 1, folder.path());
    SimVenue& venue = *house.venues.front();
    venue.mines_nothing = true;
    house.begin();
    house.pass(Seconds{10}, kStep);
    ASSERT_TRUE(house.keeper->lanes().front()->is_sending());
    venue.reads_fail = true;
    house.pass(Seconds{2 * kHour.count}, kStep);
    EXPECT_GE(house.alarms("epoch_failed"), 1U);
    const std::uint64_t before = venue.sends;
    house.pass(Seconds{600}, kStep);
    EXPECT_GE(venue.sends, before + 290);
    std::printf("asked_in_600_s=%llu\n", static_cast<unsigned long long>(venue.sends - before));
}

TEST_F(Waiting, AnEpochThatFailsKeepsNobodyFromSettling) {
    SimHouse house(sim_policy(1), 1, folder.path());
    house.signs = false;
    house.begin();
    house.pass(Seconds{kHour.count}, kStep);
    EXPECT_GE(house.alarms("epoch_failed"), 1U);
    EXPECT_GE(house.settles, 230U);
    // Nodes that do not answer are left alone.
    house.signs = true;
    house.venues.front()->is_down = true;
    house.pass(Seconds{600}, kStep);
    const std::uint64_t before = house.settles;
    house.pass(Seconds{kHour.count}, kStep);
    EXPECT_LE(house.settles, before + 1);
}

/// A heartbeat that stays where it is, and prices that fall meanwhile.
struct Shocked : Waiting {
    SimHouse house{sim_policy(1), 1, folder.path()};
    SimVenue& venue = *house.venues.front();

    void shock() {
        house.begin();
        house.pass(Seconds{3 * kDay.count}, kStep);
        venue.mines_nothing = true;
        for (int i = 0; i < 24 * 60 && !house.keeper->lanes().front()->is_sending(); ++i)
            house.pass(Seconds{60}, kStep);
        house.observatory.price_e8 = 2'300'00000000;
    }
};

TEST_F(Shocked, ATighteningThatCouldNotMakeItsWayTriesAgain) {
    shock();
    venue.hurries_fail = 1;
    for (int second = 0; second < 7'200 && venue.hurries_fail > 0; ++second)
        house.pass(Seconds{1}, kStep);
    ASSERT_EQ(venue.hurries_fail, 0);
    EXPECT_EQ(venue.cleared, 0U);
    house.pass(Seconds{60}, kStep);
    EXPECT_EQ(venue.cleared, 1U);
}

/// Takes requests and never answers.
struct HangingNode {
    HangingNode()
        : server([this](int, const std::string&) {
              ++asked;
              while (!server.stopping)
                  std::this_thread::sleep_for(std::chrono::milliseconds(5));
              return false;
          }) {}
    std::atomic<int> asked{0};
    HttpServer server;
};

TEST_F(Waiting, AStopIsNotHeldUpByNodesThatHang) {
    HangingNode first;
    HangingNode second;
    std::atomic<bool> stopping{false};
    auto http = rpc::HttpNetwork::open({first.server.url("/a"), second.server.url("/b")});
    ASSERT_TRUE(http) << http.error().what;
    int told = 0;
    keeper::StoppableNetwork network(
        std::move(*http), [&] { return stopping.load(); }, [&] { ++told; });
    SimulatedClock clock;
    rpc::PoolOptions options;
    options.chain_id = 1;
    auto pool = rpc::Pool::make(network, clock, std::move(options));
    ASSERT_TRUE(pool) << pool.error().what;
    const auto begun = std::chrono::steady_clock::now();
    std::thread signal([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        stopping = true;
    });
    // More looks than a turn takes after one that failed.
    for (int looks = 0; looks < 20; ++looks) {
        EXPECT_FALSE((*pool)->look({}));
        clock.wait({3'600'000});  // Nobody is left out for having failed before.
    }
    signal.join();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun);
    EXPECT_GT(first.asked, 0);
    EXPECT_GE(told, first.asked);    // Who asks is slow, and does not hang.
    EXPECT_GE(took.count(), 3'000);  // They did hang.
    EXPECT_LT(took.count(), 10'000);
    std::printf("stop_ms=%lld\n", static_cast<long long>(took.count()));
}

}  // namespace
}  // namespace ballast::test
