// SPDX-License-Identifier: MIT
// From the journal to where the last run stood; or the first record of a new one.
#pragma once

#include <optional>

#include "audit/documents.hpp"
#include "audit/journal.hpp"
#include "base/result.hpp"
#include "engine/policy.hpp"
#include "engine/state.hpp"

namespace ballast::keeper {

/// Where a journal leaves its keeper.
struct Standing {
    engine::State state;
    /// What the journal's draft of an epoch will leave once it is finished: finish_draft() adopts
    /// it.
    std::optional<engine::State> unfinished;
    std::optional<UnixSeconds> last;         ///< the last epoch's
    std::optional<UnixSeconds> last_update;  ///< of the last epoch whose update was accepted
    std::uint64_t records = 0;
};

/// Returns the setup that the journal was begun with; nothing of an empty one. Errors: bad_data;
/// those of the journal.
[[nodiscard]] Result<std::optional<audit::Setup>> begun_with(const audit::Journal& journal);

/// Writes the genesis record of an empty journal, at `now` and from an engine that remembers
/// nothing. Otherwise reads every record, a few at a time, recomputes the state, and compares each
/// epoch's with the journaled hash. Errors: configuration where the journal is of another chain,
/// oracle, market, signer, policy or code; mismatch where a record is not what it must be (`ballast
/// replay` tells more); those of the journal.
[[nodiscard]] Result<Standing> begin_or_restore(audit::Journal& journal, const audit::Setup& setup,
                                                const engine::Policy& policy, UnixSeconds now);

}  // namespace ballast::keeper
