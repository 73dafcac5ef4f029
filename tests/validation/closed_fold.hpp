// SPDX-License-Identifier: MIT
// The engine with the chain's side closed: what it decides is done at once, as the contract does
// it.
#pragma once

#include <vector>

#include "engine/step.hpp"

namespace ballast::validation::test {

/// Returns a market as the oracle first holds it: these values, the policy's bands and gap, the
/// contract's default limits.
[[nodiscard]] engine::PublishedMarket starting_market(const engine::AssetPolicy& asset,
                                                      engine::Bps ltv, engine::Bps lt);

/// A fold of engine::step in which every decision is accepted in the block of its snapshot
/// (oracle::apply), and a pending loosening is executed where the decision says so.
class ClosedFold {
  public:
    ClosedFold(engine::Policy policy, engine::State state, engine::Current current)
        : policy_(std::move(policy)), state_(std::move(state)), current_(std::move(current)) {}

    /// Returns the thresholds in force at `at`, in the policy's order.
    [[nodiscard]] std::vector<engine::Bps> lt_now(UnixSeconds at) const;

    /// Decides the snapshot and carries it out. Errors: those of engine::step.
    [[nodiscard]] Result<engine::Report> take(const engine::Snapshot& snapshot);

    [[nodiscard]] const engine::Policy& policy() const noexcept { return policy_; }
    [[nodiscard]] const engine::State& state() const noexcept { return state_; }
    [[nodiscard]] const engine::Current& current() const noexcept { return current_; }

  private:
    engine::Policy policy_;
    engine::State state_;
    engine::Current current_;
};

}  // namespace ballast::validation::test
