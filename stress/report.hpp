// SPDX-License-Identifier: MIT
// What a stress found, in dollars.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "stress/run.hpp"

namespace ballast::stress {

/// Mean and mean of the worst 1 % over the scenarios; of one scenario both are its value.
struct StressFigure {
    std::int64_t mean = 0;
    std::int64_t es99 = 0;
};

/// Over all scenarios, each figure by itself; whole USD, accounts or bps, rounded to the nearest.
struct StressSummary {
    StressFigure liquidatable;
    StressFigure debt_usd;
    StressFigure bad_debt_usd;
    StressFigure sold_usd;
    StressFigure gain_bps;
};

/// What the command line said, to be repeated in the report.
struct StressHeading {
    std::string policy;
    std::string book;       ///< a file's name, or "invented, seed N"
    std::string scenarios;  ///< an event, or "N invented, seed M"
    std::string synthetic;  ///< what of it nobody recorded
};

/// Returns the figures. Requires at least one row.
[[nodiscard]] StressSummary summary_of(const std::vector<CascadeRow>& rows);

/// Returns the document of docs/stress-format.md.
[[nodiscard]] Json stress_json(const StressHeading& heading, const StressPlan& plan,
                               const std::vector<CascadeRow>& rows);

}  // namespace ballast::stress
