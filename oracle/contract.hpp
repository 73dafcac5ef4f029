// SPDX-License-Identifier: MIT
// The oracle contract over RPC: what it holds, what it would say, what it said.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/abi.hpp"
#include "engine/current.hpp"
#include "oracle/records.hpp"
#include "oracle/risk_report.hpp"
#include "oracle/verdict.hpp"
#include "rpc/block_reads.hpp"

namespace ballast::oracle {

/// A collateral of the policy and its market on the oracle.
struct MarketName {
    std::string asset;
    Hash32 market_id;
};

/// Everything a decision and its report need from the chain, read at one block.
struct OracleState {
    Head head;
    Switches switches;
    engine::Current current;            ///< in the order of the market names
    std::vector<MarketRecord> records;  ///< the same markets, with all that is stored
};

/// Returns the mirror's record of `state`, read for these markets in their order; it approves
/// nothing: the contract cannot list what it approved.
[[nodiscard]] OracleRecord record_of(const OracleState& state,
                                     const std::vector<MarketName>& markets);

/// Reads one deployed oracle. Keeps the references.
class OracleContract {
  public:
    OracleContract(rpc::BlockReads& rpc, chain::Address address, std::vector<MarketName> markets)
        : rpc_(rpc), address_(address), markets_(std::move(markets)) {}

    [[nodiscard]] const chain::Address& address() const { return address_; }
    [[nodiscard]] const std::vector<MarketName>& markets() const { return markets_; }

    /// Reads head, switches, markets and limits at `block`. Errors: those of Rpc, and bad_data
    /// where an answer is not what the contract's ABI says or is out of the engine's bounds.
    [[nodiscard]] Result<OracleState> read(const rpc::BlockTag& block);

    /// Returns the contract's verdict on each entry, as submit would give it in that block.
    /// Errors: those of Rpc, and mismatch where the contract refuses the whole report.
    [[nodiscard]] Result<std::vector<Verdict>> preview(const RiskReport& report,
                                                       const rpc::BlockTag& block);

    /// Returns what executePending would come to in that block: applied, or why not. Errors: those
    /// of Rpc, and mismatch where it would revert otherwise.
    [[nodiscard]] Result<Verdict> preview_pending(const Hash32& market_id,
                                                  const rpc::BlockTag& block);

    /// Returns whether the owner approved them. Errors: those of Rpc.
    [[nodiscard]] Result<bool> approves_policy(const Hash32& hash, const rpc::BlockTag& block);
    [[nodiscard]] Result<bool> approves_code(const Hash32& hash, const rpc::BlockTag& block);

    /// Returns who may sign, in the order of the attestation's bits. Errors: those of Rpc.
    [[nodiscard]] Result<std::vector<chain::Address>> signers(const rpc::BlockTag& block);

    /// Returns the address that owner(), pendingOwner() or guardian() gives. Errors: those of Rpc.
    [[nodiscard]] Result<chain::Address> role(std::string_view getter, const rpc::BlockTag& block);

    /// Returns whether a freeze holds running ramps. Errors: those of Rpc.
    [[nodiscard]] Result<bool> holds_ramp(const rpc::BlockTag& block);

  private:
    [[nodiscard]] Result<bool> flag(std::string_view getter, const Hash32& key,
                                    const rpc::BlockTag& block);
    [[nodiscard]] Result<chain::AbiValue> view(std::string_view signature, std::string_view returns,
                                               const std::vector<chain::AbiValue>& arguments,
                                               const rpc::BlockTag& block);
    [[nodiscard]] Result<MarketRecord> read_market(const MarketName& name,
                                                   const rpc::BlockTag& block);

    rpc::BlockReads& rpc_;
    chain::Address address_;
    std::vector<MarketName> markets_;
};

/// What an accepted report did to one market.
struct EntryOutcome {
    Hash32 market_id;
    Verdict verdict = Verdict::applied;
    bool operator==(const EntryOutcome&) const = default;
};

/// Returns the outcomes that the receipt's events of `oracle` tell, in their order: ParamsUpdated
/// is applied, PendingQueued queued, UpdateSkipped its reason. Errors: bad_data.
[[nodiscard]] Result<std::vector<EntryOutcome>> entry_outcomes(const rpc::Receipt& receipt,
                                                               const chain::Address& oracle);

/// Returns the bytes by which preview() answers with these verdicts.
[[nodiscard]] Bytes encode_verdicts(const std::vector<Verdict>& verdicts);

}  // namespace ballast::oracle
