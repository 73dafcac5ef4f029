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
#include "oracle/contract.hpp"
#include "oracle/risk_report.hpp"
#include "sender/sender.hpp"

namespace ballast::apps {

/// Gives the snapshot of the epoch, once the liquidation thresholds in force are known.
using Observe = std::function<engine::Snapshot(const std::vector<engine::Bps>& lt_now)>;

/// What a keeper works with. References outlive it; `state` is what the last epoch left.
struct Keeper {
    const engine::Policy& policy;
    const audit::Setup& setup;
    const std::vector<oracle::IndexedKey>& signers;
    Hash32 binary_sha256;
    rpc::Node& rpc;
    sender::Sender& sender;
    oracle::OracleContract& oracle;
    audit::Journal& journal;
    engine::State state;
};

/// What one epoch came to, for whoever watches.
struct TickOutcome {
    engine::Snapshot snapshot;
    engine::Report report;
    engine::Current after;  ///< read back once everything was mined
    std::optional<Hash32> transaction;
    std::vector<oracle::EntryOutcome> outcomes;
    std::int64_t executed = 0;  ///< pending loosenings executed
};

/// Runs one epoch at `at`: reads the oracle, decides, sends what there is to say, journals all of
/// it, and executes pending loosenings that are due and still wanted. Errors: upstream_unavailable
/// with a draft in the journal that finish_draft() completes; mismatch where the oracle would not
/// do exactly what was decided (then nothing was sent).
[[nodiscard]] Result<TickOutcome> tick(Keeper& keeper, UnixSeconds at, const Observe& observe);

/// Completes what an interrupted run left as a draft, if anything: the stored transaction is sent
/// again, never a new one. A draft whose transaction was never signed is dropped. Errors: as tick.
[[nodiscard]] Status finish_draft(sender::Sender& sender, audit::Journal& journal);

/// Sends the executions that the last epoch decided and an interrupted run did not come to, where
/// the contract would still make them; call it once finish_draft() is done. Errors: as tick.
[[nodiscard]] Status finish_executions(sender::Sender& sender, audit::Journal& journal,
                                       oracle::OracleContract& oracle, const audit::Setup& setup);

/// Sends the transaction of an entry, if it has one, and appends it with its receipt. The entry is
/// the journal's draft meanwhile. Errors: those of Sender and Journal; failed where it reverted.
[[nodiscard]] Result<std::optional<rpc::Receipt>> complete(sender::Sender& sender,
                                                           audit::Journal& journal,
                                                           audit::Entry entry);

}  // namespace ballast::apps
