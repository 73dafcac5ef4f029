// SPDX-License-Identifier: MIT
// The calls that put the proposed policy in the place of the current one.
#pragma once

#include "apps/dry_run/inputs.hpp"
#include "apps/dry_run/model.hpp"
#include "apps/dry_run/oracle_now.hpp"

namespace ballast::apps {

/// Fills in run.proposal and which assets get new bands: approve the proposed policy, set the
/// limits of markets whose bands differ between the policies, take the approval of the current one
/// back. A call sets all limits of its market, as `oracle` has them but for the bands. Errors:
/// configuration where the oracle lacks a market of the event whose bands change, or does not
/// approve the current policy.
[[nodiscard]] Status add_proposal(const OracleNow& oracle, const DryRunInputs& inputs, DryRun& run);

}  // namespace ballast::apps
