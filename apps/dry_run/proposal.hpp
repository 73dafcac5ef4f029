// SPDX-License-Identifier: MIT
// The calls that put the proposed policy in the place of the current one.
#pragma once

#include "apps/command_line.hpp"
#include "apps/dry_run/inputs.hpp"
#include "apps/dry_run/model.hpp"

namespace ballast::apps {

/// Fills in run.proposal, which assets get new bands, and the ways under the oracle's own limits:
/// approve the proposed policy, set the limits of markets whose bands differ between the policies,
/// take the approval of the current one back. They go to the oracle of --oracle-document, or to
/// that of `ballast demo`. A call sets all limits of its market, so that those which the document
/// does not have are docs/oracle-contract.md's defaults. Errors: those of reading the document;
/// configuration where the document lacks a market of the event whose bands change.
[[nodiscard]] Status add_proposal(const DryRunOptions& options, const DryRunInputs& inputs,
                                  DryRun& run);

}  // namespace ballast::apps
