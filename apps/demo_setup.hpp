// SPDX-License-Identifier: MIT
// What a demonstration needs before its first epoch: keys, an oracle, a journal that knows both.
#pragma once

#include <vector>

#include "audit/documents.hpp"
#include "audit/journal.hpp"
#include "base/result.hpp"
#include "engine/current.hpp"
#include "engine/policy.hpp"
#include "engine/state.hpp"
#include "oracle/contract.hpp"
#include "oracle/risk_report.hpp"
#include "policies/scenario.hpp"
#include "sender/sender.hpp"

namespace ballast::apps {

/// Keys that everybody knows: they guard nothing but a chain on this machine.
struct DemoKeys {
    chain::Address payer;                   ///< of demo_gas_key(): pays, and owns the oracle
    std::vector<chain::SecretKey> signers;  ///< five, ascending by address
};

/// How many of the five must sign.
constexpr std::uint8_t kDemoThreshold = 3;

/// Returns the key keccak256("ballast demonstration key 0").
[[nodiscard]] Result<chain::SecretKey> demo_gas_key();

/// Returns the keys keccak256("ballast demonstration key N").
[[nodiscard]] Result<DemoKeys> demo_keys();

/// Returns the first kDemoThreshold signers, as attest() takes them.
[[nodiscard]] std::vector<oracle::IndexedKey> attesting(const DemoKeys& keys);

/// Returns the markets as the oracle will hold them at first: the scenario's values on the chain,
/// the policy's bands and gap, the contract's default limits.
[[nodiscard]] Result<engine::Current> starting_markets(const policies::Scenario& scenario,
                                                       const engine::Policy& policy);

/// The oracle that a demonstration deploys on a new local chain.
struct DemoOracle {
    std::uint64_t chain_id = 0;
    chain::Address address;
    chain::Address owner;
    std::vector<oracle::MarketName> markets;  ///< in the order of `start`
};

/// Returns where it will be: the payer's first contract on anvil's own chain id.
[[nodiscard]] Result<DemoOracle> demo_oracle(const engine::Current& start);

/// What a run is about; a journal belongs to one.
struct DemoSubject {
    const policies::Scenario& scenario;
    Hash32 scenario_hash;  ///< SHA-256 of the document
    const engine::Policy& policy;
    const engine::State& first_state;
    const engine::Current& start;
    Hash32 code_hash;
};

/// Writes the genesis record where the journal is empty, deploys what is not deployed yet, and
/// returns the setup. Errors: configuration where the journal belongs to another run; those of
/// Sender and Journal.
[[nodiscard]] Result<audit::Setup> set_up(const DemoSubject& subject, const DemoKeys& keys,
                                          rpc::Node& rpc, sender::Sender& sender,
                                          audit::Journal& journal);

}  // namespace ballast::apps
