// SPDX-License-Identifier: MIT
// What a month came to. Judged by the chains, the servers and the journals' bytes; the keeper's own
// word counts in one place: an alarm that stands is no silence.
#pragma once

#include <vector>

#include "audit/journal.hpp"
#include "tests/keeper/month/month_world.hpp"

namespace ballast::month {

/// A hanging chain costs the others a deadline, each time that it is asked.
constexpr std::uint64_t kHangLatenessMost = 60;

/// Figures of one month, or of several. A value without pointers: processes hand it on.
struct Figures {
    std::uint64_t months = 0;
    std::uint64_t epochs = 0;
    std::uint64_t updates = 0;     ///< reports of ours that an oracle accepted
    std::uint64_t loosenings = 0;  ///< entries of ours that were queued
    std::uint64_t executions = 0;  ///< pending loosenings executed
    std::uint64_t reverted = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t restarts = 0;
    std::uint64_t double_updates = 0;
    std::uint64_t loosenings_on_stale_or_disputed = 0;
    std::uint64_t silent_stops = 0;    ///< healthy, and no epoch
    std::uint64_t silent_oracles = 0;  ///< healthy, and no report for more than a heartbeat
    std::uint64_t catch_up_max = 0;
    std::uint64_t unreplayed = 0;  ///< journals that do not replay to the same bytes
    /// Cuts that waited behind a stuck routine transaction, and how long after the moment for which
    /// an unhindered lane decided its own the last of them was in a block.
    std::uint64_t stuck_behind = 0;
    std::uint64_t stuck_seconds_max = 0;
    /// Epochs of lanes while another lane's nodes hung and nothing else was wrong, and how late the
    /// last of them was decided.
    std::uint64_t hang_epochs = 0;
    std::uint64_t hang_lateness_max = 0;
    Tally tally;

    [[nodiscard]] bool is_clean() const;
    void add(const Figures& other);
};

/// What was seen of one lane while it ran.
struct LaneWatch {
    std::vector<UnixSeconds> epochs;  ///< of the journal
    std::vector<char> alarmed;        ///< by hour: an alarm about it, or about all, stood
};

/// Adds what the world says of one lane.
void judge_lane(const MonthWorld& world, std::size_t lane, const LaneWatch& watch,
                Figures& figures);

/// Reads the epochs of a journal, and replays it.
[[nodiscard]] std::vector<UnixSeconds> judge_journal(const audit::Journal& journal,
                                                     Figures& figures);

}  // namespace ballast::month
