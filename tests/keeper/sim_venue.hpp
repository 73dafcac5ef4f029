// SPDX-License-Identifier: MIT
// An oracle in memory: the mirror of the contract, with a chain that sometimes does not answer.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "audit/journal.hpp"
#include "base/time.hpp"
#include "engine/policy.hpp"
#include "keeper/venue.hpp"
#include "oracle/records.hpp"

namespace ballast::test {

/// What stands in an accepted report, for whoever judges the keeper.
struct AcceptedReport {
    UnixSeconds epoch;  ///< of the snapshot behind it
    UnixSeconds at;     ///< the block's time
    oracle::RiskReport report;
};

/// The contract itself. It outlives keepers, and takes reports of any of them.
struct SimOracle {
    SimOracle(const engine::Policy& policy, std::uint64_t chain_id, const Hash32& code);

    std::uint64_t chain_id;
    chain::Address address;
    std::vector<oracle::MarketName> markets;
    oracle::OracleRecord record;
    std::vector<AcceptedReport> accepted;
    std::map<Hash32, rpc::Receipt> mined;  ///< by the request's key
    std::uint64_t block = 100;
};

/// How one keeper reaches it.
class SimVenue final : public keeper::Venue {
  public:
    /// Keeps the references.
    SimVenue(SimOracle& oracle, const Clock& clock) : oracle_(oracle), clock_(clock) {}

    [[nodiscard]] Result<keeper::VenueState> read(const rpc::BlockTag& block) override;
    [[nodiscard]] Status agree(const oracle::OracleState& state,
                               const oracle::RiskReport& report) override;
    [[nodiscard]] Result<oracle::Verdict> preview_pending(const Hash32& market_id) override;
    [[nodiscard]] Result<std::optional<rpc::Receipt>> send(
        const sender::TransactionRequest& request) override;
    [[nodiscard]] Status hurry(const U256& fee_cap) override;

    void store_in(sender::TxStore& store) { store_ = &store; }

    bool is_down = false;         ///< no node answers
    bool reads_fail = false;      ///< they do not say how the oracle stands; all else works
    bool forgets_states = false;  ///< nor how it stood in a block of the past
    int hurries_fail = 0;         ///< so many calls of hurry() fail
    std::uint64_t sends = 0;      ///< calls of send()
    bool mines_nothing = false;   ///< what is sent is stored, and in no block
    /// Passes the time that a call to a node takes which answers nothing; with is_down.
    std::function<void()> hang;
    bool loses_request = false;  ///< the next one is stored, and reaches nobody yet
    std::uint64_t lost_requests = 0;
    std::uint64_t refusals = 0;
    std::uint64_t cleared = 0;  ///< routine transactions that hurry() found open, and cancelled

  private:
    [[nodiscard]] tl::unexpected<Error> down();
    [[nodiscard]] Status store(const sender::TransactionRequest& request);
    [[nodiscard]] rpc::Receipt mine(const sender::TransactionRequest& request);

    SimOracle& oracle_;
    const Clock& clock_;
    sender::TxStore* store_ = nullptr;
};

}  // namespace ballast::test
