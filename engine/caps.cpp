// SPDX-License-Identifier: MIT
#include "engine/caps.hpp"

#include <algorithm>
#include <limits>

#include "engine/publication.hpp"

namespace ballast::engine {
namespace {

/// So that a cap that fell to 0 comes back: a rise is at least this part of the target.
constexpr std::int64_t kLeastRise = 20;
/// USD times 1e8 of a price times 1e4 of an LTV.
constexpr Int128 kTokenScale = 1'000'000'000'000;

Usd sized(Usd reference, Wad depths, Wad multiplier) {
    const Int128 whole = mul_div_down(reference.count(), depths.count(), kWadOne);
    return Usd::saturated(mul_div_down(whole, multiplier.count(), kWadOne));
}

UnixSeconds next_quiet(UnixSeconds before, bool quiet, UnixSeconds at) {
    if (!quiet) return {};
    return before.count > 0 ? before : at;
}

/// The rise that one day admits, at most to `target`.
Usd risen(Usd from, Usd target, Wad part) {
    const Int128 own = mul_div_down(from.count(), part.count(), kWadOne);
    const Int128 rise = std::max<Int128>(own, target.count() / kLeastRise);
    return Usd::of(std::min<Int128>(target.count(), from.count() + rise));
}

}  // namespace

CapTargets cap_targets(const AssetPolicy& asset, Usd reference, Wad depth_multiplier,
                       const std::optional<CapThreshold>& threshold) {
    const Usd by_depth = sized(reference, asset.cap_depth, depth_multiplier);
    CapTargets targets{.debt_cap = by_depth, .position_limit = {}};
    if (threshold)
        targets.debt_cap =
            largest_debt(asset, threshold->structural, threshold->published_lt, by_depth);
    if (targets.debt_cap < by_depth) targets.binding = Reason::cap_threshold;
    targets.position_limit = targets.debt_cap;
    if (asset.position_depth.count() > 0)
        targets.position_limit =
            std::min(targets.debt_cap, sized(reference, asset.position_depth, depth_multiplier));
    return targets;
}

void move_cap(CapState& cap, Usd target, const CapMoment& moment, std::vector<Reason>& holds) {
    const bool quiet = moment.calm && target >= cap.usd;
    cap.quiet_since = next_quiet(cap.quiet_since, quiet, moment.at);
    if (cap.raised_at.count == 0 && cap.usd.count() == 0) {
        cap.usd = target;
        cap.raised_at = moment.at;
        return;
    }
    if (target <= cap.usd) {
        cap.usd = target;
        return;
    }
    std::vector<Reason> held = moment.doubts;
    if (moment.carry_flag) held.push_back(Reason::carry_flag);
    if (!is_quiet(cap.quiet_since, moment.policy.quiet, moment.at))
        held.push_back(Reason::not_quiet);
    if (moment.at - cap.raised_at < kDay) held.push_back(Reason::rise_delay);
    if (moment.tightens) held.push_back(Reason::tightening_elsewhere);
    if (held.empty()) {
        cap.usd = risen(cap.usd, target, moment.policy.cap_rise);
        cap.raised_at = moment.at;
        if (cap.usd < target) held.push_back(Reason::cap_rise);
    }
    holds.insert(holds.end(), held.begin(), held.end());
}

std::int64_t supply_cap(Usd debt_cap, Price usd_price, Bps lt) {
    if (usd_price.count() == 0) return 0;
    const Int128 tokens = mul_div_down(debt_cap.count(), kTokenScale,
                                       Int128{usd_price.count()} * std::max(1, lt.count()));
    return static_cast<std::int64_t>(
        std::min<Int128>(tokens, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace ballast::engine
