// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "apps/report/run.hpp"
#include "audit/journal.hpp"
#include "base/result.hpp"
#include "engine/current.hpp"
#include "engine/state.hpp"

namespace ballast::apps {

/// The journal's epochs as a report shows them, and where they left the engine.
struct JournaledRun {
    std::vector<EpochOutcome> epochs;
    RunCounts counts;
    engine::State state;  ///< after the last epoch; the genesis state where there is none
};

/// Reads the run from its records: the journal, not the program's memory, is what a report tells
/// of, so an interrupted run and one in one piece give the same page. `last` is what the oracle
/// holds now. Errors: bad_data; mismatch where the replay finds a difference.
[[nodiscard]] Result<JournaledRun> run_from_journal(const std::vector<audit::StoredRecord>& records,
                                                    const engine::Policy& policy,
                                                    const engine::Current& last);

}  // namespace ballast::apps
