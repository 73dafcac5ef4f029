// SPDX-License-Identifier: MIT
// Lets a keeper live through a month, die in it, and be judged.
#pragma once

#include "tests/keeper/month/month_house.hpp"
#include "tests/keeper/month/month_judge.hpp"
#include "tests/support/crash_vfs.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::month {

/// What is made wrong so that the judge can be seen to find it.
struct Planted {
    bool applies_twice = false;
    bool calls_all_live = false;
    bool lane_vanishes = false;  ///< on the second day, without a word
    bool edits_journal = false;  ///< one number of one record, afterwards
};

class MonthRun {
  public:
    MonthRun(std::uint64_t seed, std::vector<Fault> faults, Planted planted = {},
             UnixSeconds end = kEnd);

    /// Runs to the end of the month. Returns what it came to.
    [[nodiscard]] Figures run();

    [[nodiscard]] MonthWorld& world() { return world_; }

  private:
    void plant();
    void open_house();
    void turn();
    void obey_the_operator();
    void arm_crash();
    void bury();
    void note_alarms();
    void note_lateness();
    [[nodiscard]] UnixSeconds next_look() const;
    [[nodiscard]] bool is_behind() const;
    void judge();

    Planted planted_;
    engine::Policy policy_;
    MonthWorld world_;
    test::TemporaryFolder folder_;
    test::CrashVfs vfs_;
    test::SimProcess process_;
    HostClock host_;
    telemetry::Log log_;
    telemetry::Metrics metrics_;
    std::unique_ptr<House> house_;
    UnixSeconds closed_until_;
    const Fault* armed_ = nullptr;
    const Fault* reloaded_ = nullptr;
    std::vector<LaneWatch> watches_;
    std::vector<std::optional<UnixSeconds>> newest_;  ///< of each lane, at the last turn
    Figures figures_;
};

/// Runs the month of a seed.
[[nodiscard]] Figures run_month(std::uint64_t seed);

/// Prints the figures as name=value, the faults first.
void print(const Figures& figures);

}  // namespace ballast::month
