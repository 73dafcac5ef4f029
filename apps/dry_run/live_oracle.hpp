// SPDX-License-Identifier: MIT
// What is in force now, from the chain.
#pragma once

#include "apps/dry_run/oracle_now.hpp"
#include "apps/oracle_snapshot.hpp"

namespace ballast::apps {

/// Reads --oracle over --rpc at --block: values, limits, owner, and from its events, held against
/// its digest, the approved policies. Names of its markets are those of --oracle-document, whose
/// figures count for nothing. Errors: usage where --oracle is missing or no address; those of
/// read_snapshot and of reading the document; mismatch where the events do not make the digest;
/// configuration where the oracle has a market that the document does not name.
[[nodiscard]] Result<OracleNow> read_live_oracle(const DryRunOptions& options);

/// The same of a snapshot that was read; its safe is the owner.
[[nodiscard]] Result<OracleNow> live_oracle_of(const OracleSnapshot& snapshot,
                                               const OracleDocument& document);

}  // namespace ballast::apps
