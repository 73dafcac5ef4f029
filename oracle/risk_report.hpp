// SPDX-License-Identifier: MIT
// The report as the contract knows it: EIP-712 digest, calldata, and back.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "chain/signer.hpp"
#include "chain/types.hpp"
#include "oracle/records.hpp"

namespace ballast::oracle {

/// One market's targets (ParamUpdate of RiskTypes.sol). Ratios in bps.
struct ParamUpdate {
    Hash32 market_id;
    std::uint16_t ltv = 0;
    std::uint16_t lt = 0;
    std::uint16_t bonus = 0;
    std::uint64_t supply_cap = 0;  ///< whole tokens; kSameSupplyCap leaves it
    std::uint16_t expected_ltv = 0;
    std::uint16_t expected_lt = 0;
    std::uint32_t ramp_seconds = 0;
    std::uint64_t induced_usd = 0;  ///< maxNewLiqUsd
    std::uint8_t regime = 0;        ///< ceil(100 S), and bit 7 where an input's market is closed
    bool operator==(const ParamUpdate&) const = default;
};

constexpr std::size_t kUpdatesMax = 32;

/// What the signers sign (RiskReport of RiskTypes.sol). `updates` ascend by market_id.
struct RiskReport {
    Hash32 config_digest;
    std::uint64_t seq = 0;
    UnixSeconds observed_at;
    UnixSeconds valid_until;
    Hash32 inputs_root;
    Hash32 policy_hash;
    Hash32 code_hash;
    Hash32 previous_report;
    std::vector<ParamUpdate> updates;
    bool operator==(const RiskReport&) const = default;
};

/// Returns the EIP-712 digest under the domain {Ballast, 1, chain_id, oracle}.
[[nodiscard]] Hash32 report_digest(const RiskReport& report, std::uint64_t chain_id,
                                   const chain::Address& oracle);

/// Returns bitmask ‖ EIP-2098 signatures of the signers with those indices, in ascending order.
/// Requires ascending distinct indices under 32, one key each.
struct IndexedKey {
    std::uint32_t index = 0;
    const chain::SecretKey* key = nullptr;
};
[[nodiscard]] Bytes attest(const Hash32& digest, const std::vector<IndexedKey>& keys);

/// Returns who signed: index and address, in the attestation's order. Errors: bad_data where the
/// bytes are not a bitmask and that many valid signatures.
struct IndexedSigner {
    std::uint32_t index = 0;
    chain::Address address;
};
[[nodiscard]] Result<std::vector<IndexedSigner>> recover_signers(const Hash32& digest,
                                                                 ByteView attestation);

/// Returns the calldata of submit(report, attestation).
[[nodiscard]] Bytes encode_submit(const RiskReport& report, ByteView attestation);

/// Returns the calldata of preview(report).
[[nodiscard]] Bytes encode_preview(const RiskReport& report);

struct Submission {
    RiskReport report;
    Bytes attestation;
};

/// Reads what encode_submit writes. Errors: bad_data.
[[nodiscard]] Result<Submission> decode_submit(ByteView calldata);

}  // namespace ballast::oracle
