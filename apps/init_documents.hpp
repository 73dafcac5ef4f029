// SPDX-License-Identifier: MIT
// The configuration that `ballast init` writes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "apps/oracle_document.hpp"
#include "oracle/deployment.hpp"

namespace ballast::apps {

struct InitMarket {
    std::string asset;
    oracle::MarketIdentity identity;
};

/// What is known when the folder is made. What is not known is left to fill in.
struct InitFacts {
    std::string chain;
    std::uint64_t chain_id = 0;  ///< 0: not known
    std::string oracle;
    std::size_t nodes = 0;  ///< URLs that are given
    std::vector<InitMarket> markets;
    std::string policy_file;
    /// Paths below the folder.
    std::string gas_keystore;
    std::vector<std::pair<std::uint32_t, std::string>> report_keystores;  ///< with their index
    std::string password_file;
};

/// Returns the commented document. Where something is to be filled in, a line says so.
[[nodiscard]] std::string keeper_document(const InitFacts& facts);

}  // namespace ballast::apps
