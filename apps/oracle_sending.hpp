// SPDX-License-Identifier: MIT
// Transactions of owner and guardian: planned, shown, agreed to, then sent one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/command_line.hpp"
#include "apps/sender_alarms.hpp"
#include "apps/system_clock.hpp"
#include "audit/journal.hpp"
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
};

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

    OracleSending(audit::Journal journal, chain::SecretKey key, std::uint64_t chain_id,
                  std::unique_ptr<rpc::HttpNetwork> network);

  private:
    [[nodiscard]] Result<rpc::Receipt> send(const PlannedCall& call, const Hash32& key);

    audit::Journal journal_;
    SystemClock clock_;
    std::unique_ptr<rpc::HttpNetwork> network_;
    std::unique_ptr<rpc::Pool> pool_;
    keys::LocalSigner signer_;
    SenderAlarms alarms_;
    std::unique_ptr<sender::Sender> sender_;
};

}  // namespace ballast::apps
