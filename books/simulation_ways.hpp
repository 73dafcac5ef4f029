// SPDX-License-Identifier: MIT
// What the ways of target_simulation share: the plan of what is overridden and asked, and the
// reading of what comes back. For the files of the ways.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "books/simulation_node.hpp"
#include "books/target_simulation.hpp"

namespace ballast::books {

/// A price source and what its latestAnswer() is to say.
struct PriceOverride {
    chain::Address source;
    U256 price;  ///< 1e-8 USD
};

/// The word of a reserve's configuration as the change leaves it.
struct WordOverride {
    chain::Address asset;
    U256 slot;
    U256 word;
};

struct SimulationPlan {
    const AaveBook* book = nullptr;
    MarketState before;  ///< at the fallen prices
    MarketState after;   ///< with the new thresholds as well
    std::vector<PriceOverride> prices;
    std::vector<WordOverride> words;
    std::vector<rpc::CallMessage> calls;
};

/// What a way gave.
struct WayAnswer {
    /// Why the node does not know this way: the next one is tried. Empty: it does.
    std::string passed_over;
    Simulation simulation;
};

/// Errors: mismatch where the node's block of that number is another.
[[nodiscard]] Status check_block(SimulationNode& node, const rpc::Block& block);

/// Reads sources, configuration words and the sender's right. Errors: those of simulate_change.
[[nodiscard]] Result<SimulationPlan> plan_simulation(SimulationNode& node, const AaveBook& book,
                                                     const MarketChange& change,
                                                     const SimulationOptions& options);

/// Code that gives `price` to latestAnswer() and reverts at anything else.
[[nodiscard]] Bytes price_code(const U256& price);
/// {source: {code}} of every fallen price, as overrides of nodes have it.
[[nodiscard]] JsonObject price_overrides(const SimulationPlan& plan);

/// The four questions of each reserve that show whether an override worked.
[[nodiscard]] std::vector<rpc::CallMessage> market_messages(const MarketState& market);
/// What they gave.
struct MarketReading {
    std::map<std::uint16_t, ReserveIndices> indices;
    std::string wrong;         ///< the first price or threshold that is not as meant, in words
    bool as_unchanged = true;  ///< all prices and thresholds are those of `unchanged`
};
/// Reads them beside what is meant and what is without any override. Requires one outcome for each
/// message. Errors: bad_data.
[[nodiscard]] Result<MarketReading> read_market_figures(
    const MarketState& meant, const MarketState& unchanged,
    const std::vector<rpc::CallOutcome>& outcomes);

/// Pool.getUserAccountData of `count` accounts from `first` on.
[[nodiscard]] std::vector<rpc::CallMessage> account_messages(const AaveBook& book,
                                                             std::size_t first, std::size_t count);
/// Reads one answer of it. Errors: bad_data, with the account.
[[nodiscard]] Result<AccountFigures> account_figures(const chain::Address& who,
                                                     const rpc::CallOutcome& outcome);

/// Puts what was read before and after together. Errors: mismatch where either reading is not as
/// meant, or the indices of both differ. Requires as many figures as accounts.
[[nodiscard]] Result<Simulation> simulation_of(const SimulationPlan& plan,
                                               const MarketReading& before,
                                               const MarketReading& after,
                                               const std::vector<AccountFigures>& figures_before,
                                               const std::vector<AccountFigures>& figures_after);

[[nodiscard]] Result<WayAnswer> simulate_by_v1(const SimulationPlan& plan, SimulationNode& node,
                                               const SimulationOptions& options);
[[nodiscard]] Result<WayAnswer> simulate_by_overrides(const SimulationPlan& plan,
                                                      SimulationNode& node,
                                                      const SimulationOptions& options);
[[nodiscard]] Result<WayAnswer> simulate_by_fork(const SimulationPlan& plan, SimulationNode& node,
                                                 const SimulationOptions& options);

}  // namespace ballast::books
