// SPDX-License-Identifier: MIT
// What the sender and the nodes of one chain come to, for metrics.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rpc/pool.hpp"
#include "sender/sender.hpp"
#include "telemetry/metrics.hpp"

namespace ballast::keeper {

/// The account that pays, as it was seen last.
struct SenderSight {
    chain::Address account;
    bool stopped = false;
    std::size_t open = 0;  ///< transactions that are not final
    std::optional<U256> balance_wei;
    std::optional<std::int64_t> updates_left;
};

/// A chain's nodes and account, for people.
struct ChainSight {
    std::vector<rpc::EndpointStatus> endpoints;
    std::optional<SenderSight> sender;  ///< of a keeper with a gas key
};

/// Counts each transaction's ends once, however often it is looked at: its state is remembered from
/// look to look until it is final. Lives as long as its pool, whose counters begin at zero with it.
class ChainMetrics {
  public:
    /// Keeps the reference. `open` was signed before: it is counted as sent already.
    /// Without an account nobody sends.
    ChainMetrics(telemetry::Metrics& metrics, std::string chain, std::size_t quorum,
                 std::optional<chain::Address> account, const std::vector<sender::TxRecord>& open);

    /// One look of the sender.
    void hear(const sender::StepReport& report);
    /// How many nodes must agree. Not told by the constructor: a reload makes one to try, and may
    /// be refused.
    void need();
    /// How the nodes stand now, what was asked of them since the last time, and need().
    void look(const rpc::Pool& pool);
    /// What the account of the gas key holds, and how many updates that pays for.
    void pay(const U256& balance_wei, std::int64_t updates_left);

    /// Says what keeps this chain from taking an update: too few nodes, no gas. Empty: nothing that
    /// is known.
    [[nodiscard]] std::string hindrance() const;
    [[nodiscard]] const ChainSight& sight() const { return sight_; }

  private:
    struct Known {
        bool is_counted = false;  ///< as confirmed or reverted
        bool expires = false;
        bool reorganised = false;
    };
    struct Asked {
        std::uint64_t requests = 0;
        std::uint64_t failures = 0;
    };
    void follow(const sender::TxRecord& record);
    void count_end(const sender::TxRecord& record, Known& known);
    void count_inclusion(const sender::TxRecord& record, Known& known);

    telemetry::Metrics& metrics_;
    std::string chain_;
    std::map<Hash32, Known> known_;
    std::map<std::string, Asked> asked_;
    std::uint64_t disagreements_ = 0;
    std::size_t quorum_;
    ChainSight sight_;
};

/// Returns how many nonces lie between the chain's next one and the last of `open` on which nothing
/// of `open` stands. Requires `open` ascending by nonce.
[[nodiscard]] std::int64_t nonce_gaps(std::uint64_t chain_nonce,
                                      const std::vector<sender::TxRecord>& open);

}  // namespace ballast::keeper
