// SPDX-License-Identifier: MIT
// The nodes, keys and contract behind one lane, opened together and replaced together.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "keeper/agreed_reads.hpp"
#include "keeper/attestor.hpp"
#include "keeper/chain_metrics.hpp"
#include "keeper/configuration.hpp"
#include "keeper/sender_alarms.hpp"
#include "keeper/stoppable_network.hpp"
#include "keeper/venue.hpp"
#include "rpc/http.hpp"
#include "rpc/pool.hpp"
#include "sender/sender.hpp"

namespace ballast::keeper {

/// What a connection is made of beside its configuration. The references outlive it.
struct ConnectionParts {
    std::vector<std::string> urls;
    keys::Signer* gas = nullptr;  ///< a watcher's signs nothing
    sender::TxStore* store = nullptr;
    Clock* clock = nullptr;
    std::vector<oracle::MarketName> markets;
    std::function<void(std::string_view)> tell;  ///< hears of what the sender meets
    rpc::EndpointObserver on_endpoint;
    std::function<void(const sender::StepReport&)> on_step;  ///< hears of every look
    std::shared_ptr<ChainMetrics> told;        ///< hears the same, and how the nodes stand
    std::function<bool()> stopping = nullptr;  ///< the program was asked to end: nobody is asked
    std::function<void()> asking = nullptr;    ///< called before each question to the nodes
};

/// Not movable: its parts refer to each other.
class Connection {
  public:
    /// Errors: configuration, where a URL is none that may be asked or the quorum does not fit.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const ChainConfiguration& chain,
                                                                  ConnectionParts parts);

    /// What the nodes agree on; of a single one, its word.
    [[nodiscard]] AgreedReads& chain() { return chain_; }
    [[nodiscard]] rpc::Pool& pool() { return *pool_; }
    [[nodiscard]] oracle::OracleContract& contract() { return contract_; }
    [[nodiscard]] sender::Sender& sender() { return *sender_; }
    [[nodiscard]] RpcVenue& venue() { return *venue_; }

    [[nodiscard]] const ChainMetrics& told() const { return *parts_.told; }

    /// Looks at the chain where anything of the account is not final, and now and then for its
    /// balance. Errors: those of Sender::step.
    [[nodiscard]] Status settle();

    /// Tells the metrics how the nodes stand; asks nobody.
    void tell_nodes();

    Connection(const ChainConfiguration& chain, ConnectionParts parts,
               std::unique_ptr<StoppableNetwork> network, std::unique_ptr<rpc::Pool> pool);

  private:
    ConnectionParts parts_;
    std::uint64_t chain_id_;
    std::unique_ptr<StoppableNetwork> network_;
    std::unique_ptr<rpc::Pool> pool_;
    AgreedReads chain_;
    oracle::OracleContract contract_;
    SenderAlarms alarms_;
    std::unique_ptr<sender::Sender> sender_;
    std::unique_ptr<RpcVenue> venue_;
    std::optional<Milliseconds> looked_;
};

}  // namespace ballast::keeper
