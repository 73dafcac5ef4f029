// SPDX-License-Identifier: MIT
// From what the contract's views return to records, and the types of those tuples.
#pragma once

#include <string_view>

#include "chain/abi.hpp"
#include "oracle/records.hpp"

namespace ballast::oracle {

/// MarketState of RiskTypes.sol: market, history, pending.
constexpr std::string_view kMarketStateType =
    "((uint16,uint16,uint16,uint16,uint40,uint32,uint40,uint8,uint8,uint64),"
    "(uint40,uint40,uint40,uint40,uint16,uint16,uint16,uint16,uint16,uint40,uint16),"
    "(uint16,uint16,uint16,uint64,uint32,uint40,uint64))";

/// Limits of RiskTypes.sol.
constexpr std::string_view kLimitsType =
    "(uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,uint16,"
    "uint16,uint32,uint24,uint24,uint24,uint24,uint24,uint24,uint24,uint24,uint24,uint16,uint16,"
    "bool,uint64,uint64,uint16)";

/// What head() and status() return.
constexpr std::string_view kHeadType = "uint64,bytes32,uint40,bytes32";
constexpr std::string_view kStatusType = "uint8,uint8,bool,bool,uint32,uint40";

/// Reads a market. Requires values decoded by the two types above.
[[nodiscard]] MarketRecord read_market_record(const chain::AbiValue& state,
                                              const chain::AbiValue& limits);

/// Reads the head of the hash chain. Requires a value decoded by its type.
[[nodiscard]] Head read_head(const chain::AbiValue& head);

/// Reads the switches; the time that ramps stood still is that of the block that was read.
[[nodiscard]] Switches read_switches(const chain::AbiValue& status);

}  // namespace ballast::oracle
