// SPDX-License-Identifier: MIT
// Twenty collaterals under the rules of the shipped default, and the oracle that begins with them.
#pragma once

#include <cstdint>
#include <vector>

#include "audit/documents.hpp"
#include "engine/policy.hpp"
#include "oracle/records.hpp"

namespace ballast::month {

constexpr std::size_t kMarkets = 20;
constexpr std::size_t kLanes = 3;
/// Of the markets: those whose prices go through fetcher, providers and board.
constexpr std::size_t kLiveMarkets = 2;
/// Gas of a report, whatever is in it.
constexpr std::uint64_t kReportGas = 400'000;

/// Returns "C01" to "C20".
[[nodiscard]] std::string asset_name(std::size_t market);

/// Returns carry_aware with its BTC under twenty names, and the VIX as its one channel.
[[nodiscard]] engine::Policy month_policy();

/// What a chain of the month is called and who it is.
struct ChainIdentity {
    std::string name;
    std::uint64_t chain_id = 0;
    chain::Address oracle;
};
[[nodiscard]] ChainIdentity chain_identity(std::size_t lane);

/// Returns who decides and signs on that chain.
[[nodiscard]] audit::Setup month_setup(std::size_t lane, const engine::Policy& policy);

/// Returns the oracle as it was deployed: every market listed, policy and code approved.
[[nodiscard]] oracle::OracleRecord deployed(const audit::Setup& setup,
                                            const engine::Policy& policy);

/// The key that attests the reports of every lane.
[[nodiscard]] const chain::SecretKey& report_key();

}  // namespace ballast::month
