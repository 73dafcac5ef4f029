// SPDX-License-Identifier: MIT
// A whole stress: a book under scenarios, with or without cascade and reacting borrowers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "stress/cascade.hpp"
#include "stress/reaction.hpp"
#include "stress/terms.hpp"
#include "stress/worst_path.hpp"

namespace ballast::stress {

/// What is to be done.
struct StressPlan {
    Book book;                        ///< with its terms
    std::vector<LtSource> lt_source;  ///< as the book's assets
    std::vector<ImpactCurve> curves;  ///< as the book's assets; empty: no cascade
    std::vector<PricePath> paths;     ///< one a scenario; not empty
    engine::Bps elasticity;           ///< share of borrowers who react
    std::uint64_t seed = 0;           ///< of the reactions
    unsigned threads = 1;
};

/// Returns the scenario's worst path in the book's prices: an asset that it does not have stays.
[[nodiscard]] PricePath path_of(const Book& book, const WorstPath& worst);

/// How many steps an invented scenario takes to its prices.
constexpr std::size_t kInventedSteps = 4;

/// Returns `count` invented scenarios: five-day changes of the shape of ETH's, each collateral of
/// the policy in proportion to its floor volatility, all other assets unmoved.
[[nodiscard]] std::vector<PricePath> invented_paths(const Book& book, const engine::Policy& policy,
                                                    std::size_t count, std::uint64_t seed);

/// Returns a row a scenario. `progress` is told the scenarios done, now and then. Threads change
/// nothing. Without reactions the time is that of StressIndex; with them each scenario has a book
/// of its own and takes a simple loop. Requires a plan with at least one path of at least one step,
/// prices of every asset in each, and threads >= 1.
[[nodiscard]] std::vector<CascadeRow> run_stress(const StressPlan& plan,
                                                 const std::function<void(std::size_t)>& progress);

}  // namespace ballast::stress
