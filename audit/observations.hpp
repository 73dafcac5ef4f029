// SPDX-License-Identifier: MIT
// Whether two operators have seen the same. Normative text: docs/cosigning.md.
#pragma once

#include "audit/bundle.hpp"
#include "audit/replay.hpp"
#include "oracle/risk_report.hpp"

namespace ballast::audit {

/// How far what another operator saw may lie from what we saw. Ratios in bps of the larger value.
struct Tolerances {
    std::int32_t price_bps = 100;
    std::int32_t level_bps = 200;       ///< of indicators
    std::int32_t liquidity_bps = 2000;  ///< what is counted in USD: depth, volume, book
    Seconds age{3600};                  ///< of observed_at and known_at
    std::int32_t decision_bps = 50;     ///< of the decided LTV and LT, in bps of the collateral
};

/// Compares the proposal, a bundle's last record and genesis, with our own records of the same
/// time: policy and what the oracle held must be the same bytes; the setup the same but for the
/// event; of the snapshot all but the quantities of Tolerances. Returns the first difference, with
/// its path and our value as what was expected. Requires records that were replayed.
[[nodiscard]] std::optional<Difference> compare_observations(const Bundle& proposal,
                                                             const StoredRecord& own_genesis,
                                                             const StoredRecord& own_epoch,
                                                             const Tolerances& tolerances);

/// Compares what is proposed with what our own journal decided at that time: every market of the
/// proposal must be among ours, its LTV and LT within decision_bps. This binds what the proposer
/// may have remembered, which no observation does. Returns the first difference, at `theirs`.
[[nodiscard]] std::optional<Difference> compare_decisions(const StoredRecord& theirs,
                                                          const oracle::RiskReport& proposed,
                                                          const oracle::RiskReport& ours,
                                                          const Tolerances& tolerances);

/// Returns a difference unless our own epoch held its report in shadow or on standby: otherwise our
/// keeper signs, or may have signed, one of that number itself.
[[nodiscard]] std::optional<Difference> own_report_was_held(const StoredRecord& own_epoch);

}  // namespace ballast::audit
