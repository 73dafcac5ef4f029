// SPDX-License-Identifier: MIT
// The contract's acts on all that it stores: submit, preview, executePending, veto, freeze,
// without the signatures and the roles. tests/mirror holds it against the EVM: outcome, reason,
// state.
#pragma once

#include <optional>
#include <vector>

#include "oracle/limits.hpp"
#include "oracle/records.hpp"
#include "oracle/report_checks.hpp"
#include "oracle/risk_report.hpp"

namespace ballast::oracle {

/// Returns the verdict on each entry in a block of time `at`. Requires a report that check_report
/// lets pass.
[[nodiscard]] std::vector<Verdict> preview(const OracleRecord& oracle, const RiskReport& report,
                                           UnixSeconds at);

/// Accepts the report, whose EIP-712 digest is `digest`, and returns what preview() does. Requires
/// what preview() does.
std::vector<Verdict> submit(OracleRecord& oracle, const RiskReport& report, const Hash32& digest,
                            UnixSeconds at);

/// Executes the market's pending loosening where judge_pending() says applied, and returns what it
/// says. Requires an oracle that is not frozen.
Verdict execute_pending(OracleRecord& oracle, const Hash32& market_id, UnixSeconds at);

/// Drops the market's pending loosening. Returns false, and does nothing, where there is none.
bool veto(OracleRecord& oracle, const Hash32& market_id);

/// Stops every report and execution, and ramps where the oracle holds them; lifts the stop.
void freeze(OracleRecord& oracle, UnixSeconds at);
void unfreeze(OracleRecord& oracle, UnixSeconds at);

}  // namespace ballast::oracle
