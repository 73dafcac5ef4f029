// SPDX-License-Identifier: MIT
#include "oracle/records.hpp"

#include <algorithm>

#include "base/int128.hpp"

namespace ballast::oracle {

Seconds held_seconds(const Switches& switches, UnixSeconds at) {
    const bool holding = switches.frozen && switches.holds_ramp;
    return holding ? Seconds{switches.held.count + (at - switches.frozen_at).count} : switches.held;
}

engine::PublishedMarket published(const MarketRecord& record, const Switches& switches) {
    engine::PublishedMarket market = record.market;
    // A market that never moved has no ramp to shift.
    if (market.ramp_start.count > 0) market.ramp_start = market.ramp_start + switches.held;
    // The contract keeps a loosening of an older configuration in its storage, but never executes
    // it (CONFIG_CHANGED), and lets a new one take its place.
    if (record.queued.config_count != switches.config_count) market.pending.reset();
    return market;
}

engine::Bps ltv_now(const MarketRecord& record, UnixSeconds at) {
    const engine::Bps ltv = record.market.ltv;
    const engine::Bps baseline = record.own_limits.baseline_ltv;
    const Seconds late = at - (record.market.as_of + record.market.limits.max_age);
    if (late.count <= 0 || baseline >= ltv) return ltv;
    const Int128 decayed =
        mul_div_down(record.own_limits.stale_decay_per_hour.count(), late.count, kHour.count);
    const Int128 left = ltv.count() - decayed;
    return engine::Bps::of(std::max<Int128>(baseline.count(), left));
}

}  // namespace ballast::oracle
