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

/// Of a waiting loosening, what the engine does not look at (Pending of RiskTypes.sol).
struct Queued {
    engine::Bps bonus;
    engine::Bps expected_ltv;
    engine::Bps expected_lt;
    std::uint8_t regime = 0;
    std::uint32_t config_count = 0;
    std::uint64_t seq = 0;
    bool operator==(const Queued&) const = default;
};

/// The limits that the engine does not look at.
struct OwnLimits {
    engine::Bps bonus_min;
    engine::Bps bonus_max;
    bool operator==(const OwnLimits&) const = default;
};

/// One market. The engine decides on `market`; the rest is the contract's alone.
struct MarketRecord {
    engine::PublishedMarket market;
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

/// The contract's own small state (status() of the interface).
struct Switches {
    std::uint8_t threshold = 0;
    std::uint8_t signers = 0;
    bool loosening_paused = false;
    bool frozen = false;
    std::uint32_t config_count = 0;
    bool operator==(const Switches&) const = default;
};

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
