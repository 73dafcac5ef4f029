// SPDX-License-Identifier: MIT
// What was known at one moment, already validated: the only thing a decision may look at.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::engine {

/// How far a price may be trusted. Anything but `confirmed` forbids loosening.
enum class PriceStatus {
    confirmed,         ///< the quorum of sources agrees
    below_quorum,      ///< too few sources answered
    jump_unconfirmed,  ///< moved more than 12 sigma and no second source says so
    missing,           ///< no source answered
};

/// The slippages, in bps, at which the sellable USD are stated.
constexpr std::array<std::int32_t, 5> kDepthSlippageBps = {50, 100, 200, 500, 1000};
/// USD sellable at each of kDepthSlippageBps; never falling along the array.
using DepthCurve = std::array<Usd, 5>;

/// One point of the liquidation wall: `debt` owed by positions whose health factor is at most
/// `health_factor` (10,000 bps = 1) at the snapshot's price and the liquidation threshold in force.
struct WallPoint {
    Bps health_factor;
    Usd debt;
    bool operator==(const WallPoint&) const = default;
};

/// Who has borrowed against a collateral.
struct Book {
    Usd debt;              ///< all debt, or the cap on it where that is larger
    Usd largest_position;  ///< the debt of the largest borrower
    /// Ascending in both members; linear between points; no debt below the first point.
    std::vector<WallPoint> wall;
    bool operator==(const Book&) const = default;
};

/// What was observed of one collateral.
struct MarketObservation {
    std::string asset;  ///< as the policy names it: "BTC"
    PriceStatus price_status = PriceStatus::missing;
    Price price;              ///< median across venues; 0 where missing
    UnixSeconds observed_at;  ///< the oldest observation of the quorum
    DepthCurve depth{};       ///< now
    DepthCurve depth_low{};   ///< the minimum over 30 days of the hourly median
    Usd daily_volume;
    Book book;
    bool operator==(const MarketObservation&) const = default;
};

/// Whether an indicator's last print may be used.
enum class IndicatorStatus {
    live,     ///< its market is open, or has printed since it closed
    closed,   ///< its market is closed: an old print is the newest there is
    stale,    ///< older than its limit in its own trading days: frozen, forbids loosening
    missing,  ///< never seen: the engine runs without it, and does not loosen
};

/// One macro indicator: its newest print whose knowledge time has passed.
struct IndicatorObservation {
    std::string name;  ///< as the policy names it: "move"
    IndicatorStatus status = IndicatorStatus::missing;
    Level level;
    UnixSeconds observed_at;  ///< event time, never after the snapshot; a UTC day counts its first
    UnixSeconds known_at;     ///< knowledge time; never after the snapshot
    bool operator==(const IndicatorObservation&) const = default;
};

/// The most events of a snapshot.
constexpr std::size_t kEventsMax = 64;

/// Everything known at `at`. Immutable; equal snapshots have equal canonical bytes.
struct Snapshot {
    UnixSeconds at;                                ///< "now" for everything that follows
    std::vector<MarketObservation> markets;        ///< in the policy's order
    std::vector<IndicatorObservation> indicators;  ///< in the policy's order
    /// Times of scheduled events (BOJ, FOMC, CPI) near `at`, past and to come; ascending. Nothing
    /// loosens within the policy's window around one.
    std::vector<UnixSeconds> events;
    /// A guardian's word: the regime score is at least this. It can only raise it.
    Wad guardian_score;
    bool operator==(const Snapshot&) const = default;
};

}  // namespace ballast::engine
