// SPDX-License-Identifier: MIT
// A report as 32-byte words, which its EIP-712 hash and its calldata share: they are on the way of
// every tick, and a tree of values costs as much as a signature. For risk_report.cpp.
#pragma once

#include "chain/eip712.hpp"
#include "oracle/risk_report.hpp"

namespace ballast::oracle {

/// Returns the report's EIP-712 names and types, in the order of RiskTypes.sol.
[[nodiscard]] const chain::Eip712Types& report_types();

/// Returns hashStruct of the report.
[[nodiscard]] Hash32 report_hash(const RiskReport& report);

/// Returns the separator of the domain {Ballast, 1, chain_id, oracle}.
[[nodiscard]] Hash32 report_domain(std::uint64_t chain_id, const chain::Address& oracle);

/// Returns abi.encode(report, attestation).
[[nodiscard]] Bytes submit_arguments(const RiskReport& report, ByteView attestation);

}  // namespace ballast::oracle
