// SPDX-License-Identifier: MIT
// `ballast oracle show|verify|deploy|pause|unpause|freeze|unfreeze|rotate|limits`
#pragma once

#include "apps/command_line.hpp"
#include "apps/oracle_sending.hpp"
#include "apps/oracle_snapshot.hpp"

namespace ballast::apps {

/// Runs one of them. Those that send print their plan first. Returns the exit code.
[[nodiscard]] int run_oracle(const OracleOptions& options);

/// What is there before a change: the oracle as it stands, and who sends.
struct OracleChange {
    const OracleOptions& options;
    const OracleSnapshot& snapshot;
    const OracleDocument* document;  ///< nullptr: none was given
    chain::Address sender;
};

/// Returns the plan that makes a new oracle of the document, with `sender` for its first owner
/// where markets are to be added; the document's is then offered the ownership.
[[nodiscard]] std::vector<PlannedCall> plan_deployment(const OracleDocument& document,
                                                       const chain::Address& sender);

/// Returns the plan of pause, unpause, freeze, unfreeze, rotate or limits; empty where the chain is
/// so already. Errors: permission where the sender's role may not; configuration where the
/// document's change is not possible.
[[nodiscard]] Result<std::vector<PlannedCall>> plan_change(const OracleChange& change);

}  // namespace ballast::apps
