// SPDX-License-Identifier: MIT
#include "tests/mirror/owner_acts.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "tests/mirror/expected.hpp"
#include "tests/mirror/random_limits.hpp"

namespace ballast::oracle::test {
namespace {

using engine::Bps;

const Bytes kNotOwner = revert_with("NotOwner()");
const Bytes kNotGuardian = revert_with("NotGuardian()");

const Hash32& listed(World& world) {
    const auto last = std::ssize(world.ids) - 2;
    return world.ids[static_cast<std::size_t>(world.random.within(0, last))];
}

/// Mostly the owner; sometimes one who may not.
chain::Address owner_or_other(World& world) {
    if (world.random.chance(92)) return world.owner;
    return world.random.chance(50) ? world.guardian : world.stranger;
}

chain::Address guardian_or_other(World& world) {
    if (world.random.chance(10)) return world.stranger;
    return world.random.chance(50) ? world.guardian : world.owner;
}

/// Returns whether `by` is the owner; if not, the call is written as refused.
bool owner_may(World& world, const chain::Address& by, const Bytes& data, const char* about) {
    if (by == world.owner) return true;
    world.call(by, data, false, kNotOwner, about);
    return false;
}

void set_limits(World& world) {
    const Hash32& id = world.random.chance(3) ? world.ids.back() : listed(world);
    const bool known = world.oracle.markets.contains(id);
    MarketRecord wanted = world.oracle.markets[known ? id : listed(world)];
    randomize_limits(wanted, world.random);
    if (world.random.chance(25)) spoil_limits(wanted, world.random);
    const Bytes data = encode_set_limits(id, wanted);
    const chain::Address by = owner_or_other(world);
    if (!owner_may(world, by, data, "setLimits")) return;
    if (!known)
        return world.call(by, data, false, revert_with("UnknownMarket(bytes32)", id), "setLimits");
    if (!are_valid(wanted.market.limits, wanted.own_limits))
        return world.call(by, data, false, revert_with("InvalidLimits()"), "setLimits");
    MarketRecord& held = world.oracle.markets.at(id);
    held.market.limits = wanted.market.limits;
    held.own_limits = wanted.own_limits;
    world.configure(by, data, "setLimits");
    world.look_at_limits(id);
}

/// Each value stays, shrinks, or now and then grows by one, which is refused.
LooseningLimits shrunk(Random& random, LooseningLimits limits) {
    for (Bps* each :
         {&limits.ltv_max, &limits.ltv_rise_step, &limits.lt_rise_step, &limits.ltv_rise_day,
          &limits.ltv_rise_week, &limits.lt_rise_day, &limits.lt_rise_week}) {
        const std::int64_t by = random.chance(4)    ? -1
                                : random.chance(70) ? 0
                                                    : random.within(0, 20);
        *each = Bps::of(std::max<std::int64_t>(0, each->count() - by));
    }
    const std::uint64_t most = limits.supply_cap_max;
    if (random.chance(30) && most > 0) limits.supply_cap_max = most - most / 16;
    if (random.chance(3) && most < kSameSupplyCap) limits.supply_cap_max = most + 1;
    return limits;
}

void tighten_limits(World& world) {
    const Hash32& id = listed(world);
    MarketRecord& held = world.oracle.markets.at(id);
    const LooseningLimits wanted = shrunk(world.random, loosening_part(held));
    const Bytes data = encode_tighten_limits(id, wanted);
    const chain::Address by = guardian_or_other(world);
    if (!world.is_guardian(by)) return world.call(by, data, false, kNotGuardian, "tightenLimits");
    if (!is_no_looser(wanted, held))
        return world.call(by, data, false, revert_with("NotTighter()"), "tightenLimits");
    MarketRecord after = held;
    tighten(after, wanted);
    if (!are_valid(after.market.limits, after.own_limits))
        return world.call(by, data, false, revert_with("InvalidLimits()"), "tightenLimits");
    held = after;
    world.configure(by, data, "tightenLimits");
    world.look_at_limits(id);
}

void approve(World& world) {
    const bool policy = world.random.chance(50);
    std::set<Hash32>& approved = policy ? world.oracle.policies : world.oracle.codes;
    const std::string name = policy ? "approvePolicy" : "approveCode";
    const bool yes = approved.size() < 2 || world.random.chance(50);
    const Hash32 hash = yes ? keccak256(as_bytes(std::to_string(world.random.within(0, 1'000'000))))
                            : *approved.begin();
    const Bytes data = policy ? encode_approve_policy(hash, yes) : encode_approve_code(hash, yes);
    const chain::Address by = owner_or_other(world);
    if (!owner_may(world, by, data, name.c_str())) return;
    if (yes)
        approved.insert(hash);
    else
        approved.erase(hash);
    if (!yes) world.withdrawn.push_back(hash);
    world.configure(by, data, name);
}

void set_signers(World& world) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < World::kKeys; ++i)
        if (world.random.chance(60)) chosen.push_back(i);
    const auto threshold = static_cast<std::uint8_t>(world.random.within(0, 3));
    std::vector<chain::Address> list = world.addresses(chosen);
    const bool unsorted = list.size() > 1 && world.random.chance(15);
    if (unsorted) std::swap(list.front(), list.back());
    const Bytes data = encode_set_signers(list, threshold);
    const chain::Address by = owner_or_other(world);
    if (!owner_may(world, by, data, "setSigners")) return;
    if (threshold == 0 || threshold > list.size())
        return world.call(by, data, false, revert_with("InvalidThreshold()"), "setSigners");
    if (unsorted) return world.call(by, data, false, revert_with("InvalidSigners()"), "setSigners");
    world.replace_signers(chosen, threshold);
    world.configure(by, data, "setSigners");
}

void drop_signer(World& world) {
    std::vector<std::size_t> left = world.signers();
    if (left.empty()) return set_signers(world);
    const auto place = world.random.within(0, std::ssize(left) - (world.random.chance(90) ? 1 : 0));
    const Bytes data = encode_drop_signer(static_cast<std::uint64_t>(place));
    const chain::Address by = guardian_or_other(world);
    if (!world.is_guardian(by)) return world.call(by, data, false, kNotGuardian, "dropSigner");
    if (place >= std::ssize(left))
        return world.call(by, data, false, revert_with("InvalidSigners()"), "dropSigner");
    left.erase(left.begin() + place);
    world.replace_signers(left, world.oracle.switches.threshold);
    world.configure(by, data, "dropSigner");
}

/// The guardian changes, or the ownership passes in its two steps.
void change_roles(World& world) {
    const chain::Address by = owner_or_other(world);
    const Bytes offer = encode_transfer_ownership(world.guardian);
    const bool offered = world.pending_owner == world.guardian;
    switch (offered && world.random.chance(70) ? 2 : world.random.within(0, 2)) {
        case 0: {
            const chain::Address next = world.random.chance(50) ? world.stranger : world.owner;
            const Bytes data = encode_set_guardian(next);
            if (!owner_may(world, by, data, "setGuardian")) return;
            if (next == world.stranger)
                std::swap(world.guardian, world.stranger);
            else
                world.guardian = world.owner;
            return world.configure(by, data, "setGuardian");
        }
        case 1:
            if (!owner_may(world, by, offer, "transferOwnership")) return;
            world.pending_owner = world.guardian;
            return world.call(by, offer, true, {}, "transferOwnership");
        default: {
            const Bytes data = encode_plain_call("acceptOwnership()");
            if (!offered)
                return world.call(world.guardian, data, false, revert_with("NotPendingOwner()"),
                                  "acceptOwnership");
            world.owner = world.guardian;
            world.pending_owner = {};
            return world.configure(world.guardian, data, "acceptOwnership");
        }
    }
}

void add_market_again(World& world) {
    const Hash32& id = listed(world);
    const MarketRecord record = random_market(world.random);
    const chain::Address by = owner_or_other(world);
    const Bytes data = encode_add_market(id, record);
    if (!owner_may(world, by, data, "addMarket")) return;
    world.call(by, data, false, revert_with("MarketExists(bytes32)", id), "addMarket");
}

/// On an id that has no market, so that the first targets themselves are judged.
void add_bad_market(World& world) {
    MarketRecord record = random_market(world.random);
    engine::PublishedMarket& market = record.market;
    for (Bps* each : {&market.ltv, &market.lt, &market.bonus})
        if (world.random.chance(40)) *each = Bps::of(world.random.within(0, 11'000));
    const Bytes data = encode_add_market(world.ids.back(), record);
    const Verdict verdict = check_first_targets(record);
    if (verdict == Verdict::applied) return;
    world.call(world.owner, data, false,
               revert_with("InvalidTargets(uint8)", static_cast<std::uint64_t>(verdict)),
               "addMarket");
}

}  // namespace

namespace {

struct Stop {
    const char* signature;
    bool by_owner;
    void (*act)(World&);
};

/// Two that stop and two that go on.
const std::array<Stop, 4> kStops = {
    {{"freeze()", false, [](World& w) { freeze(w.oracle, w.now); }},
     {"unfreeze()", true, [](World& w) { unfreeze(w.oracle, w.now); }},
     {"pauseLoosening()", false, [](World& w) { w.oracle.switches.loosening_paused = true; }},
     {"unpauseLoosening()", true, [](World& w) { w.oracle.switches.loosening_paused = false; }}}};

void stop(World& world, const Stop& stop) {
    const chain::Address by = stop.by_owner ? owner_or_other(world) : guardian_or_other(world);
    const bool may = stop.by_owner ? by == world.owner : world.is_guardian(by);
    if (may) stop.act(world);
    const Bytes& refusal = stop.by_owner ? kNotOwner : kNotGuardian;
    world.call(by, encode_plain_call(stop.signature), may, may ? Bytes{} : refusal, stop.signature);
}

}  // namespace

void random_stop(World& world) {
    // Also those that change nothing: freezing twice, lifting what is not there.
    stop(world, kStops[static_cast<std::size_t>(world.random.within(0, 3))]);
}

void lift_stops(World& world) {
    stop(world, kStops[world.oracle.switches.frozen ? 1 : 3]);
}

void random_owner_act(World& world) {
    switch (world.random.within(0, 10)) {
        case 0:
        case 1:
        case 2:
            return set_limits(world);
        case 3:
        case 4:
            return tighten_limits(world);
        case 5:
            return approve(world);
        case 6:
            return world.random.chance(60) ? set_signers(world) : drop_signer(world);
        case 7:
        case 8:
            return change_roles(world);
        case 9:
            return add_market_again(world);
        default:
            return add_bad_market(world);
    }
}

}  // namespace ballast::oracle::test
