// SPDX-License-Identifier: MIT
// How a keeper's process reaches a chain of the month: nodes, the account that pays, the venue.
#pragma once

#include <functional>

#include "keeper/venue.hpp"
#include "keys/signer.hpp"
#include "rpc/chain_view.hpp"
#include "tests/keeper/month/month_chain.hpp"
#include "tests/support/sim_process.hpp"

namespace ballast::month {

/// The true time, which hosts may not know.
using TrueTime = std::function<UnixSeconds()>;

/// Answers as a quorum of nodes does, in the weather of the chain and while the process lives.
class MonthNodes final : public rpc::ChainView {
  public:
    /// Keeps the references. `clock` passes the time that silence takes.
    MonthNodes(MonthChain& chain, Clock& clock, TrueTime time, test::SimProcess& process)
        : chain_(chain), clock_(clock), time_(std::move(time)), process_(process) {}

    [[nodiscard]] std::uint64_t chain_id() const override { return chain_.chain_id(); }
    [[nodiscard]] Result<rpc::AccountView> look(const chain::Address& account) override;
    [[nodiscard]] Result<std::optional<rpc::Receipt>> receipt(const Hash32& tx_hash) override;
    [[nodiscard]] Result<bool> knows(const Hash32& tx_hash) override;
    [[nodiscard]] Result<bool> keeps_receipts_above(std::uint64_t number) override;
    [[nodiscard]] Result<rpc::CallOutcome> call(const rpc::CallMessage& message) override;
    [[nodiscard]] Result<std::uint64_t> estimate_gas(const rpc::CallMessage& message) override;
    [[nodiscard]] Result<rpc::BroadcastAnswer> broadcast(ByteView raw) override;

    /// The time of the nodes' head. Errors: upstream_unavailable.
    [[nodiscard]] Result<UnixSeconds> head();
    [[nodiscard]] MonthChain& chain() { return chain_; }
    /// What preview() is asked next: a call carries no report that could be read back.
    std::optional<oracle::RiskReport> to_preview;

  private:
    MonthChain& chain_;
    Clock& clock_;
    TrueTime time_;
    test::SimProcess& process_;
};

/// Signs for the account of one chain.
class MonthSigner final : public keys::Signer {
  public:
    MonthSigner(std::uint64_t chain_id, test::SimProcess& process)
        : chain_id_(chain_id), process_(process) {}

    [[nodiscard]] const chain::Address& address() const override;
    [[nodiscard]] Result<Bytes> sign_transaction(const chain::Transaction& transaction) override;
    [[nodiscard]] Result<chain::Signature> sign_typed_data(
        const chain::Eip712Document& document) override;

  private:
    std::uint64_t chain_id_;
    test::SimProcess& process_;
};

/// The mirror of the contract as a venue.
class MonthVenue final : public keeper::Venue {
  public:
    MonthVenue(MonthNodes& nodes, sender::Sender& sender, std::vector<oracle::MarketName> markets)
        : nodes_(nodes), sender_(sender), markets_(std::move(markets)) {}

    [[nodiscard]] Result<keeper::VenueState> read(const rpc::BlockTag& block) override;
    [[nodiscard]] Status agree(const oracle::OracleState& state,
                               const oracle::RiskReport& report) override;
    [[nodiscard]] Result<oracle::Verdict> preview_pending(const Hash32& market_id) override;
    [[nodiscard]] Result<std::optional<rpc::Receipt>> send(
        const sender::TransactionRequest& request) override;
    [[nodiscard]] Status hurry(const U256& fee_cap) override;

  private:
    MonthNodes& nodes_;
    sender::Sender& sender_;
    std::vector<oracle::MarketName> markets_;
};

}  // namespace ballast::month
