// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_faults.hpp"

#include <algorithm>

#include "tests/keeper/month/month_policy.hpp"
#include "tests/support/sim_random.hpp"

namespace ballast::month {
namespace {

using test::SimRandom;

/// How a kind comes: so many in a month, each of a length between two, in minutes.
struct Habit {
    FaultKind kind;
    std::string_view name;
    std::uint64_t times;
    std::uint64_t least;
    std::uint64_t most;
    bool is_of_lane;
};

constexpr std::array<Habit, kFaultKinds> kHabits = {{
    {FaultKind::source_down, "source_down", 5, 60, 1'200, false},
    {FaultKind::source_stale, "source_stale", 5, 120, 1'200, false},
    {FaultKind::source_lies, "source_lies", 5, 60, 600, false},
    {FaultKind::unit_slip, "unit_slip", 4, 60, 600, false},
    {FaultKind::all_times_ten, "all_times_ten", 3, 60, 600, false},
    {FaultKind::garbage_body, "garbage_body", 4, 60, 600, false},
    {FaultKind::html_page, "html_page", 4, 60, 600, false},
    {FaultKind::clock_jump, "clock_jump", 2, 30, 200, false},
    {FaultKind::clock_frozen, "clock_frozen", 2, 30, 200, false},
    {FaultKind::node_unreachable, "node_unreachable", 2, 20, 400, true},
    {FaultKind::node_lagging, "node_lagging", 2, 20, 300, true},
    {FaultKind::never_mined, "never_mined", 1, 400, 500, true},
    {FaultKind::mined_late, "mined_late", 3, 2, 60, true},
    {FaultKind::reverted, "reverted", 3, 1'440, 1'440, true},
    {FaultKind::gas_empty, "gas_empty", 2, 60, 1'000, true},
    {FaultKind::crash, "crash", 2, 20, 150, false},
    {FaultKind::outage, "outage", 1, 4'320, 4'320, false},
    {FaultKind::kill_switch, "kill_switch", 1, 60, 1'000, false},
    {FaultKind::reload, "reload", 2, 60, 600, false},
    {FaultKind::loosening_paused, "loosening_paused", 2, 600, 3'000, true},
    {FaultKind::oracle_frozen, "oracle_frozen", 1, 60, 1'000, true},
    {FaultKind::other_report, "other_report", 6, 1, 1, true},
    {FaultKind::other_report_first, "other_report_first", 3, 1'440, 1'440, true},
    {FaultKind::disk_refuses, "disk_refuses", 2, 10, 150, false},
    {FaultKind::market_falls, "market_falls", 1, 300, 300, false},
    {FaultKind::chain_hangs, "chain_hangs", 2, 60, 400, true},
    {FaultKind::routine_stuck, "routine_stuck", 1, 1'200, 1'200, true},
}};

/// A crash is armed where an epoch begins; the rest of it begins when it likes.
UnixSeconds begin_of(FaultKind kind, SimRandom& random) {
    const auto hour = static_cast<std::int64_t>(6 + random.below(kHours - 90));
    const auto second = static_cast<std::int64_t>(random.below(3'600));
    return kBegin + Seconds{hour * kHour.count + (kind == FaultKind::crash ? 0 : second)};
}

/// Half of the sources' faults are for the few markets that have sources.
std::size_t target_of(const Habit& habit, SimRandom& random) {
    if (habit.is_of_lane) return random.below(kLanes);
    return random.below(random.once_in(2) ? kLiveMarkets : kMarkets);
}

Fault draw(const Habit& habit, SimRandom& random) {
    const UnixSeconds from = begin_of(habit.kind, random);
    const std::uint64_t minutes = habit.least + random.below(habit.most - habit.least + 1);
    return {.kind = habit.kind,
            .from = from,
            .to = from + Seconds{static_cast<std::int64_t>(60 * minutes)},
            .target = target_of(habit, random),
            .detail = random.next()};
}

}  // namespace

std::string_view name(FaultKind kind) noexcept {
    return kHabits[static_cast<std::size_t>(kind)].name;
}

bool is_of_source(FaultKind kind) noexcept {
    return kind <= FaultKind::html_page;
}

bool is_of_lane(FaultKind kind) noexcept {
    return kHabits[static_cast<std::size_t>(kind)].is_of_lane;
}

bool can_stop(FaultKind kind) noexcept {
    static constexpr std::array kStopping = {
        FaultKind::clock_jump,   FaultKind::clock_frozen, FaultKind::node_unreachable,
        FaultKind::node_lagging, FaultKind::never_mined,  FaultKind::mined_late,
        FaultKind::gas_empty,    FaultKind::crash,        FaultKind::outage,
        FaultKind::disk_refuses, FaultKind::chain_hangs,  FaultKind::routine_stuck};
    return std::find(kStopping.begin(), kStopping.end(), kind) != kStopping.end();
}

bool can_silence(FaultKind kind) noexcept {
    return can_stop(kind) || kind == FaultKind::kill_switch || kind == FaultKind::reload ||
           kind == FaultKind::oracle_frozen;
}

std::vector<Fault> draw_faults(std::uint64_t seed) {
    SimRandom random(seed ^ 0xfa017);
    std::vector<Fault> faults;
    for (const Habit& habit : kHabits)
        for (std::uint64_t i = 0; i < habit.times; ++i)
            faults.push_back(draw(habit, random));
    std::sort(faults.begin(), faults.end(),
              [](const Fault& a, const Fault& b) { return a.from < b.from; });
    return faults;
}

}  // namespace ballast::month
