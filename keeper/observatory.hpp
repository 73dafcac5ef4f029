// SPDX-License-Identifier: MIT
// The world as a keeper sees it: prices, indicators, books, with their own times.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/snapshot.hpp"

namespace ballast::keeper {

/// How one source stands, for people and metrics.
struct FeedView {
    std::string name;
    std::string group;       ///< the market or indicator that it is a source of
    std::string state;       ///< "live", "stale", "rejected", "unreachable", "waiting"
    std::string reason;      ///< why it is not live; empty where it is
    std::int64_t value = 0;  ///< at 1e-8 of its unit
    std::optional<UnixSeconds> observed_at;
    Seconds stale_after;              ///< 0: it has no limit
    std::optional<Seconds> age;       ///< as the limit counts it
    std::int64_t sources_fresh = 0;   ///< groups of sources that have a vote now
    std::int64_t sources_needed = 0;  ///< its quorum; 0: nobody said
};

/// The real one asks the declared sources; a simulation's has a script.
class Observatory {
  public:
    Observatory() = default;
    Observatory(const Observatory&) = delete;
    Observatory& operator=(const Observatory&) = delete;
    virtual ~Observatory() = default;

    /// Asks the sources that are due, within `total`. What does not answer is the feed's own
    /// matter.
    virtual void poll(UnixSeconds now, Milliseconds total) = 0;

    /// Returns what is known at `at`, for the markets of that chain. `lt_now` are the thresholds in
    /// force, in the policy's order: they move the health factors of the book. What is not known
    /// is said in the snapshot. Errors: bad_data where a calendar's table ends before `at`.
    [[nodiscard]] virtual Result<engine::Snapshot> observe(
        const std::string& chain, UnixSeconds at, const std::vector<engine::Bps>& lt_now) = 0;

    /// Returns the newest price of each asset that has one.
    [[nodiscard]] virtual std::map<std::string, engine::Price> prices(UnixSeconds now) const = 0;

    /// Returns the clocks of the servers that answered the last poll.
    [[nodiscard]] virtual std::vector<UnixSeconds> server_dates() const = 0;

    [[nodiscard]] virtual std::vector<FeedView> feeds(UnixSeconds now) const = 0;
};

}  // namespace ballast::keeper
