// SPDX-License-Identifier: MIT
// Nothing is signed before two readings of the contract's rules agree on what a report would do.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "oracle/contract.hpp"
#include "oracle/risk_report.hpp"
#include "rpc/block_reads.hpp"

namespace ballast::keeper {

/// Returns what the decision means by each entry: applied at once, or queued for a loosening.
[[nodiscard]] std::vector<oracle::Verdict> meant(const oracle::RiskReport& report);

/// Asks the mirror, from `state`, and the contract's own preview() in the node's latest block about
/// each entry; both must say what was meant. (A quorum of nodes is asked once more, by eth_call,
/// before anything is sent.) Errors: mismatch naming who says what of which entry, or why the whole
/// report would be refused; those of BlockReads.
[[nodiscard]] Status agree(rpc::BlockReads& chain, oracle::OracleContract& contract,
                           const oracle::OracleState& state, const oracle::RiskReport& report);

}  // namespace ballast::keeper
