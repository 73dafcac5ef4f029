// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "base/json.hpp"
#include "validation/backtest.hpp"

namespace ballast::validation {

/// Returns {"calibrated_until", "coverage", "days", "policy", "procyclicality", "red",
/// "without_history", "without_prints"} and, where every indicator has prints, "alarm_days";
/// docs of each member: CoverageRow and ProcyclicalityRow. Fractions are numbers with six
/// significant digits, the same in any locale. "red" lists the rows of the published volatility
/// with a red light.
[[nodiscard]] Json backtest_json(const Backtest& result);

/// Returns the same as tables for people.
[[nodiscard]] std::string backtest_text(const Backtest& result);

}  // namespace ballast::validation
