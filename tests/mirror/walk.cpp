// SPDX-License-Identifier: MIT
#include "tests/mirror/walk.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "tests/mirror/owner_acts.hpp"
#include "tests/mirror/random_entry.hpp"

namespace ballast::oracle::test {
namespace {

constexpr int kMarkets = 3;
constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;

const Hash32& some_market(World& world, int unlisted_percent) {
    if (world.random.chance(unlisted_percent)) return world.ids.back();
    const auto last = std::ssize(world.ids) - 2;
    return world.ids[static_cast<std::size_t>(world.random.within(0, last))];
}

/// Any market with a pending loosening, where there is one.
Hash32 waiting_market(World& world) {
    std::vector<Hash32> waiting;
    for (const auto& [id, record] : world.oracle.markets)
        if (record.market.pending) waiting.push_back(id);
    if (waiting.empty()) return some_market(world, 10);
    return waiting[static_cast<std::size_t>(world.random.within(0, std::ssize(waiting) - 1))];
}

/// One of the times at which some market changes its mind; or the same second.
void pass_time(World& world) {
    world.focus = some_market(world, 0);
    const MarketRecord& held = world.oracle.markets.at(world.focus);
    world.now = std::max(world.now, random_time(world.random, held, world.now));
}

UnixSeconds random_observation(World& world, const MarketRecord& held) {
    const std::int64_t age =
        world.random.pick({0, 0, 0, 1, 60, 3600, held.market.limits.max_age.count,
                           held.market.limits.max_age.count + 1, world.random.scaled(400'000)});
    return std::max(world.oracle.head.observed_at, world.now - Seconds{age});
}

/// Fills a report up to as many entries as one may hold; of markets that nobody listed.
void fill_up(std::vector<ParamUpdate>& entries, Random& random) {
    while (entries.size() < kUpdatesMax) {
        ParamUpdate other = entries.front();
        other.market_id = keccak256(as_bytes(std::to_string(random.within(0, INT64_MAX))));
        entries.push_back(other);
    }
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.market_id < b.market_id; });
}

std::vector<ParamUpdate> random_entries(World& world) {
    std::vector<Hash32> named;
    for (const Hash32& id : world.ids)
        if (world.random.chance(id == world.ids.back() ? 2 : 60)) named.push_back(id);
    if (named.empty()) named.push_back(some_market(world, 0));
    std::sort(named.begin(), named.end());
    const Clocks now{world.now, world.now - held_seconds(world.oracle.switches, world.now)};
    std::vector<ParamUpdate> entries;
    for (const Hash32& id : named) {
        const auto found = world.oracle.markets.find(id);
        const MarketRecord& held = found == world.oracle.markets.end()
                                       ? world.oracle.markets.begin()->second
                                       : found->second;
        entries.push_back(id == world.focus && world.random.chance(45)
                              ? small_rise(world.random, id, held)
                              : random_entry(world.random, id, held, now));
    }
    if (world.random.chance(1)) fill_up(entries, world.random);
    return entries;
}

RiskReport random_report(World& world) {
    const Head& head = world.oracle.head;
    const MarketRecord& held = world.oracle.markets.at(some_market(world, 0));
    return {.config_digest = head.config_digest,
            .seq = head.seq + 1,
            .observed_at = random_observation(world, held),
            .valid_until = world.now + Seconds{world.random.edgy(1, 21'600)},
            .inputs_root = keccak256(as_bytes("inputs")),
            .policy_hash = *world.oracle.policies.begin(),
            .code_hash = *world.oracle.codes.rbegin(),
            .previous_report = head.last_report,
            .updates = random_entries(world)};
}

void spoil_order(RiskReport& report, Random& random) {
    std::vector<ParamUpdate>& updates = report.updates;
    if (random.chance(30))
        updates.clear();
    else if (random.chance(30))
        updates.assign(kUpdatesMax + 1, updates.front());
    else
        updates.push_back(updates.front());
}

/// One thing about the whole report that may be wrong; at times it is just right.
void spoil_report(RiskReport& report, World& world) {
    Random& random = world.random;
    const Hash32 unknown = keccak256(as_bytes(std::to_string(random.within(0, INT64_MAX))));
    const bool once_known = !world.withdrawn.empty() && random.chance(50);
    const Hash32& other = once_known ? world.withdrawn.back() : unknown;
    switch (random.within(0, 8)) {
        case 0:
            report.config_digest = other;
            break;
        case 1:
            report.seq = static_cast<std::uint64_t>(std::max<std::int64_t>(
                0, static_cast<std::int64_t>(report.seq) + random.within(-1, 1)));
            break;
        case 2:
            report.previous_report = other;
            break;
        case 3:
            report.valid_until.count = world.now.count + random.within(-1, 1);
            break;
        case 4:
            report.observed_at.count = world.now.count + random.within(0, 2);
            break;
        case 5:
            report.observed_at.count = std::max<std::int64_t>(
                0, world.oracle.head.observed_at.count + random.within(-2, 0));
            break;
        case 6:
            report.policy_hash = other;
            break;
        case 7:
            report.code_hash = other;
            break;
        default:
            spoil_order(report, random);
    }
}

void report(World& world) {
    RiskReport made = random_report(world);
    if (world.random.chance(12)) spoil_report(made, world);
    if (world.random.chance(5)) spoil_report(made, world);
    if (world.random.chance(15)) world.preview(made);
    world.submit(made);
    world.look();
}

/// Mostly around the end of a window; at times where nothing waits.
void execute(World& world) {
    const Hash32 id = world.random.chance(90) ? waiting_market(world) : some_market(world, 30);
    const auto found = world.oracle.markets.find(id);
    const bool waits = found != world.oracle.markets.end() && found->second.market.pending;
    if (waits && world.random.chance(75)) {
        const UnixSeconds due = found->second.market.pending->executable_at;
        world.now = std::max(world.now, due + Seconds{world.random.pick({-1, 0, 0, 1, 900})});
    }
    if (world.random.chance(30)) world.preview_pending(id);
    world.execute_pending(id);
    world.look();
}

void act(World& world) {
    if (world.random.chance(60)) pass_time(world);
    const Switches& switches = world.oracle.switches;
    if (switches.frozen && world.random.chance(40)) return lift_stops(world);
    if (switches.loosening_paused && world.random.chance(25)) return lift_stops(world);
    if (world.oracle.switches.signers < world.oracle.switches.threshold && world.random.chance(20))
        return random_owner_act(world);
    const std::int64_t die = world.random.within(0, 99);
    if (die < 68) return report(world);
    if (die < 87) return execute(world);
    if (die < 88) {
        world.veto(some_market(world, 2),
                   world.random.chance(90) ? world.guardian : world.stranger);
        return world.look();
    }
    if (die < 91) return world.look_at_params(some_market(world, 3));
    if (die < 96)
        random_stop(world);
    else
        random_owner_act(world);
    world.look();
}

}  // namespace

std::vector<Act> walk(std::uint64_t seed, std::uint64_t script, int reports, Tally& tally) {
    Random random(seed + kGolden * (script + 1));
    World world(random, tally, kMarkets);
    const auto made = [&] {
        return std::count_if(world.acts().begin(), world.acts().end(),
                             [](const Act& act) { return act.kind == ActKind::report; });
    };
    while (made() < reports)
        act(world);
    return world.acts();
}

}  // namespace ballast::oracle::test
