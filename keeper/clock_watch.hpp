// SPDX-License-Identifier: MIT
// Whether this machine's wall clock may be believed: it names epochs, and a wrong one would sign
// reports of a time that is not now.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace ballast::keeper {

/// Closed list.
enum class ClockFault {
    behind_chain,    ///< the newest block is of a time that is not yet
    ahead_of_chain,  ///< the newest block is old, and nobody else confirms the clock
    against_http,    ///< the sources' clocks say another time
    frozen,          ///< it stands still
    jumped,          ///< it moved otherwise than time passed
};

/// Returns the name of the alarm: "clock_frozen".
[[nodiscard]] std::string_view name(ClockFault fault) noexcept;

/// What others say the time is.
struct ClockWitnesses {
    std::optional<UnixSeconds> block_time;  ///< of the newest block
    std::vector<UnixSeconds> http_dates;    ///< of servers that just answered
};

/// How old the newest block may be: blocks come late on a quiet chain.
constexpr Seconds kHeadAgeMax{900};

struct ClockVerdict {
    std::optional<ClockFault> fault;
    Seconds ahead;  ///< of the witnesses; negative: behind
};

/// Judges `now`. The median of the HTTP dates counts before the block, which may be old; a block
/// of the future counts before everything. Without a witness there is no fault: nothing can be sent
/// then either.
[[nodiscard]] ClockVerdict judge_clock(UnixSeconds now, const ClockWitnesses& witnesses,
                                       Seconds skew_max);

/// Compares how far the wall clock and the monotonic one went between two looks.
class ClockWatch {
  public:
    /// Returns frozen or jumped where they differ by more than `skew_max` since the last look, or
    /// since the clock stood still.
    [[nodiscard]] std::optional<ClockFault> look(UnixSeconds now, Milliseconds monotonic,
                                                 Seconds skew_max);

  private:
    std::optional<UnixSeconds> wall_;
    Milliseconds monotonic_;
};

}  // namespace ballast::keeper
