// SPDX-License-Identifier: MIT
#include "tests/killpoints/sweep.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "base/check.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/workers.hpp"

namespace ballast::test {
namespace {

/// A run between two lives: everything that survives the process. A value.
struct Stage {
    SimWorld world;
    SimJob job;
};

class Sweep {
  public:
    explicit Sweep(const SweepPlan& plan) : plan_(plan) {}

    /// Of the first lives, those that are the worker's.
    void run_seed(std::uint64_t seed, std::uint64_t worker) {
        const Stage start{funded_world(seed, plan_.weather), plan_.job};
        const std::uint64_t acts = finish(start, {seed, 0, 0});
        std::uint64_t turn = 0;
        for (std::uint64_t first = 1 + seed % plan_.stride; first <= acts; first += plan_.stride)
            if (turn++ % kWorkers == worker) run_first({seed, first, 0}, start);
    }

    void run_point(const KillPoint& point) {
        const Stage start{funded_world(point.seed, plan_.weather), plan_.job};
        const auto after_first = point.first == 0 ? start : die(start, point, point.first);
        const auto after_second =
            point.second == 0 ? after_first : die(after_first, point, point.second);
        finish(after_second, point);
    }

    SweepResult result;

  private:
    void run_first(const KillPoint& point, const Stage& start) {
        const Stage dead = die(start, point, point.first);
        ++result.points;
        const std::uint64_t acts = finish(dead, point);
        const std::uint64_t stride = plan_.recovery_stride;
        for (std::uint64_t second = 1 + (point.first + point.seed) % stride; second <= acts;
             second += stride) {
            const KillPoint both{point.seed, point.first, second};
            ++result.points;
            ++result.recovery_crashes;
            finish(die(dead, both, second), both);
        }
    }

    [[nodiscard]] LifeEnd run_life(Stage& stage, SimProcess& process) {
        return live({stage.world, stage.job, process, folder_.path() / "journal", plan_.make});
    }

    /// Lets a copy of `from` live up to its act `at`.
    [[nodiscard]] Stage die(const Stage& from, const KillPoint& point, std::uint64_t at) {
        Stage stage = from;
        SimProcess process(at);
        if (run_life(stage, process) == LifeEnd::stuck) fault(result.stuck, 1, point);
        // A life that ends before its act number `at` has nothing left to lose.
        if (process.is_dead()) ++result.deaths[static_cast<std::size_t>(process.died_in())];
        if (plan_.power_loss)
            result.changes_lost += stage.world.disk.lose_power(
                *plan_.power_loss, point.seed * 1'000'003 + point.first * 1'009 + at);
        // Nobody knows when it is started again: at once, or after any number of blocks.
        const auto blocks = static_cast<std::int64_t>((point.first + 2 * at) % 4);
        stage.world.pass({blocks * kSimBlockTime.count});
        return stage;
    }

    /// Lets a copy of `from` live to the end and judges it. Returns how many acts that took.
    std::uint64_t finish(const Stage& from, const KillPoint& point) {
        Stage stage = from;
        SimProcess process;
        if (run_life(stage, process) == LifeEnd::stuck) fault(result.stuck, 1, point);
        const SimVerdict verdict = judge(stage.world.chain, stage.job);
        fault(result.doubles, verdict.doubles, point);
        fault(result.lost, verdict.lost, point);
        fault(result.wrong, verdict.wrong, point);
        note(stage);
        return process.acts();
    }

    void fault(std::uint64_t& counter, std::uint64_t times, const KillPoint& point) {
        counter += times;
        if (times > 0 && !result.first_fault) result.first_fault = point;
    }

    void note(const Stage& stage) {
        result.reorgs_that_hit += stage.world.reorgs_that_hit;
        result.evictions += stage.world.evictions;
        if (stage.job.arrived.size() > stage.job.requests)
            result.replacements += stage.job.arrived.size() - stage.job.requests;
        for (const auto& [key, state] : stage.job.finals)
            result.cancellations += state == sender::TxState::cancelled ? 1U : 0U;
    }

    const SweepPlan& plan_;
    TemporaryFolder folder_;
};

SweepResult run_share(const SweepPlan& plan, std::uint64_t worker) {
    Sweep sweep(plan);
    for (std::uint64_t i = 0; i < plan.seeds; ++i)
        sweep.run_seed(plan.first_seed + i, worker);
    return sweep.result;
}

}  // namespace

std::optional<KillPoint> chosen_point() {
    const char* text = std::getenv("BALLAST_POINT");
    if (text == nullptr) return std::nullopt;
    KillPoint point;
    char* rest = nullptr;
    point.seed = std::strtoull(text, &rest, 10);
    BALLAST_CHECK(*rest == '/');
    point.first = std::strtoull(rest + 1, &rest, 10);
    BALLAST_CHECK(*rest == '/');
    point.second = std::strtoull(rest + 1, &rest, 10);
    return point;
}

void add(SweepResult& sum, const SweepResult& part) {
    for (const auto field :
         {&SweepResult::points, &SweepResult::doubles, &SweepResult::lost, &SweepResult::wrong,
          &SweepResult::stuck, &SweepResult::recovery_crashes, &SweepResult::changes_lost,
          &SweepResult::reorgs_that_hit, &SweepResult::evictions, &SweepResult::replacements,
          &SweepResult::cancellations})
        sum.*field += part.*field;
    for (std::size_t i = 0; i < kActs; ++i)
        sum.deaths[i] += part.deaths[i];
    if (!sum.first_fault) sum.first_fault = part.first_fault;
}

SweepResult sweep(const SweepPlan& plan) {
    if (const auto point = chosen_point()) {
        Sweep one(plan);
        one.run_point(*point);
        return one.result;
    }
    SweepResult sum;
    for (const SweepResult& part :
         in_workers([&](std::uint64_t worker) { return run_share(plan, worker); }))
        add(sum, part);
    return sum;
}

std::string to_string(const KillPoint& point) {
    return std::to_string(point.seed) + "/" + std::to_string(point.first) + "/" +
           std::to_string(point.second);
}

void print(const SweepResult& result) {
    for (std::size_t i = 0; i < kActs; ++i)
        std::printf("died_in_%s=%llu ", kActNames[i],
                    static_cast<unsigned long long>(result.deaths[i]));
    std::printf(
        "\nreorgs_that_hit=%llu evictions=%llu replacements=%llu cancellations=%llu "
        "changes_lost=%llu\n",
        static_cast<unsigned long long>(result.reorgs_that_hit),
        static_cast<unsigned long long>(result.evictions),
        static_cast<unsigned long long>(result.replacements),
        static_cast<unsigned long long>(result.cancellations),
        static_cast<unsigned long long>(result.changes_lost));
    if (result.first_fault) {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        std::printf("repeat: BALLAST_POINT=%s %s --gtest_filter=%s.%s\n",
                    to_string(*result.first_fault).c_str(), program_invocation_name,
                    test->test_suite_name(), test->name());
    }
    std::printf("points=%llu double=%llu lost=%llu recovery_crashes=%llu wrong=%llu stuck=%llu\n",
                static_cast<unsigned long long>(result.points),
                static_cast<unsigned long long>(result.doubles),
                static_cast<unsigned long long>(result.lost),
                static_cast<unsigned long long>(result.recovery_crashes),
                static_cast<unsigned long long>(result.wrong),
                static_cast<unsigned long long>(result.stuck));
}

}  // namespace ballast::test
