// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "engine/decision.hpp"
#include "oracle/contract.hpp"
#include "oracle/risk_report.hpp"

namespace ballast::oracle {

/// What a report takes from outside the decision.
struct ReportContext {
    Head head;  ///< of the oracle, when the decision's `current` was read
    Hash32 inputs_root;
    Hash32 policy_hash;
    Hash32 code_hash;
    const std::vector<MarketName>& markets;
};

/// How long after its snapshot a report may be submitted.
constexpr Seconds kReportLifetime{6 * kHour.count};

/// Returns the report that says what `decision` decided, entries ascending by market; nothing where
/// no market has anything to say. Requires a name for each market of the decision.
[[nodiscard]] std::optional<RiskReport> make_report(const engine::Report& decision,
                                                    const ReportContext& context);

}  // namespace ballast::oracle
