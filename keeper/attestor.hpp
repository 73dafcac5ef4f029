// SPDX-License-Identifier: MIT
// Who signs reports: keys of this process and of other programs, side by side.
#pragma once

#include <memory>
#include <vector>

#include "chain/eip712.hpp"
#include "keeper/tick.hpp"
#include "keys/signer.hpp"

namespace ballast::keeper {

/// Returns the report as a wallet shows it; its digest is oracle::report_digest.
[[nodiscard]] chain::Eip712Document report_document(const oracle::RiskReport& report,
                                                    std::uint64_t chain_id,
                                                    const chain::Address& oracle);

/// A signer with its place in the oracle's list.
struct IndexedReportSigner {
    std::uint32_t index = 0;
    keys::Signer* signer = nullptr;
};

/// Returns what signs for that oracle, ascending by index. The signers outlive it. What it returns
/// fails with the first signer's error; every signature was recovered to its signer's address.
[[nodiscard]] Attest attest_with(std::vector<IndexedReportSigner> signers, std::uint64_t chain_id,
                                 const chain::Address& oracle);

}  // namespace ballast::keeper
