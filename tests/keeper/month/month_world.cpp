// SPDX-License-Identifier: MIT
#include "tests/keeper/month/month_world.hpp"

#include <algorithm>

namespace ballast::month {
namespace {

using test::SimRandom;

constexpr std::int64_t kFirstPrice = 1'000'000'000'000;  // 10,000 dollars
constexpr std::int64_t kFirstVix = 1'600'000'000;
const U256 kFunds = U256(1'000'000'000) * U256(10'000'000'000);  // ten ether

std::int64_t hour_of(UnixSeconds at) {
    return std::clamp<std::int64_t>((at - kBegin).count / kHour.count, 0, kHours + 95);
}

/// A number from -most to most.
std::int64_t step(SimRandom& random, std::uint64_t most) {
    return static_cast<std::int64_t>(random.below(2 * most + 1)) - static_cast<std::int64_t>(most);
}

}  // namespace

MonthWorld::MonthWorld(std::uint64_t seed, std::vector<Fault> faults, UnixSeconds until)
    : end(until),
      deliveries(kLiveMarkets * kSourcesOfMarket + 1),
      faults_(std::move(faults)),
      begun_(faults_.size(), 0),
      ended_(faults_.size(), 0) {
    const engine::Policy policy = month_policy();
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const audit::Setup setup = month_setup(lane, policy);
        chains.push_back(std::make_unique<MonthChain>(setup.chain_id, setup.oracle, kBegin - kDay,
                                                      deployed(setup, policy)));
        chains.back()->tally = &tally;
        chains.back()->change(kBegin, [](ChainState& state) { state.balance = kFunds; });
    }
    make_prices(SimRandom(seed));
    set_weather();
}

void MonthWorld::make_prices(SimRandom random) {
    const auto falls = std::find_if(faults_.begin(), faults_.end(), [](const Fault& fault) {
        return fault.kind == FaultKind::market_falls;
    });
    prices_.assign(kMarkets, {});
    for (auto& path : prices_) {
        std::int64_t price = kFirstPrice;
        for (std::int64_t hour = 0; hour < kHours + 96; ++hour) {
            const UnixSeconds at = kBegin + Seconds{hour * kHour.count};
            const bool fall = falls != faults_.end() && falls->covers(at);
            path.push_back(price);
            price += price / 10'000 * (step(random, 60) - (fall ? 350 : 0));
        }
    }
    std::int64_t level = kFirstVix;
    for (std::int64_t day = 0; day < kHours / 24 + 5; ++day) {
        vix_.push_back(level);
        level += level / 1'000 * step(random, 15);
    }
}

std::int64_t MonthWorld::price(std::size_t market, UnixSeconds at) const {
    const std::int64_t price = prices_[market][static_cast<std::size_t>(hour_of(at))];
    return price - price / 10'000 * shock_bps(at);
}

/// Nearly half within three hours of the moment at which a routine transaction became stuck.
std::int64_t MonthWorld::shock_bps(UnixSeconds at) const {
    std::int64_t most = 0;
    for (const auto& chain : chains)
        if (chain->spiked_at)
            most = std::max(most, std::min<std::int64_t>(
                                      4'500, (at - *chain->spiked_at).count * 1'500 / kHour.count));
    return most;
}

std::int64_t MonthWorld::vix(UnixSeconds at) const {
    return vix_[static_cast<std::size_t>(hour_of(at) / 24)];
}

/// Every third market is deeper or shallower by the week.
std::int64_t MonthWorld::depth_percent(std::size_t market, UnixSeconds at) const {
    const std::int64_t week = hour_of(at) / (7 * 24);
    const auto phase = static_cast<std::int64_t>(market % 4);
    return market % 3 == 0 ? 80 + 15 * ((week + phase) % 4) : 100;
}

UnixSeconds MonthWorld::shown() const {
    if (const Fault* frozen = active(FaultKind::clock_frozen, now())) return frozen->from;
    const Fault* jump = active(FaultKind::clock_jump, now());
    if (jump == nullptr) return now();
    const auto far = static_cast<std::int64_t>(60 + jump->detail / 2 % kDay.count);
    return jump->detail % 2 == 0 ? now() + Seconds{far} : now() - Seconds{far};
}

const Fault* MonthWorld::active(FaultKind kind, UnixSeconds at) const {
    const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
        return fault.kind == kind && fault.covers(at);
    });
    return found == faults_.end() ? nullptr : &*found;
}

const Fault* MonthWorld::of_market(std::size_t market, UnixSeconds at) const {
    const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const Fault& fault) {
        return is_of_source(fault.kind) && fault.target == market && fault.covers(at);
    });
    return found == faults_.end() ? nullptr : &*found;
}

UnixSeconds MonthWorld::next_edge() const {
    UnixSeconds next = end;
    for (const Fault& fault : faults_) {
        if (fault.from > now()) next = std::min(next, fault.from);
        if (fault.to > now()) next = std::min(next, fault.to);
    }
    return std::max(next, now() + Seconds{1});
}

void MonthWorld::pass(Milliseconds span) {
    const std::int64_t until = passed_.count + span.count;
    while (passed_.count < until) {
        const std::int64_t edge = (next_edge() - kBegin).count * 1'000;
        passed_.count = std::min(until, std::max(edge, passed_.count + 1));
        for (const auto& chain : chains)
            chain->pass_to(now());
        set_weather();
    }
}

void MonthWorld::set_weather() {
    for (std::size_t lane = 0; lane < chains.size(); ++lane)
        set_weather(*chains[lane], lane);
    for (std::size_t i = 0; i < faults_.size(); ++i) {
        if (begun_[i] == 0 && faults_[i].from <= now()) {
            begun_[i] = 1;
            act_once(faults_[i]);
        }
        if (ended_[i] == 0 && faults_[i].to <= now()) {
            ended_[i] = 1;
            if (faults_[i].target < kLanes)
                act_on_chain(faults_[i], *chains[faults_[i].target], false);
        }
    }
    const bool refuses = active(FaultKind::disk_refuses, now()) != nullptr;
    test::DiskPlan plan;
    if (refuses) plan = {test::DiskFault::full, 1, ~std::uint64_t{0}};
    disk.set_plan(plan);
}

void MonthWorld::set_weather(MonthChain& chain, std::size_t lane) {
    const auto covers = [&](FaultKind kind) {
        return std::any_of(faults_.begin(), faults_.end(), [&](const Fault& fault) {
            return fault.kind == kind && fault.target == lane && fault.covers(now());
        });
    };
    chain.weather.is_out = active(FaultKind::outage, now()) != nullptr;
    chain.weather.unreachable = chain.weather.is_out || covers(FaultKind::node_unreachable);
    chain.weather.lag = covers(FaultKind::node_lagging) ? Seconds{900} : Seconds{0};
    chain.weather.hangs = covers(FaultKind::chain_hangs);
    chain.weather.may_spike = covers(FaultKind::routine_stuck);
    chain.weather.never_mines = covers(FaultKind::never_mined);
    chain.weather.mines_nothing = chain.weather.never_mines || covers(FaultKind::mined_late);
}

void MonthWorld::act_once(const Fault& fault) {
    if (fault.target < kLanes) act_on_chain(fault, *chains[fault.target], true);
}

void MonthWorld::act_on_chain(const Fault& fault, MonthChain& chain, bool begins) {
    const bool is_freeze = fault.kind == FaultKind::oracle_frozen;
    if (fault.kind == FaultKind::reverted) chain.weather.reverts = begins;
    if (fault.kind == FaultKind::other_report_first) chain.weather.other_is_first = begins;
    if (fault.kind == FaultKind::other_report && begins)
        chain.report_of_another(now(), fault.detail % kMarkets);
    if (fault.kind == FaultKind::gas_empty)
        chain.change(now(),
                     [&](ChainState& state) { state.balance = begins ? U256(1'000) : kFunds; });
    if (fault.kind == FaultKind::loosening_paused)
        chain.change(now(),
                     [&](ChainState& state) { state.oracle.switches.loosening_paused = begins; });
    if (is_freeze && begins)
        chain.change(now(), [&](ChainState& state) { oracle::freeze(state.oracle, now()); });
    if (is_freeze && !begins)
        chain.change(now(), [&](ChainState& state) { oracle::unfreeze(state.oracle, now()); });
}

bool MonthWorld::heard_truth(std::size_t source, UnixSeconds at, Seconds hold) const {
    const std::vector<Delivery>& all = deliveries[source];
    const auto newest = std::find_if(all.rbegin(), all.rend(),
                                     [&](const Delivery& each) { return each.given <= at; });
    return newest != all.rend() && newest->is_true && at - newest->observed_at <= hold;
}

bool MonthWorld::was_sound(std::size_t market, UnixSeconds at) const {
    const std::int64_t into_day = (at - kBegin).count % kDay.count;
    const Seconds indicator_hold{kIndicatorHoldDays * kDay.count + into_day};
    if (!heard_truth(deliveries.size() - 1, at, indicator_hold)) return false;
    if (market >= kLiveMarkets) return of_market(market, at) == nullptr;
    std::size_t voices = 0;
    for (std::size_t i = 0; i < kSourcesOfMarket; ++i)
        voices += heard_truth(market * kSourcesOfMarket + i, at, kPrintHold) ? 1U : 0U;
    return voices >= 2;
}

}  // namespace ballast::month
