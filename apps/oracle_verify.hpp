// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "apps/oracle_snapshot.hpp"

namespace ballast::apps {

/// One thing that was looked at, and what is wrong with it; empty: nothing.
struct OracleCheck {
    std::string what;
    std::string fault;
};

/// Compares the oracle with the committed artifact, with its own events, and, where there is one,
/// with the document: roles, signers, approvals, limits. Errors: those of Node; a difference is
/// none, but a fault of its check.
[[nodiscard]] Result<std::vector<OracleCheck>> verify_oracle(rpc::Node& node,
                                                             const OracleSnapshot& snapshot,
                                                             const OracleDocument* document);

/// The part of verify_oracle() that asks nobody: roles, signers, approvals that no document has,
/// markets and limits.
[[nodiscard]] std::vector<OracleCheck> compare_with_document(const OracleSnapshot& snapshot,
                                                             const OracleDocument& document);

/// Returns how the limits of the document differ from those on chain, "ltv_max: 8000 bps on chain,
/// 7500 bps in the document" a limit.
[[nodiscard]] std::vector<std::string> limit_differences(const oracle::MarketRecord& on_chain,
                                                         const oracle::MarketRecord& wanted);

/// Returns the market's record in the snapshot, or nullptr.
[[nodiscard]] const oracle::MarketRecord* find_market(const OracleSnapshot& snapshot,
                                                      const Hash32& id);

}  // namespace ballast::apps
