// SPDX-License-Identifier: MIT
#include "apps/dry_run/macro.hpp"

#include <cstdlib>

namespace ballast::apps {
namespace {

/// Keeps the largest difference by size, and the first moment that had it.
void keep_largest(engine::Bps difference, UnixSeconds at, engine::Bps& largest,
                  UnixSeconds& largest_at) {
    if (std::abs(difference.count()) <= std::abs(largest.count())) return;
    largest = difference;
    largest_at = at;
}

}  // namespace

engine::Policy without_macro(engine::Policy policy) {
    policy.name += " without macro";
    policy.regime.channels.clear();
    policy.regime.carry_level_channel.clear();
    policy.regime.carry_change_channel.clear();
    return policy;
}

MacroPart macro_part(std::size_t k, const engine::MarketDecision& with,
                     const engine::MarketDecision& without, const PolicyRun& run_with,
                     const PolicyRun& run_without) {
    MacroPart part{.ltv_now = with.ltv_target.value - without.ltv_target.value,
                   .lt_now = with.lt_target.value - without.lt_target.value};
    for (std::size_t i = 0; i < run_with.epochs.size(); ++i) {
        const PublishedPoint& a = run_with.epochs[i].published[k];
        const PublishedPoint& b = run_without.epochs[i].published[k];
        const UnixSeconds at = run_with.epochs[i].report.at;
        if (a.ltv != b.ltv || a.lt_now != b.lt_now) ++part.epochs;
        keep_largest(a.ltv - b.ltv, at, part.ltv_largest, part.ltv_largest_at);
        keep_largest(a.lt_now - b.lt_now, at, part.lt_largest, part.lt_largest_at);
    }
    return part;
}

}  // namespace ballast::apps
