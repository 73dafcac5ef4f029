// SPDX-License-Identifier: MIT
// What goes wrong in a month, drawn from a seed, and how often each of it was met.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace ballast::month {

constexpr std::int64_t kHours = 720;
/// 2025-03-01T00:00:00Z, a Saturday.
constexpr UnixSeconds kBegin{1'740'787'200};
constexpr UnixSeconds kEnd{kBegin.count + kHours * kHour.count};

enum class FaultKind : std::uint8_t {
    source_down,
    source_stale,   ///< it answers with an old print
    source_lies,    ///< three times the price
    unit_slip,      ///< a hundred times the price
    all_times_ten,  ///< every source of the market at once
    garbage_body,
    html_page,
    clock_jump,
    clock_frozen,
    node_unreachable,
    node_lagging,
    never_mined,  ///< for longer than a report lives
    mined_late,
    reverted,
    gas_empty,
    crash,
    outage,  ///< 72 hours without nodes and sources
    kill_switch,
    reload,
    loosening_paused,
    oracle_frozen,
    other_report,        ///< another keeper's, some time
    other_report_first,  ///< another keeper's, just before ours
    disk_refuses,
    market_falls,   ///< no fault of anybody's: prices do
    chain_hangs,    ///< each call to its nodes takes all of its deadline, and brings nothing
    routine_stuck,  ///< the next routine transaction is outpriced, and prices fall meanwhile
};
constexpr std::size_t kFaultKinds = 27;

[[nodiscard]] std::string_view name(FaultKind kind) noexcept;

struct Fault {
    FaultKind kind = FaultKind::source_down;
    UnixSeconds from;
    UnixSeconds to;
    std::size_t target = 0;    ///< a market or a lane
    std::uint64_t detail = 0;  ///< drawn, for whatever the kind has to choose

    [[nodiscard]] bool covers(UnixSeconds at) const { return from <= at && at < to; }
};

/// Tells whether it is about what the sources of one market say.
[[nodiscard]] bool is_of_source(FaultKind kind) noexcept;
/// Tells whether it is of one lane alone: `target`. No other lane may notice.
[[nodiscard]] bool is_of_lane(FaultKind kind) noexcept;
/// Tells whether it can keep a lane from an epoch; a lane of its own, or each of them.
[[nodiscard]] bool can_stop(FaultKind kind) noexcept;
/// Tells whether it can keep a lane that decides from an update.
[[nodiscard]] bool can_silence(FaultKind kind) noexcept;

/// Returns the month's faults by their begin.
[[nodiscard]] std::vector<Fault> draw_faults(std::uint64_t seed);

/// How often each kind was met by somebody.
struct Tally {
    std::array<std::uint64_t, kFaultKinds> met{};
    void meet(FaultKind kind, std::uint64_t times = 1) {
        met[static_cast<std::size_t>(kind)] += times;
    }
};

}  // namespace ballast::month
