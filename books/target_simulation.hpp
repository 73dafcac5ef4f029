// SPDX-License-Identifier: MIT
// The same question as threshold_change.hpp, put to the target itself: a node runs the change on
// the pool's own code and says what becomes of every account. Beside our own figure, a difference
// is an error.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "books/threshold_change.hpp"
#include "rpc/transport.hpp"

namespace ballast::books {

/// How the node was made to run it. Closed list, in the order in which they are tried.
enum class SimulationWay {
    simulate_v1,     ///< eth_simulateV1: the change's own calls are run
    call_overrides,  ///< eth_call with overrides: the thresholds are written, no call of it is run
    fork,            ///< an anvil that forks the chain at the book's block: the calls are mined
};

[[nodiscard]] std::string_view name(SimulationWay way) noexcept;

/// Returns a node that forks the chain at that block and is used by nobody else.
using ForkMaker = std::function<Result<std::unique_ptr<rpc::Transport>>(const rpc::Block&)>;

struct SimulationOptions {
    /// What changes the thresholds, with the sender of each: a Safe's or a steward's calls. Where
    /// there are none: PoolConfigurator.configureReserveAsCollateral for each reserve, with the
    /// bonus that it has and the LTV that it has, or the threshold where that is lower.
    std::vector<rpc::CallMessage> calls;
    /// Who sends the configurator's calls: a pool admin or risk admin. Nothing: the ACL's admin.
    std::optional<chain::Address> sender;
    std::vector<SimulationWay> ways = {SimulationWay::simulate_v1, SimulationWay::call_overrides,
                                       SimulationWay::fork};
    ForkMaker fork;  ///< without one, that way is passed over
    /// Accounts, or questions, of one body at first; halved where a node refuses so many.
    std::size_t batch = 48;
};

/// Of one reserve, at the moment of the simulation.
struct ReserveIndices {
    U256 income;  ///< at 1e-27
    U256 debt;    ///< at 1e-27
    bool operator==(const ReserveIndices&) const = default;
};

struct Simulation {
    SimulationWay way = SimulationWay::simulate_v1;
    /// By reserve id. eth_simulateV1 and a fork need a block of their own, one second after the
    /// book's: interest of that second is in what they say.
    std::map<std::uint16_t, ReserveIndices> indices;
    ChangeOutcome outcome;
    std::vector<std::string> passed_over;  ///< the ways before, each with what the node said
};

/// Asks for all accounts of the book, at its block, at the fallen prices, before and after the
/// change. A price falls by other code in place of the source that AaveOracle.getSourceOfAsset
/// names. Reads prices and thresholds back and refuses what is not as it was meant. Errors:
/// upstream_unavailable where the node does not answer or no way is open; bad_data where it answers
/// nonsense; failed where it refuses, or the change reverts; mismatch where the node has another
/// block, or a price or threshold came out otherwise; configuration where nobody is known who may
/// change the pool; those of fallen().
[[nodiscard]] Result<Simulation> simulate_change(rpc::Transport& node, const AaveBook& book,
                                                 const MarketChange& change,
                                                 const SimulationOptions& options);

/// Returns our own outcome at the simulation's indices. Errors: mismatch where the simulation says
/// otherwise of any account, with its address and both health factors; those of judge_change.
[[nodiscard]] Result<ChangeOutcome> check_simulation(const AaveBook& book,
                                                     const MarketChange& change,
                                                     const Simulation& simulation);

}  // namespace ballast::books
