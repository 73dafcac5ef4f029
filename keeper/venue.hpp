// SPDX-License-Identifier: MIT
// One oracle on one chain, as an epoch uses it.
#pragma once

#include "base/result.hpp"
#include "oracle/contract.hpp"
#include "oracle/risk_report.hpp"
#include "rpc/block_reads.hpp"
#include "rpc/types.hpp"
#include "sender/request.hpp"
#include "sender/sender.hpp"

namespace ballast::keeper {

/// What was read, and at which block.
struct VenueState {
    oracle::OracleState oracle;
    rpc::Block block;
};

/// The real one asks nodes (RpcVenue); a simulation's is the mirror of the contract. Errors of all
/// functions: upstream_unavailable, bad_data, and what each names.
class Venue {
  public:
    Venue() = default;
    Venue(const Venue&) = delete;
    Venue& operator=(const Venue&) = delete;
    virtual ~Venue() = default;

    /// Reads the oracle, all at one block.
    [[nodiscard]] virtual Result<VenueState> read(const rpc::BlockTag& block) = 0;
    /// Tells whether the contract would do with the report exactly what is meant (agreement.hpp).
    /// Errors: also mismatch, naming who says what of which entry.
    [[nodiscard]] virtual Status agree(const oracle::OracleState& state,
                                       const oracle::RiskReport& report) = 0;
    /// Returns what executePending would come to now. Errors: as OracleContract::preview_pending.
    [[nodiscard]] virtual Result<oracle::Verdict> preview_pending(const Hash32& market_id) = 0;
    /// Stores, signs and sends it where that was not done yet, and looks whether it is in a block:
    /// once, or, where a venue is patient, until it is. Returns nothing while it is in none: ask
    /// again with the same request. Errors: as Sender::send.
    [[nodiscard]] virtual Result<std::optional<rpc::Receipt>> send(
        const sender::TransactionRequest& request) = 0;
    /// Tells that an urgent request is coming which offers up to `fee_cap` wei per gas: what is
    /// routine and in no block makes way. Errors: as Sender::hurry_open.
    [[nodiscard]] virtual Status hurry(const U256& fee_cap) = 0;
};

/// Whether a venue's send() waits for a block.
enum class SendWait {
    once,         ///< it looks once: a keeper has other chains to serve
    until_mined,  ///< for up to the sender's deadline
};

/// Reads what the nodes say, sends through a sender.
class RpcVenue final : public Venue {
  public:
    /// Keeps the references.
    RpcVenue(rpc::BlockReads& chain, oracle::OracleContract& contract, sender::Sender& sender,
             SendWait wait)
        : chain_(chain), contract_(contract), sender_(sender), wait_(wait) {}

    [[nodiscard]] Result<VenueState> read(const rpc::BlockTag& block) override;
    [[nodiscard]] Status agree(const oracle::OracleState& state,
                               const oracle::RiskReport& report) override;
    [[nodiscard]] Result<oracle::Verdict> preview_pending(const Hash32& market_id) override;
    [[nodiscard]] Result<std::optional<rpc::Receipt>> send(
        const sender::TransactionRequest& request) override;
    [[nodiscard]] Status hurry(const U256& fee_cap) override;

  private:
    rpc::BlockReads& chain_;
    oracle::OracleContract& contract_;
    sender::Sender& sender_;
    SendWait wait_;
};

}  // namespace ballast::keeper
