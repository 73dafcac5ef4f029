// SPDX-License-Identifier: MIT
// What a demonstration run leaves behind for its report: plain data, in epoch order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "policies/scenario.hpp"

namespace ballast::apps {

/// What the oracle held for one market once an epoch was done.
struct PublishedPoint {
    engine::Bps ltv;     ///< in force
    engine::Bps lt_now;  ///< in force, on its ramp
};

/// One epoch of the run.
struct EpochOutcome {
    engine::Snapshot snapshot;
    engine::Report report;
    std::vector<PublishedPoint> published;  ///< in the policy's order
    std::optional<Hash32> transaction;      ///< the update that was sent, if any
};

/// What another policy would have set on the same snapshots, from the same start.
struct ShadowRun {
    std::string policy;                                  ///< its name
    std::vector<std::vector<PublishedPoint>> published;  ///< epoch by epoch, in policy order
};

/// Counts of a run; see docs/summary-format.md.
struct RunCounts {
    std::int64_t epochs = 0;
    std::int64_t updates_sent = 0;     ///< entries of accepted reports
    std::int64_t updates_applied = 0;  ///< at once, or later by executePending
    std::int64_t updates_pending = 0;  ///< in their veto window when the run ended
    std::int64_t updates_skipped = 0;  ///< refused by the contract
    std::int64_t replay_epochs = 0;
    std::int64_t replay_identical = 0;
};

/// A whole run.
struct Run {
    policies::Scenario scenario;
    engine::Policy policy;
    std::vector<EpochOutcome> epochs;
    std::vector<ShadowRun> shadows;
    RunCounts counts;
    std::uint64_t chain_id = 0;
    std::string oracle;  ///< the contract's address
    Hash32 policy_hash;
    Hash32 code_hash;
    std::string journal_head;  ///< hash of the last record
    std::int64_t duration_seconds = 0;
};

}  // namespace ballast::apps
