// SPDX-License-Identifier: MIT
// The oracle contract for one market, as far as a decision meets it, for the multi-epoch
// properties: the mirror of its limits and effects (oracle/limits, oracle/mirror), which
// tests/mirror holds against the EVM.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/current.hpp"
#include "engine/decision.hpp"

namespace ballast::engine::test {

/// What the contract applied, for counting windows.
struct Applied {
    UnixSeconds at;
    std::int64_t ltv = 0;  ///< change of the target, bps
    std::int64_t lt = 0;
};

class ContractModel {
  public:
    explicit ContractModel(PublishedMarket market) : market_(std::move(market)) {}

    /// Takes a decision made at `at`. Returns why the contract refuses it; empty where it does not.
    std::string submit(const MarketDecision& decision, UnixSeconds at);

    /// Executes the pending loosening if its veto window has passed and it is still admissible.
    void execute_pending(UnixSeconds at);

    [[nodiscard]] const PublishedMarket& market() const { return market_; }
    [[nodiscard]] const std::vector<Applied>& applied() const { return applied_; }

  private:
    void note(const PublishedMarket& after, UnixSeconds at);

    PublishedMarket market_;
    std::vector<Applied> applied_;
};

}  // namespace ballast::engine::test
