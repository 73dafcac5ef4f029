// SPDX-License-Identifier: MIT
// The contract's checks in C++, in its order and with its reasons: LimitRules.sol and the verdicts
// of RiskParamOracle.sol. docs/oracle-contract.md is normative for both; tests/mirror compares the
// two on random reports. Pure functions of what the contract stores and the block's time.
#pragma once

#include "base/int128.hpp"
#include "oracle/records.hpp"
#include "oracle/risk_report.hpp"
#include "oracle/verdict.hpp"

namespace ballast::oracle {

/// How long after its window a loosening may still be executed (PENDING_LIFETIME).
constexpr Seconds kPendingLifetime{7 * kDay.count};

/// A wish to move one market, from an entry or from a pending loosening (Move of LimitRules.sol).
struct Wish {
    engine::Bps ltv;
    engine::Bps lt;
    engine::Bps bonus;
    std::uint64_t supply_cap = kSameSupplyCap;
    Seconds ramp;
    UnixSeconds data_time;  ///< of the data behind the wish
    bool loosening_paused = false;
    UnixSeconds ramp_clock;  ///< now, less the seconds that ramps have stood still
};

/// When an entry is judged, and on what.
struct Moment {
    UnixSeconds at;           ///< the block's time
    UnixSeconds observed_at;  ///< of the report
    Switches switches;
};

/// Returns the wish that an entry of a report makes of the market.
[[nodiscard]] Wish wish_of(const ParamUpdate& entry, const MarketRecord& held,
                           const Moment& moment);

/// Returns applied for an admissible move that raises nothing, queued for an admissible loosening,
/// else the first refusal. Requires a wish that differs from what is stored.
[[nodiscard]] Verdict check_move(const Wish& wish, const MarketRecord& held, UnixSeconds at);

/// Returns whether the wish changes nothing but the time of the data and the regime.
[[nodiscard]] bool is_heartbeat(const Wish& wish, const MarketRecord& held);

/// Returns the contract's verdict on one entry; `held` is null where it has no such market.
[[nodiscard]] Verdict judge_entry(const ParamUpdate& entry, const MarketRecord* held,
                                  const Moment& moment);

/// Returns applied where executePending would succeed at `at`, else why not; `held` as above.
/// Requires an oracle that is not frozen: a frozen one gives no reason.
[[nodiscard]] Verdict judge_pending(const MarketRecord* held, const Switches& switches,
                                    UnixSeconds at);

/// Returns whether setLimits and addMarket take these limits (otherwise they revert InvalidLimits):
/// bands in order, ratios and budgets of at most 10,000, a ramp for every cut, an age for data, a
/// cap of at least one token.
[[nodiscard]] bool are_valid(const engine::OracleLimits& limits, const OwnLimits& own);

/// Returns applied where addMarket takes these first targets under the record's limits, else the
/// reason with which it reverts InvalidTargets.
[[nodiscard]] Verdict check_first_targets(const MarketRecord& record);

/// What the guardian may shrink (LooseningLimits of RiskTypes.sol).
struct LooseningLimits {
    engine::Bps ltv_max;
    engine::Bps ltv_rise_step;
    engine::Bps lt_rise_step;
    engine::Bps ltv_rise_day;
    engine::Bps ltv_rise_week;
    engine::Bps lt_rise_day;
    engine::Bps lt_rise_week;
    std::uint64_t supply_cap_max = 0;
    engine::Bps supply_cap_rise_day;
    bool operator==(const LooseningLimits&) const = default;
};

/// Returns the part of the record's limits that the guardian may shrink.
[[nodiscard]] LooseningLimits loosening_part(const MarketRecord& record);

/// Returns whether no value of `wanted` exceeds the one that it replaces.
[[nodiscard]] bool is_no_looser(const LooseningLimits& wanted, const MarketRecord& record);

/// Replaces that part of the record's limits.
void tighten(MarketRecord& record, const LooseningLimits& wanted);

/// Returns the wish that executing the pending loosening makes. Requires one.
[[nodiscard]] Wish pending_wish(const MarketRecord& held, const Switches& switches, UnixSeconds at);

/// Returns what a rise of the cap costs its budget: bps of the cap that it begins at, rounded up.
/// Requires 0 < from <= to.
[[nodiscard]] Int128 cap_cost(std::uint64_t from, std::uint64_t to);

}  // namespace ballast::oracle
