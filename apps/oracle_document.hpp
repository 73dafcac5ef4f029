// SPDX-License-Identifier: MIT
// What an oracle is to be, as people write it down: docs/oracle-command.md. `deploy` makes it,
// `verify` compares it, `rotate` and `limits` bring the chain to it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "oracle/deployment.hpp"
#include "oracle/records.hpp"

namespace ballast::apps {

/// One market: who it is, its first targets and its limits.
struct OracleMarket {
    std::string asset;
    Hash32 id;
    oracle::MarketRecord record;
};

struct OracleDocument {
    std::uint64_t chain_id = 0;
    chain::Address owner;
    chain::Address guardian;
    std::uint8_t threshold = 1;
    bool hold_ramp_when_frozen = false;
    std::map<chain::Address, std::string> signers;  ///< names, by ascending address
    std::map<std::string, Hash32> policies;
    std::map<std::string, Hash32> codes;
    std::vector<OracleMarket> markets;  ///< ascending by name
};

/// Reads the document. Errors: input_missing; bad_data with every fault and its place, also where
/// the contract would refuse limits, targets, signers or threshold.
[[nodiscard]] Result<OracleDocument> read_oracle_document(const std::filesystem::path& file);

/// Returns the constructor's arguments, with `owner` for owner.
[[nodiscard]] oracle::OracleSetup setup_of(const OracleDocument& document,
                                           const chain::Address& owner);

}  // namespace ballast::apps
