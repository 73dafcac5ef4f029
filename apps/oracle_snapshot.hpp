// SPDX-License-Identifier: MIT
// One deployed oracle as people ask about it: everything read at one block.
#pragma once

#include <optional>
#include <vector>

#include "apps/oracle_document.hpp"
#include "oracle/config_history.hpp"
#include "oracle/contract.hpp"
#include "rpc/node.hpp"

namespace ballast::apps {

struct OracleSnapshot {
    std::uint64_t chain_id = 0;
    rpc::Block block;
    chain::Address oracle;
    chain::Address owner;
    chain::Address pending_owner;  ///< zero: nobody is offered the ownership
    chain::Address guardian;
    std::vector<chain::Address> signers;
    bool holds_ramp = false;
    std::vector<oracle::MarketName> names;  ///< ascending by id
    oracle::OracleState state;              ///< in the order of the names
};

/// Reads the oracle at the node's latest block: the markets that its events name since block
/// `first`, by their names in the document where there is one. Errors: those of Node; mismatch
/// where the address holds no such oracle; configuration where the document is of another chain.
[[nodiscard]] Result<OracleSnapshot> read_snapshot(rpc::Node& node, const chain::Address& oracle,
                                                   const OracleDocument* document,
                                                   std::uint64_t first);

/// Returns a page in plain words: roles, switches, and of each market its values, status, limits.
[[nodiscard]] std::string snapshot_text(const OracleSnapshot& snapshot);

/// Returns the same as data: {block, chain_id, config_digest, guardian, markets[...], ...}.
[[nodiscard]] Json snapshot_json(const OracleSnapshot& snapshot);

/// Returns "75.5 %" for 7550.
[[nodiscard]] std::string percent(engine::Bps value);

/// Returns the limit as a person reads it: "86400 s", "100 bps", "yes".
[[nodiscard]] std::string limit_text(std::uint64_t value, std::string_view unit);

}  // namespace ballast::apps
