// SPDX-License-Identifier: MIT
#include "audit/replay.hpp"

#include "audit/replayer.hpp"

namespace ballast::audit {

ReplayOutcome replay(const std::vector<StoredRecord>& records) {
    ReplayOutcome outcome;
    Replayer replayer;
    for (const StoredRecord& record : records) {
        const bool is_epoch = record.kind == name(RecordKind::epoch);
        outcome.epochs += is_epoch ? 1 : 0;
        if (outcome.first_difference) continue;
        outcome.first_difference = replayer.take(record);
        outcome.identical += is_epoch && !outcome.first_difference ? 1 : 0;
    }
    return outcome;
}

}  // namespace ballast::audit
