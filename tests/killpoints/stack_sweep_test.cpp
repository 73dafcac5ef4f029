// SPDX-License-Identifier: MIT
// Fewer kill points, through everything that ships but HTTP: sender, journal, SQLite, the pool and
// its JSON-RPC to three nodes.
#include <gtest/gtest.h>

#include <cstdio>

#include "audit/journal.hpp"
#include "base/check.hpp"
#include "tests/killpoints/sweep.hpp"
#include "tests/support/crash_vfs.hpp"
#include "tests/support/nightly.hpp"
#include "tests/support/sim_sender.hpp"
#include "tests/support/sim_stack.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/workers.hpp"

namespace ballast::test {
namespace {

/// One world and up to three lives in it.
class StackRun {
  public:
    /// Lives up to the act `dies_at`; 0: to the end.
    LifeEnd live(std::uint64_t dies_at) {
        SimProcess process(dies_at);
        disk_.run_by(&process);
        const CrashVfs mounted(disk_);
        auto journal =
            audit::Journal::open(folder_.path() / "journal", audit::Journal::Mode::write);
        if (process.is_dead()) return LifeEnd::died;
        StackNetwork network(stack_, process);
        StackClock clock(stack_);
        const auto pool = rpc::Pool::make(network, clock, {.chain_id = kSimChain});
        BALLAST_CHECK(journal && pool);
        SimSigner signer(process);
        const auto end = keep_on({**pool, journal->transactions(), signer, clock, process}, job_,
                                 make_sender, kRoundsMax);
        acts_ = process.acts();
        if (process.is_dead()) died_in_ = process.died_in();
        return end;
    }

    SimVerdict verdict() {
        for (std::size_t i = 0; i < stack_.nodes.size(); ++i)
            for (const Bytes& raw : stack_.nodes.node(i).sent())
                note_arrival(job_, *read_transaction(raw));
        return judge(stack_.chain, job_);
    }

    void pass(std::uint64_t blocks) {
        stack_.pass({static_cast<std::int64_t>(blocks) * kSimBlockTime.count});
    }
    [[nodiscard]] std::uint64_t acts() const { return acts_; }
    [[nodiscard]] std::optional<Act> died_in() const { return died_in_; }

  private:
    static constexpr std::uint64_t kRoundsMax = 200;

    SimStack stack_{3};
    SimDisk disk_;
    SimJob job_{.requests = 2, .deadline = {90}};
    TemporaryFolder folder_;
    std::uint64_t acts_ = 0;
    std::optional<Act> died_in_;
};

void run_point(const KillPoint& point, SweepResult& result) {
    StackRun run;
    for (const std::uint64_t dies_at : {point.first, point.second}) {
        if (run.live(dies_at) != LifeEnd::died) continue;
        if (run.died_in()) ++result.deaths[static_cast<std::size_t>(*run.died_in())];
        if (dies_at == point.second) ++result.recovery_crashes;
        run.pass(point.second % 3);
    }
    ++result.points;
    const bool done = run.live(0) == LifeEnd::done;
    const SimVerdict verdict = run.verdict();
    result.stuck += done ? 0U : 1U;
    result.doubles += verdict.doubles;
    result.lost += verdict.lost;
    result.wrong += verdict.wrong;
    if ((!done || !verdict.is_clean()) && !result.first_fault) result.first_fault = point;
}

std::uint64_t acts_of_a_life() {
    StackRun run;
    BALLAST_CHECK(run.live(0) == LifeEnd::done && run.verdict().is_clean());
    return run.acts();
}

SweepResult run_share(std::uint64_t points, std::uint64_t worker) {
    SweepResult result;
    SimRandom random(1 + worker);
    const std::uint64_t acts = acts_of_a_life();
    for (std::uint64_t i = worker; i < points; i += kWorkers)
        run_point({1, 1 + i * acts / points, 1 + random.below(acts / 2)}, result);
    return result;
}

TEST(fault_35_killed_at_every_act, through_the_whole_stack) {
    const auto points = static_cast<std::uint64_t>(cases(80, 4'000));
    SweepResult sum;
    if (const auto point = chosen_point()) {
        run_point(*point, sum);
        print(sum);
        EXPECT_EQ(sum.faults(), 0U);
        return;
    }
    for (const SweepResult& part :
         in_workers([&](std::uint64_t worker) { return run_share(points, worker); }))
        add(sum, part);
    print(sum);
    EXPECT_EQ(sum.points, points);
    EXPECT_EQ(sum.faults(), 0U);
    EXPECT_GT(sum.recovery_crashes, points / 4);
}

}  // namespace
}  // namespace ballast::test
