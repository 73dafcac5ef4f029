// SPDX-License-Identifier: MIT
// From a chain's configuration to what the keeper and the doctor both need of it.
#pragma once

#include <string>
#include <vector>

#include "audit/documents.hpp"
#include "base/result.hpp"
#include "engine/policy.hpp"
#include "keeper/configuration.hpp"
#include "oracle/contract.hpp"

namespace ballast::apps {

/// What a report of several markets takes; more than any has taken.
constexpr std::uint64_t kGasOfUpdate = 400'000;

/// Returns the policy of the chain's markets alone: its hash is what the oracle must approve.
/// Errors: configuration where it does not know one of them.
[[nodiscard]] Result<engine::Policy> policy_for(const keeper::ChainConfiguration& chain,
                                                const engine::Policy& policy);

/// Returns the markets in the policy's order: decision, chain and report go through one index.
[[nodiscard]] std::vector<oracle::MarketName> names_of(const keeper::ChainConfiguration& chain,
                                                       const engine::Policy& policy);

/// Returns what a journal of that chain says of itself, but for signers and threshold: these are of
/// the chain, and of a journal that was begun its own.
[[nodiscard]] audit::Setup live_setup(const keeper::ChainConfiguration& chain,
                                      std::vector<oracle::MarketName> markets);

/// Returns the journal's file, or the URL that the configuration names. Errors: those of
/// read_words.
[[nodiscard]] Result<std::string> journal_location(const keeper::ChainConfiguration& chain);

}  // namespace ballast::apps
