// SPDX-License-Identifier: MIT
// observe -> decide -> publish -> record: one epoch of a keeper.
#pragma once

#include <functional>
#include <vector>

#include "audit/documents.hpp"
#include "audit/journal.hpp"
#include "base/result.hpp"
#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"
#include "keeper/draft.hpp"
#include "keeper/executions.hpp"
#include "keeper/hold.hpp"
#include "keeper/venue.hpp"

namespace ballast::keeper {

/// Gives the snapshot of the epoch, once the liquidation thresholds in force are known.
using Observe = std::function<Result<engine::Snapshot>(const std::vector<engine::Bps>& lt_now)>;

/// Signs the report's digest as often as the oracle asks, as oracle::attest writes it.
using Attest = std::function<Result<Bytes>(const oracle::RiskReport& report, const Hash32& digest)>;

/// Says why nothing is to be sent in this epoch, whatever was decided; nothing where it may be.
using Gate = std::function<Result<std::optional<Hold>>(const VenueState& seen,
                                                       const engine::Report& report)>;

/// What a keeper of one oracle works with. References outlive it; `state` is what the last epoch
/// left.
struct Workplace {
    const engine::Policy& policy;
    Hash32 policy_hash;  ///< of `policy`, which an epoch is too short to hash again
    const audit::Setup& setup;
    Attest attest;
    Hash32 binary_sha256;
    Venue& venue;
    audit::Journal& journal;
    engine::State state;
    Gate gate = nullptr;  ///< none: everything is sent
    /// Terms of every update: fee cap, gas. Key, call, preflights, urgency and deadline are set.
    sender::TransactionRequest terms = {};
    /// A cut takes the urgent cap, and an update is cancelled once it has expired.
    bool live = false;
    /// Nothing pending is executed by whoever only watches.
    bool executes = true;
    /// What an epoch whose transaction is not in a block yet will leave: finish_draft() adopts it.
    std::optional<engine::State> unfinished = std::nullopt;
};

/// What one epoch came to, for whoever watches.
struct TickOutcome {
    UnixSeconds at;
    engine::Snapshot snapshot;
    engine::Report report;
    engine::Current before;  ///< what the oracle held when it was read
    engine::Current after;   ///< read back once all of it was mined
    rpc::Block block;        ///< at which the oracle was read first
    std::optional<Hold> held;
    bool on_its_way = false;  ///< its update is in no block yet
    std::optional<rpc::Receipt> receipt;
    std::vector<oracle::EntryOutcome> outcomes;
    Executions executions;
};

/// Begins one epoch at `at`: reads the oracle, decides, sends what there is to say unless the gate
/// holds it, and journals all of it; conclude() does the rest. Where the outcome is on its way, the
/// epoch is the journal's draft, and comes first: finish_draft(). Errors: upstream_unavailable,
/// maybe with a draft in the journal; mismatch where the oracle would not do exactly what was
/// decided (then nothing was sent); those of check_not_behind and of `observe`.
[[nodiscard]] Result<TickOutcome> tick(Workplace& place, UnixSeconds at, const Observe& observe);

/// Ends an epoch that is in the journal: reads back what its update left, executes pending
/// loosenings that are due and still wanted, and puts what it found into `outcome`. May be called
/// again after an error. Errors: upstream_unavailable; mismatch where the oracle does not hold what
/// was decided, and then nothing of that epoch may be executed; those of finish_executions.
[[nodiscard]] Status conclude(Workplace& place, TickOutcome& outcome);

/// finish_draft() inside a run: what a recorded epoch leaves becomes the place's state.
[[nodiscard]] Result<DraftEnd> finish_draft(Workplace& place);

/// Tells whether the report lowers anything.
[[nodiscard]] bool tightens(const engine::Report& report);

}  // namespace ballast::keeper
