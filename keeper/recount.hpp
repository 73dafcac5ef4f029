// SPDX-License-Identifier: MIT
// What a journal says that its feeds said, against the bytes that were captured.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "audit/journal.hpp"
#include "engine/policy.hpp"
#include "feeds/captured_board.hpp"

namespace ballast::keeper {

/// One value of a snapshot that the captured bytes do not give.
struct RecountDifference {
    std::uint64_t record = 0;
    std::int64_t at = 0;   ///< the epoch's
    std::string feed;      ///< as it is declared; the asset or the indicator where none is
    std::string field;     ///< "price_1e8", "status" ... or "guardian_score_wad"
    std::string expected;  ///< read again from the bytes
    std::string found;     ///< as the record has it
};

struct RecountOutcome {
    std::int64_t not_compared = 0;  ///< epochs before the first captured answer
    std::int64_t epochs = 0;        ///< all others
    std::int64_t identical = 0;     ///< of those, all that the feeds decide
    std::optional<RecountDifference> first_difference;
};

/// Computes anew, for each epoch, what its feeds said at its time: of each market the price, its
/// status and time, of each indicator the level, its status and times, and the score that disputed
/// feeds raise. Epochs before the first captured answer are counted alone. Depth, volume, borrowers
/// and announcements come from no feed and are not compared. The board must be fresh; what could
/// not be read is in its lost(). Requires records that were replayed, the genesis first. Errors:
/// bad_data where they were not; those of CapturedBoard.
[[nodiscard]] Result<RecountOutcome> recount(std::span<const audit::StoredRecord> records,
                                             feeds::CapturedBoard& board);

}  // namespace ballast::keeper
