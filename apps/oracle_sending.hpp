// SPDX-License-Identifier: MIT
// Transactions of owner and guardian: planned, shown, agreed to, then sent one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/command_line.hpp"
#include "apps/system_clock.hpp"
#include "audit/journal.hpp"
#include "keeper/sender_alarms.hpp"
#include "keys/local_signer.hpp"
#include "rpc/http.hpp"
#include "rpc/pool.hpp"
#include "sender/sender.hpp"

namespace ballast::apps {

/// One transaction of a plan. Without `to` it creates the oracle; with a zero address it goes to
/// the oracle that the plan's first one created.
struct PlannedCall {
    std::string about;
    std::optional<chain::Address> to;
    Bytes data;
    /// It makes the oracle safer: it takes the urgent cap and budget, and routine ones make way.
    bool urgent = false;
    /// Lines under it in the plan: what it comes to in full.
    std::vector<std::string> details = {};
};

/// Returns the key of a plan's call number `step`: the same name, place and data are one
/// transaction.
[[nodiscard]] Hash32 key_of(const std::string& name, std::size_t step, const PlannedCall& call);

/// What an account has used of its nonces.
struct UsedNonces {
    std::uint64_t next = 0;              ///< the first that is free at the head
    std::vector<sender::TxRecord> open;  ///< in the journal, by ascending nonce
    std::optional<sender::TxRecord> last;
};

/// Returns carry_out()'s name for a change of the oracle that begins with `first`. It holds the
/// account's first nonce that neither the chain nor the journal knows to be used: a switch that is
/// turned twice is two transactions. One that is still on its way to a block is gone on with, under
/// the name that it has, whatever was under way when it got it.
[[nodiscard]] std::string change_name(const chain::Address& oracle, const PlannedCall& first,
                                      const UsedNonces& used);

/// Returns the chain id that as many nodes name as must agree: 1 of one, else 2. Nodes that are
/// down do not hold it up. Errors: configuration (a URL that is none); upstream_unavailable.
[[nodiscard]] Result<std::uint64_t> agreed_chain_id(const std::vector<std::string>& urls);

/// The account that sends, with its journal and nodes. Not movable: its parts refer to each other.
class OracleSending {
  public:
    /// Unlocks the key, opens the journal for writing and the nodes. Errors: those of Journal, of
    /// the keystore, of Pool.
    [[nodiscard]] static Result<std::unique_ptr<OracleSending>> open(const OracleOptions& options,
                                                                     std::uint64_t chain_id);

    [[nodiscard]] const chain::Address& account() const { return signer_.address(); }

    /// Prints the plan, asks (options.yes answers), and sends. `name` makes the transactions' keys:
    /// the same name and plan are sent once, however often this is called. Returns the receipts.
    /// Errors: usage where nobody agreed; failed at the first that reverts; those of Sender.
    [[nodiscard]] Result<std::vector<rpc::Receipt>> carry_out(const std::vector<PlannedCall>& plan,
                                                              const std::string& name,
                                                              const OracleOptions& options);

    /// The chain as a quorum of the nodes tells it.
    [[nodiscard]] rpc::ChainView& chain() { return *pool_; }

    /// Steps until no earlier transaction of the account is on its way to a block: what is read
    /// afterwards holds their effects. Where what comes then is `urgent`, routine ones make way for
    /// it. Returns the number of the head that the quorum agreed on. Errors: those of Sender;
    /// upstream_unavailable where one is not included in time.
    [[nodiscard]] Result<std::uint64_t> settle(bool urgent);

    /// Returns what the quorum and the journal know of the account's nonces. Errors: those of
    /// ChainView and of the journal.
    [[nodiscard]] Result<UsedNonces> used_nonces();

    OracleSending(audit::Journal journal, chain::SecretKey key, std::uint64_t chain_id,
                  std::unique_ptr<rpc::HttpNetwork> network);

  private:
    [[nodiscard]] Result<rpc::Receipt> send(const PlannedCall& call, const Hash32& key);
    /// Errors: mismatch where the receipt names another address than account and nonce make.
    [[nodiscard]] Status check_created(const rpc::Receipt& receipt, const Hash32& key);

    audit::Journal journal_;
    SystemClock clock_;
    std::unique_ptr<rpc::HttpNetwork> network_;
    std::unique_ptr<rpc::Pool> pool_;
    keys::LocalSigner signer_;
    keeper::SenderAlarms alarms_;
    std::unique_ptr<sender::Sender> sender_;
};

}  // namespace ballast::apps
