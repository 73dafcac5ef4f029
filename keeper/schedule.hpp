// SPDX-License-Identifier: MIT
// When the next epoch is due. Pure: the wall clock names epochs, the monotonic one measures waits.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.hpp"

namespace ballast::keeper {

/// Epochs begin at whole multiples of `epoch` since 1970 in UTC, plus `offset`.
struct SchedulePlan {
    Seconds epoch = kHour;
    Seconds offset{0};  ///< of a standby; less than `epoch`
};

/// The engine takes no two snapshots within it.
constexpr Seconds kEpochLeast = kHour;
/// So late an epoch may begin and still be that of its moment: what was known then is at hand.
constexpr Seconds kLateness{300};

struct DueEpoch {
    UnixSeconds at;         ///< the snapshot's time: the epoch's moment, or now where that is past
    bool catch_up = false;  ///< it stands for at least one that was missed
    std::int64_t missed = 0;  ///< epochs since the last that nobody makes up for
};

/// Returns the epoch that is due at `now`, if one is. `last` is that of the last journaled one; the
/// first of all is due at once. However many were missed, one is due.
[[nodiscard]] std::optional<DueEpoch> due_epoch(const SchedulePlan& plan,
                                                std::optional<UnixSeconds> last, UnixSeconds now);

/// Returns when the next epoch is due: `now` where one is.
[[nodiscard]] UnixSeconds next_due(const SchedulePlan& plan, std::optional<UnixSeconds> last,
                                   UnixSeconds now);

/// Tells whether an event may bring an epoch at `now`. Requires min_distance >= kEpochLeast.
[[nodiscard]] bool may_trigger(std::optional<UnixSeconds> last, UnixSeconds now,
                               Seconds min_distance);

/// Waits after epochs that failed: doubled from the first to the last, each by chance between a
/// half and the whole of it, so that keepers that failed together do not return together.
class Backoff {
  public:
    /// `seed` makes the jitter.
    explicit Backoff(std::uint64_t seed) : random_(seed) {}

    void failed(Milliseconds now);
    void succeeded() { failures_ = 0; }
    /// Tells whether the wait since the last failure is over.
    [[nodiscard]] bool is_over(Milliseconds now) const;
    /// In a row.
    [[nodiscard]] std::uint64_t failures() const { return failures_; }

  private:
    std::uint64_t random_;
    std::uint64_t failures_ = 0;
    Milliseconds next_;
};

}  // namespace ballast::keeper
