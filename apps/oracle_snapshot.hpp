// SPDX-License-Identifier: MIT
// One deployed oracle as people ask about it: everything read at one block.
#pragma once

#include <optional>
#include <vector>

#include "apps/oracle_document.hpp"
#include "oracle/config_history.hpp"
#include "oracle/contract.hpp"
#include "oracle/stops.hpp"
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
    std::vector<oracle::ConfigChange> changes;  ///< of its configuration, as its events tell
    oracle::Configured configured;              ///< what they come to
    std::vector<oracle::MarketName> names;      ///< of configured.markets
    oracle::OracleState state;                  ///< in the order of the names
};

/// Reads the oracle at that block, with the changes of its configuration up to there: the markets
/// that its ConfigChanged events since block `first` added, by their names in the document where
/// there is one. Errors: those of Node; mismatch where the address holds no such oracle;
/// configuration where the document is of another chain.
[[nodiscard]] Result<OracleSnapshot> read_snapshot(
    rpc::Node& node, const chain::Address& oracle, const OracleDocument* document,
    std::uint64_t first, const rpc::BlockTag& at = rpc::BlockTag::latest());

/// Reads roles and stops alone, as a quorum of nodes tells them; all else stays as it begins.
/// Errors: those of oracle::read_stops().
[[nodiscard]] Result<OracleSnapshot> read_roles_and_stops(rpc::ChainView& chain,
                                                          const chain::Address& oracle);

/// Returns a page in plain words: roles, switches, and of each market its values, status, limits.
[[nodiscard]] std::string snapshot_text(const OracleSnapshot& snapshot);

/// Returns the same as data: {block, chain_id, config_digest, guardian, markets[...], ...}.
[[nodiscard]] Json snapshot_json(const OracleSnapshot& snapshot);

/// Returns "75.5 %" for 7550.
[[nodiscard]] std::string percent(engine::Bps value);

/// Returns the limit as a person reads it: "86400 s", "100 bps", "yes".
[[nodiscard]] std::string limit_text(std::uint64_t value, std::string_view unit);

/// Returns every limit of the market by its name, in lines of at most some 90 characters.
[[nodiscard]] std::vector<std::string> limit_lines(const oracle::MarketRecord& record);

/// Returns "1000000 tokens", or "not managed".
[[nodiscard]] std::string cap_text(std::uint64_t tokens);

}  // namespace ballast::apps
