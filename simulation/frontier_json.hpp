// SPDX-License-Identifier: MIT
// The result as one document, for programs.
#pragma once

#include "base/json.hpp"
#include "simulation/frontier_goals.hpp"

namespace ballast::simulation {

/// Everything that is concluded from the rows of a whole run.
struct FrontierResult {
    std::uint64_t paths = 0;
    std::uint64_t calibration_paths = 0;
    std::vector<TableRow> rows;
    std::vector<Goal> goals;
    std::vector<SignalEffect> signals;
};

/// Returns it. `threads` change nothing but the time. Errors: as frontier_table.
[[nodiscard]] Result<FrontierResult> conclude(const FrontierRows& rows, unsigned threads);

/// Returns {"format": ..., "goals": [...], "paths": n, "rows": [...], "signals": [...]}. Numbers
/// are bare, rounded to the last digit shown; a ratio that would divide by no bad debt is absent, a
/// bound beyond all numbers too. frontier_from_json reads the rows of it.
[[nodiscard]] Json to_json(const FrontierResult& result);

/// Returns `value` with exactly `digits` decimals, in no locale.
[[nodiscard]] std::string fixed_text(double value, int digits);

}  // namespace ballast::simulation
