// SPDX-License-Identifier: MIT
// A keeper's records for the audit benchmark, made in this process: ten collaterals, an oracle in
// the place of which stands the mirror, three signatures of five.
#pragma once

#include <cstddef>
#include <vector>

#include "audit/journal.hpp"
#include "base/result.hpp"

namespace ballast::bench {

/// One signature of an update, with what it was made over.
struct SignedDigest {
    Hash32 digest;
    Bytes compact;  ///< 64 bytes, EIP-2098
};

struct AuditInput {
    std::vector<audit::StoredRecord> records;
    std::vector<SignedDigest> signatures;
};

/// Returns the genesis and `hours` epochs, chained. Errors: those of read_replay_input.
[[nodiscard]] Result<AuditInput> make_audit_input(std::size_t hours);

}  // namespace ballast::bench
