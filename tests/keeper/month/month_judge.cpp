// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_judge.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "audit/replay.hpp"

namespace ballast::month {
namespace {

using oracle::Verdict;

/// So long a lane may go without an epoch while nothing is wrong.
constexpr std::int64_t kEpochHours = 3;
/// And an oracle without a report: a heartbeat of twelve hours and those three.
constexpr std::int64_t kReportHours = 12 + kEpochHours;
/// An execution follows its epoch before the next one.
constexpr Seconds kExecutionAge{kHour.count + 300};
/// What is repaired needs a moment: the longest wait of a backoff, and a turn.
constexpr Seconds kRecovery{900};

using CanHarm = bool (*)(FaultKind);

/// What is wrong with one lane's chain may not hold up the others.
bool is_about(const Fault& fault, std::size_t lane) {
    return !is_of_lane(fault.kind) || fault.target == lane;
}

/// By hour: nothing that can harm overlaps it.
std::vector<char> healthy_hours(const MonthWorld& world, std::size_t lane, CanHarm can_harm) {
    const std::int64_t hours = (world.end - kBegin).count / kHour.count;
    std::vector<char> healthy(static_cast<std::size_t>(hours), 1);
    for (std::int64_t hour = 0; hour < hours; ++hour) {
        const UnixSeconds from = kBegin + Seconds{hour * kHour.count};
        for (const Fault& fault : world.faults())
            if (can_harm(fault.kind) && is_about(fault, lane) && fault.from < from + kHour &&
                from < fault.to + kRecovery)
                healthy[static_cast<std::size_t>(hour)] = 0;
    }
    return healthy;
}

/// Counts the hours that end `patience` healthy ones without an event of `times` in them.
std::uint64_t silent_hours(const std::vector<char>& healthy, std::vector<UnixSeconds> times,
                           std::int64_t patience, const std::vector<char>& excused) {
    std::sort(times.begin(), times.end());
    std::uint64_t silent = 0;
    std::int64_t streak = 0;
    for (std::int64_t hour = 0; hour < static_cast<std::int64_t>(healthy.size()); ++hour) {
        streak = healthy[static_cast<std::size_t>(hour)] != 0 ? streak + 1 : 0;
        if (streak <= patience) continue;
        const UnixSeconds end = kBegin + Seconds{(hour + 1) * kHour.count};
        const UnixSeconds begin = end - Seconds{(patience + 1) * kHour.count};
        const auto next = std::lower_bound(times.begin(), times.end(), begin);
        const bool heard = next != times.end() && *next < end;
        if (!heard && excused[static_cast<std::size_t>(hour)] == 0) ++silent;
    }
    return silent;
}

std::size_t index_of(const MonthChain& chain, const Hash32& market_id) {
    const engine::Policy policy = month_policy();
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        if (chain_identity(lane).chain_id != chain.chain_id()) continue;
        const audit::Setup setup = month_setup(lane, policy);
        for (std::size_t i = 0; i < setup.markets.size(); ++i)
            if (setup.markets[i].market_id == market_id) return i;
    }
    return kMarkets;
}

/// Market ids of a chain with their places, found once.
std::map<Hash32, std::size_t> places(const MonthChain& chain) {
    std::map<Hash32, std::size_t> all;
    for (const Hash32& id : chain.market_ids())
        all[id] = index_of(chain, id);
    return all;
}

void judge_doubles(const MonthChain& chain, Figures& figures) {
    std::set<std::uint64_t> numbers;
    std::set<UnixSeconds> decisions;
    for (const AcceptedReport& report : chain.accepted) {
        const bool same_number = !numbers.insert(report.seq).second;
        const bool same_decision = report.is_ours && !decisions.insert(report.decided_at).second;
        figures.double_updates += same_number || same_decision ? 1U : 0U;
    }
    std::set<std::pair<Hash32, std::uint64_t>> executions;
    for (const ExecutedPending& executed : chain.executed)
        if (!executions.insert({executed.market_id, executed.queued_by}).second)
            ++figures.double_updates;
}

void blame(const MonthChain& chain, std::size_t market, const char* what, UnixSeconds decided_at,
           UnixSeconds arrived) {
    std::printf("chain %llu, %s: %s, decided at %s, sent at %s\n",
                static_cast<unsigned long long>(chain.chain_id()), asset_name(market).c_str(), what,
                format_utc(decided_at).c_str(), format_utc(arrived).c_str());
}

void judge_reports(const MonthWorld& world, const MonthChain& chain, Figures& figures) {
    const auto place = places(chain);
    for (const AcceptedReport& report : chain.accepted) {
        if (!report.is_ours) continue;
        ++figures.updates;
        for (std::size_t i = 0; i < report.updates.size(); ++i) {
            if (report.verdicts[i] != Verdict::queued) continue;
            ++figures.loosenings;
            const std::size_t market = place.at(report.updates[i].market_id);
            if (world.was_sound(market, report.decided_at)) continue;
            ++figures.loosenings_on_stale_or_disputed;
            blame(chain, market, "a loosening", report.decided_at, report.arrived);
        }
    }
}

/// An execution rests on the last epoch before it, which must have been the one before it.
void judge_executions(const MonthWorld& world, const MonthChain& chain, const LaneWatch& watch,
                      Figures& figures) {
    const auto place = places(chain);
    for (const ExecutedPending& executed : chain.executed) {
        ++figures.executions;
        const auto after =
            std::upper_bound(watch.epochs.begin(), watch.epochs.end(), executed.arrived);
        const std::size_t market = place.at(executed.market_id);
        const UnixSeconds decided = after == watch.epochs.begin() ? kBegin : *std::prev(after);
        const bool late = executed.arrived - decided > kExecutionAge;
        if (!late && world.was_sound(market, decided)) continue;
        ++figures.loosenings_on_stale_or_disputed;
        blame(chain, market, late ? "a late execution" : "an execution", decided, executed.arrived);
    }
}

/// A basis point less takes back what is pending (decision 4): a lane that has raised nothing has
/// no such cut to wait for.
constexpr unsigned kWithdrawal = 1;

/// When a cut was decided first after `since`, and when it was in a block.
const AcceptedReport* first_cut(const MonthChain& chain, UnixSeconds since) {
    for (const AcceptedReport& report : chain.accepted) {
        const bool cuts = std::any_of(report.updates.begin(), report.updates.end(), [](auto& u) {
            return u.ltv + kWithdrawal < u.expected_ltv || u.lt + kWithdrawal < u.expected_lt;
        });
        if (report.is_ours && report.decided_at >= since && cuts) return &report;
    }
    return nullptr;
}

/// Nothing but a stuck routine transaction kept the lane from speaking.
bool was_free_otherwise(const MonthWorld& world, std::size_t lane, UnixSeconds since) {
    return std::none_of(world.faults().begin(), world.faults().end(), [&](const Fault& fault) {
        const bool other = can_silence(fault.kind) && fault.kind != FaultKind::routine_stuck;
        return other && is_about(fault, lane) && fault.from < since + kSpikeLasts &&
               since < fault.to + kRecovery;
    });
}

/// The first cut after `since` of the lane that came to it last, of those that nothing hindered:
/// each remembers the prices of its own epochs, so one may see a cut an epoch before another.
const AcceptedReport* peers_cut(const MonthWorld& world, std::size_t lane, UnixSeconds since) {
    const AcceptedReport* last = nullptr;
    for (std::size_t other = 0; other < kLanes; ++other) {
        if (other == lane || !was_free_otherwise(world, other, since)) continue;
        const AcceptedReport* cut = first_cut(*world.chains[other], since);
        if (cut == nullptr) return nullptr;
        if (last == nullptr || last->decided_at < cut->decided_at) last = cut;
    }
    return last;
}

/// How many epochs after lanes that nothing hindered the stuck one had its first cut on chain.
void judge_stuck(const MonthWorld& world, std::size_t lane, const LaneWatch& watch,
                 Figures& figures) {
    const auto since = world.chains[lane]->spiked_at;
    if (!since || !was_free_otherwise(world, lane, *since)) return;
    // Where the others did not cut while it was stuck there was nothing to wait for.
    const AcceptedReport* peers = peers_cut(world, lane, *since);
    if (peers == nullptr || peers->decided_at + Seconds{2 * kHour.count} >= *since + kSpikeLasts)
        return;
    const AcceptedReport* own = first_cut(*world.chains[lane], *since);
    // An epoch of its own that saw nothing to cut waited for nothing: the one that was cancelled
    // is in the others' memory of prices alone.
    const auto free = std::lower_bound(watch.epochs.begin(), watch.epochs.end(), peers->decided_at);
    const bool is_free = free != watch.epochs.end() && (own == nullptr || *free < own->decided_at);
    const UnixSeconds heard = is_free ? *free : own == nullptr ? world.end : own->mined_at;
    const Seconds late = heard - peers->decided_at;
    ++figures.stuck_behind;
    figures.stuck_seconds_max =
        std::max(figures.stuck_seconds_max,
                 static_cast<std::uint64_t>(std::max<std::int64_t>(0, late.count)));
}

UnixSeconds next_hour(UnixSeconds at) {
    return {(at.count / kHour.count + 1) * kHour.count};
}

/// What was decided since an outage began and before the first epoch that is due after it, and came
/// to a node once it was over.
void judge_catch_up(const MonthWorld& world, std::size_t lane, Figures& figures) {
    for (const Fault& fault : world.faults()) {
        const bool is_outage = fault.kind == FaultKind::outage ||
                               (fault.kind == FaultKind::node_unreachable && fault.target == lane);
        if (!is_outage) continue;
        const auto pushes = std::count_if(
            world.chains[lane]->accepted.begin(), world.chains[lane]->accepted.end(),
            [&](const AcceptedReport& report) {
                return report.is_ours && report.decided_at >= fault.from &&
                       report.decided_at < next_hour(fault.to) && report.arrived >= fault.to;
            });
        figures.catch_up_max = std::max(figures.catch_up_max, static_cast<std::uint64_t>(pushes));
    }
}

void judge_silence(const MonthWorld& world, std::size_t lane, const LaneWatch& watch,
                   Figures& figures) {
    figures.silent_stops += silent_hours(healthy_hours(world, lane, &can_stop), watch.epochs,
                                         kEpochHours, watch.alarmed);
    std::vector<UnixSeconds> reports;
    for (const AcceptedReport& report : world.chains[lane]->accepted)
        if (report.is_ours) reports.push_back(report.mined_at);
    figures.silent_oracles += silent_hours(healthy_hours(world, lane, &can_silence), reports,
                                           kReportHours, watch.alarmed);
}

}  // namespace

bool Figures::is_clean() const {
    return double_updates == 0 && loosenings_on_stale_or_disputed == 0 && silent_stops == 0 &&
           silent_oracles == 0 && catch_up_max <= 1 && unreplayed == 0 && updates > 0 &&
           stuck_seconds_max < static_cast<std::uint64_t>(kHour.count) &&
           hang_lateness_max <= kHangLatenessMost;
}

void Figures::add(const Figures& other) {
    months += other.months;
    epochs += other.epochs;
    updates += other.updates;
    loosenings += other.loosenings;
    executions += other.executions;
    reverted += other.reverted;
    cancelled += other.cancelled;
    restarts += other.restarts;
    double_updates += other.double_updates;
    loosenings_on_stale_or_disputed += other.loosenings_on_stale_or_disputed;
    silent_stops += other.silent_stops;
    silent_oracles += other.silent_oracles;
    catch_up_max = std::max(catch_up_max, other.catch_up_max);
    unreplayed += other.unreplayed;
    stuck_behind += other.stuck_behind;
    stuck_seconds_max = std::max(stuck_seconds_max, other.stuck_seconds_max);
    hang_lateness_max = std::max(hang_lateness_max, other.hang_lateness_max);
    hang_epochs += other.hang_epochs;
    for (std::size_t i = 0; i < kFaultKinds; ++i)
        tally.met[i] += other.tally.met[i];
}

void judge_lane(const MonthWorld& world, std::size_t lane, const LaneWatch& watch,
                Figures& figures) {
    const MonthChain& chain = *world.chains[lane];
    figures.epochs += watch.epochs.size();
    figures.reverted += chain.reverted;
    figures.cancelled += chain.cancelled;
    judge_doubles(chain, figures);
    judge_reports(world, chain, figures);
    judge_executions(world, chain, watch, figures);
    judge_catch_up(world, lane, figures);
    judge_stuck(world, lane, watch, figures);
    judge_silence(world, lane, watch, figures);
}

std::vector<UnixSeconds> judge_journal(const audit::Journal& journal, Figures& figures) {
    std::vector<UnixSeconds> epochs;
    const auto records = journal.records();
    if (!records) {
        std::printf("the journal cannot be read: %s\n", records.error().what.c_str());
        ++figures.unreplayed;
        return epochs;
    }
    const audit::ReplayOutcome outcome = audit::replay(*records);
    if (outcome.first_difference) {
        const audit::Difference& first = *outcome.first_difference;
        std::printf("record %llu, %s: expected %s, found %s\n",
                    static_cast<unsigned long long>(first.record), first.field.c_str(),
                    first.expected.c_str(), first.found.c_str());
    }
    if (outcome.first_difference || outcome.identical != outcome.epochs) ++figures.unreplayed;
    for (const audit::StoredRecord& record : *records)
        if (record.kind == name(audit::RecordKind::epoch)) epochs.push_back({record.at});
    return epochs;
}

}  // namespace ballast::month
