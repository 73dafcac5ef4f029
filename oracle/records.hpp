// SPDX-License-Identifier: MIT
// All that the contract stores, as its views give it: what the mirror starts from.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "engine/current.hpp"

namespace ballast::oracle {

/// The cap that says "unchanged" in an entry, and "not managed" in a market.
constexpr std::uint64_t kSameSupplyCap = ~std::uint64_t{0};

/// Of a waiting loosening, what the engine does not look at (Pending of RiskTypes.sol).
struct Queued {
    engine::Bps bonus;
    std::uint64_t supply_cap = 0;
    std::uint32_t config_count = 0;
    std::uint64_t seq = 0;
    bool operator==(const Queued&) const = default;
};

/// The supply cap, in whole tokens, and what its rises have consumed.
struct SupplyCap {
    std::uint64_t tokens = kSameSupplyCap;
    UnixSeconds raised_at;
    engine::Bps rise_day_used;
    bool operator==(const SupplyCap&) const = default;
};

/// The limits that the engine does not look at.
struct OwnLimits {
    engine::Bps bonus_min;
    engine::Bps bonus_max;
    engine::Bps baseline_ltv;          ///< what a stale market's LTV decays to
    engine::Bps stale_decay_per_hour;  ///< and how fast
    bool shadow = false;               ///< adapters do not apply what is published
    std::uint64_t supply_cap_min = 1;
    std::uint64_t supply_cap_max = kSameSupplyCap;
    engine::Bps supply_cap_rise_day;
    bool operator==(const OwnLimits&) const = default;
};

/// One market. The engine decides on `market`; the rest is the contract's alone. Here ramp_start
/// is on the contract's ramp clock: block time less the seconds that ramps have stood still.
struct MarketRecord {
    engine::PublishedMarket market;
    SupplyCap supply_cap;
    std::uint8_t regime = 0;
    OwnLimits own_limits;
    Queued queued;  ///< of market.pending; zeros where there is none
    bool operator==(const MarketRecord&) const = default;
};

/// Where the contract's hash chain stands.
struct Head {
    std::uint64_t seq = 0;
    Hash32 last_report;
    UnixSeconds observed_at;
    Hash32 config_digest;
    bool operator==(const Head&) const = default;
};

/// The contract's own small state (status() of the interface), and how freezes hold ramps.
struct Switches {
    std::uint8_t threshold = 0;
    std::uint8_t signers = 0;
    bool loosening_paused = false;
    bool frozen = false;
    std::uint32_t config_count = 0;
    bool holds_ramp = false;  ///< a freeze holds running ramps
    UnixSeconds frozen_at;    ///< begin of the last freeze; holds_ramp and this are not in status()
    Seconds held;             ///< how long ramps stood still by then; in status(): by its block
    bool operator==(const Switches&) const = default;
};

/// Returns how long ramps have stood still until `at`, a present freeze included. Requires `at` not
/// before frozen_at.
[[nodiscard]] Seconds held_seconds(const Switches& switches, UnixSeconds at);

/// Returns the market as the engine takes it: its ramp on the wall clock, and without a loosening
/// that a change of the configuration killed. Switches as they were read from a chain.
[[nodiscard]] engine::PublishedMarket published(const MarketRecord& record,
                                                const Switches& switches);

/// Returns the LTV in force at `at`: a stale market's decays to the baseline (StaleDecay.sol).
[[nodiscard]] engine::Bps ltv_now(const MarketRecord& record, UnixSeconds at);

/// One oracle: every input of its verdicts but the time and the signatures.
struct OracleRecord {
    Head head;
    Switches switches;
    std::set<Hash32> policies;  ///< approved
    std::set<Hash32> codes;     ///< approved
    std::map<Hash32, MarketRecord> markets;
    bool operator==(const OracleRecord&) const = default;
};

}  // namespace ballast::oracle
