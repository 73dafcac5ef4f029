// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_run.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "audit/sql.hpp"
#include "base/check.hpp"

namespace ballast::month {
namespace {

/// An act of the process at which it dies: within the reading, deciding and storing of three lanes.
constexpr std::uint64_t kActsOfEpoch = 150;

void show(std::string_view line) {
    std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
}

telemetry::LogLevel least_shown() {
    return std::getenv("BALLAST_MONTH_LOG") != nullptr ? telemetry::LogLevel::warning
                                                       : telemetry::LogLevel::error;
}

bool is_shown() {
    return std::getenv("BALLAST_MONTH_LOG") != nullptr;
}

UnixSeconds boundary_before(UnixSeconds at) {
    return {at.count - at.count % kHour.count};
}

}  // namespace

MonthRun::MonthRun(std::uint64_t seed, std::vector<Fault> faults, Planted planted, UnixSeconds end)
    : planted_(planted),
      policy_(month_policy()),
      world_(seed, std::move(faults), end),
      vfs_(world_.disk),
      host_(world_),
      log_(telemetry::LogFormat::logfmt, least_shown(), host_,
           [](std::string_view line) {
               if (is_shown()) show(line);
           }),
      metrics_("month", "month"),
      watches_(kLanes),
      newest_(kLanes) {
    for (LaneWatch& watch : watches_)
        watch.alarmed.assign(kHours + 1, 0);
    world_.disk.run_by(&process_);
    plant();
}

void MonthRun::plant() {
    for (const auto& chain : world_.chains)
        chain->applies_twice = planted_.applies_twice;
}

Figures MonthRun::run() {
    while (world_.now() < world_.end) {
        obey_the_operator();
        if (house_)
            turn();
        else if (world_.now() >= closed_until_)
            open_house();
        note_alarms();
        const std::int64_t wait = (next_look() - kBegin).count * 1'000 - world_.passed().count;
        world_.pass({std::max<std::int64_t>(wait, 1'000)});
    }
    judge();
    return figures_;
}

void MonthRun::open_house() {
    auto opened = House::open({world_, policy_, log_, metrics_, folder_.path()}, process_);
    if (!opened) {
        log_.write(telemetry::LogLevel::error, "not_opened", opened.error().what);
        closed_until_ = world_.now() + Seconds{60};
        return;
    }
    house_ = std::move(*opened);
    house_->observatory().calls_all_live = planted_.calls_all_live;
}

void MonthRun::turn() {
    if (planted_.lane_vanishes && world_.now() > kBegin + kDay &&
        house_->keeper().lanes().size() == kLanes)
        house_->keeper().lanes().pop_back();
    const auto turned = house_->keeper().turn();
    if (process_.is_dead()) return bury();
    BALLAST_CHECK(turned.has_value());
    note_lateness();
    for (const auto& lane : house_->keeper().lanes())
        if (lane->view().held == keeper::Hold::kill_switch)
            world_.tally.meet(FaultKind::kill_switch);
    for (const FaultKind kind :
         {FaultKind::clock_jump, FaultKind::clock_frozen, FaultKind::loosening_paused,
          FaultKind::oracle_frozen, FaultKind::market_falls})
        if (world_.active(kind, world_.now()) != nullptr) world_.tally.meet(kind);
}

void MonthRun::obey_the_operator() {
    const UnixSeconds now = world_.now();
    arm_crash();
    const Fault* reload = world_.active(FaultKind::reload, now);
    if (!house_ || reload == reloaded_) return;
    keeper::KeeperOptions options = month_options(policy_);
    if (reload != nullptr) {
        if (reload->detail % 3 == 0) options.mode = keeper::Mode::shadow;
        if (reload->detail % 3 == 1)
            options.event = keeper::EventTrigger{engine::Bps::of(50), kHour};
        if (reload->detail % 3 == 2) options.poll = Seconds{60};
        world_.tally.meet(FaultKind::reload);
    }
    house_->keeper().obey(std::move(options));
    reloaded_ = reload;
}

void MonthRun::arm_crash() {
    const Fault* crash = world_.active(FaultKind::crash, world_.now());
    if (!house_ || crash == armed_) return;
    armed_ = crash;
    process_ =
        crash == nullptr ? test::SimProcess() : test::SimProcess(1 + crash->detail % kActsOfEpoch);
}

/// The process is gone, and every second time the power, too.
void MonthRun::bury() {
    world_.tally.meet(FaultKind::crash);
    ++figures_.restarts;
    house_.reset();
    reloaded_ = nullptr;
    process_ = test::SimProcess();
    const std::uint64_t drawn = armed_ == nullptr ? 0 : armed_->detail;
    if (drawn / kActsOfEpoch % 2 == 0)
        (void)world_.disk.lose_power(test::PowerLoss::any_sector, drawn);
    closed_until_ = armed_ == nullptr ? world_.now() : armed_->to;
}

/// Of lanes beside one whose nodes hang; where anything else is or was wrong of late, it is that.
void MonthRun::note_lateness() {
    const UnixSeconds now = world_.now();
    const Fault* hang = world_.active(FaultKind::chain_hangs, now);
    const bool hangs_alone =
        hang != nullptr && hang->covers(boundary_before(now)) &&
        std::none_of(world_.faults().begin(), world_.faults().end(), [&](const Fault& fault) {
            const bool other = can_silence(fault.kind) && &fault != hang;
            return other && fault.from <= now && now < fault.to + kHour;
        });
    const auto& lanes = house_->keeper().lanes();
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
        const auto newest = lanes[lane]->newest();
        const bool is_new = newest && newest_[lane] != newest && *newest == boundary_before(now);
        newest_[lane] = newest;
        if (!hangs_alone || !is_new || hang->target == lane) continue;
        ++figures_.hang_epochs;
        figures_.hang_lateness_max =
            std::max(figures_.hang_lateness_max, static_cast<std::uint64_t>((now - *newest).count));
    }
}

void MonthRun::note_alarms() {
    const auto hour = static_cast<std::size_t>((world_.now() - kBegin).count / kHour.count);
    if (!house_ || hour > static_cast<std::size_t>(kHours)) return;
    for (const keeper::Alarm& alarm : house_->keeper().view().alarms)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            if (alarm.about.empty() || alarm.about == chain_identity(lane).name)
                watches_[lane].alarmed[hour] = 1;
}

bool MonthRun::is_behind() const {
    if (!house_) return true;
    const UnixSeconds newest = boundary_before(world_.now());
    const auto& lanes = house_->keeper().lanes();
    return std::any_of(lanes.begin(), lanes.end(), [&](const auto& lane) {
        return !lane->view().last || *lane->view().last < newest;
    });
}

/// As seldom as a loop of one turn a second can be thinned out without missing anything: before and
/// at each epoch, where something began or ended, and soon again where something is open.
UnixSeconds MonthRun::next_look() const {
    const UnixSeconds now = world_.now();
    const UnixSeconds hour = boundary_before(now);
    UnixSeconds next = world_.next_edge();
    for (const std::int64_t second : {1, 1'200, 2'400, 3'585, 3'601}) {
        const UnixSeconds look = hour + Seconds{second};
        if (look > now) {
            next = std::min(next, look);
            break;
        }
    }
    const bool soon = now - hour < Seconds{300};
    if (is_behind()) next = std::min(next, now + Seconds{soon ? 15 : 240});
    return next;
}

void MonthRun::judge() {
    house_.reset();
    process_ = test::SimProcess();
    world_.disk.set_plan({});
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const auto journal = audit::Journal::open(House::journal_path(folder_.path(), lane),
                                                  audit::Journal::Mode::write);
        BALLAST_CHECK(journal.has_value());
        if (planted_.edits_journal)
            BALLAST_CHECK(journal->sql().execute("UPDATE records SET at = at + 1 WHERE idx = 2"));
        watches_[lane].epochs = judge_journal(*journal, figures_);
        judge_lane(world_, lane, watches_[lane], figures_);
    }
    if (world_.disk.spoiled() > 0)
        world_.tally.meet(FaultKind::disk_refuses, world_.disk.spoiled());
    figures_.tally = world_.tally;
    figures_.months = 1;
}

Figures run_month(std::uint64_t seed) {
    return MonthRun(seed, draw_faults(seed)).run();
}

void print(const Figures& figures) {
    const auto figure = [](const std::string& name, std::uint64_t value) {
        std::printf("%s=%llu\n", name.c_str(), static_cast<unsigned long long>(value));
    };
    for (std::size_t i = 0; i < kFaultKinds; ++i)
        figure("met_" + std::string(name(static_cast<FaultKind>(i))), figures.tally.met[i]);
    figure("months", figures.months);
    figure("epochs", figures.epochs);
    figure("updates", figures.updates);
    figure("loosenings", figures.loosenings);
    figure("executions", figures.executions);
    figure("reverted", figures.reverted);
    figure("cancelled", figures.cancelled);
    figure("restarts", figures.restarts);
    figure("unreplayed_journals", figures.unreplayed);
    figure("silent_oracles", figures.silent_oracles);
    figure("stuck_behind", figures.stuck_behind);
    figure("stuck_seconds_max", figures.stuck_seconds_max);
    figure("stuck_epochs_max", figures.stuck_seconds_max / static_cast<std::uint64_t>(kHour.count));
    figure("hang_epochs", figures.hang_epochs);
    figure("hang_lateness_max", figures.hang_lateness_max);
    figure("double_updates", figures.double_updates);
    figure("loosenings_on_stale_or_disputed", figures.loosenings_on_stale_or_disputed);
    figure("silent_stops", figures.silent_stops);
    figure("catch_up_max", figures.catch_up_max);
}

}  // namespace ballast::month
