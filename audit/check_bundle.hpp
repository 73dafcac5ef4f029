// SPDX-License-Identifier: MIT
// Every number of a bundle recomputed, by the replay that journals have.
#pragma once

#include <optional>
#include <vector>

#include "audit/bundle.hpp"
#include "audit/replayer.hpp"

namespace ballast::audit {

/// What whoever checks knows from elsewhere. Empty members are not asked.
struct Expected {
    std::optional<Checkpoint> checkpoint;
    std::optional<Hash32> policy_hash;
    std::optional<Hash32> code_hash;
    std::optional<Hash32> binary_sha256;
    std::optional<chain::Address> oracle;
    std::optional<std::uint64_t> chain_id;
    std::vector<chain::Address> signers;  ///< with their places
};

struct BundleCheck {
    std::int64_t epochs = 0;           ///< of the range
    std::int64_t identical = 0;        ///< of those, recomputed before any difference
    Setup setup;                       ///< of the genesis, where that was found whole
    Hash32 policy_hash;                ///< the same
    std::vector<Published> published;  ///< accepted updates of the range
    /// Of the last record, where it is an epoch: what it had to publish, sent or held back.
    std::optional<oracle::RiskReport> due;
    std::optional<Difference> first_difference;
};

/// Checks form, hashes, proofs, decisions and signatures, in this order: the genesis, what is said
/// of the time before the range, each record, the proofs against the checkpoint, and what is
/// expected. Errors: none of its own: what is wrong is a difference, under the name of the field or
/// of the bundle's own part (range, checkpoint, before.state, before.seq, before.last_report,
/// proof).
[[nodiscard]] BundleCheck check_bundle(const Bundle& bundle, const Expected& expected = {});

}  // namespace ballast::audit
