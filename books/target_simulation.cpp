// SPDX-License-Identifier: MIT
#include "books/target_simulation.hpp"

#include <utility>

#include "books/simulation_ways.hpp"

namespace ballast::books {
namespace {

std::string told(const AccountFate& fate) {
    return "health " + fate.before.health.to_decimal() + " before and " +
           fate.after.health.to_decimal() + " after";
}

tl::unexpected<Error> difference(const AccountFate& ours, const AccountFate& theirs,
                                 SimulationWay way) {
    const bool before = !(ours.before == theirs.before);
    const AccountFigures& a = before ? ours.before : ours.after;
    const AccountFigures& b = before ? theirs.before : theirs.after;
    return fail(Errc::mismatch, "the pool under " + std::string(name(way)) + " says " +
                                    told(theirs) + " of " + to_hex(ours.who) + ", we compute " +
                                    told(ours) + "; collateral " + b.collateral.to_decimal() +
                                    " and " + a.collateral.to_decimal() + ", debt " +
                                    b.debt.to_decimal() + " and " + a.debt.to_decimal() +
                                    (before ? ", before the change" : ", after the change"));
}

/// The book at the moment of the simulation: the same scaled balances, later indices.
Result<AaveBook> book_at(const AaveBook& book, const Simulation& simulation) {
    AaveBook made = book;
    for (ReserveState& reserve : made.market.reserves) {
        const auto found = simulation.indices.find(reserve.id);
        if (found == simulation.indices.end())
            return fail(Errc::bad_data,
                        "the simulation says no indices of " + to_hex(reserve.asset));
        reserve.income_index = found->second.income;
        reserve.debt_index = found->second.debt;
    }
    return made;
}

using Try = Result<WayAnswer> (*)(const SimulationPlan&, SimulationNode&, const SimulationOptions&);

Try try_of(SimulationWay way) {
    if (way == SimulationWay::simulate_v1) return simulate_by_v1;
    return way == SimulationWay::call_overrides ? simulate_by_overrides : simulate_by_fork;
}

tl::unexpected<Error> no_way(const std::vector<std::string>& passed_over) {
    std::string words =
        "no way to simulate is open; use a node with eth_simulateV1 or with state "
        "overrides of eth_call";
    for (const std::string& why : passed_over)
        words += "; " + why;
    return fail(Errc::upstream_unavailable, words);
}

}  // namespace

std::string_view name(SimulationWay way) noexcept {
    switch (way) {
        case SimulationWay::simulate_v1:
            return "eth_simulateV1";
        case SimulationWay::call_overrides:
            return "eth_call_overrides";
        case SimulationWay::fork:
            return "anvil_fork";
    }
    return "?";
}

Result<Simulation> simulate_change(rpc::Transport& node, const AaveBook& book,
                                   const MarketChange& change, const SimulationOptions& options) {
    SimulationNode asked(node, options.batch);
    const auto plan = plan_simulation(asked, book, change, options);
    if (!plan) return fail(plan.error());
    std::vector<std::string> passed_over;
    for (const SimulationWay way : options.ways) {
        auto answer = try_of(way)(*plan, asked, options);
        if (!answer) return fail_in(name(way), answer.error());
        if (!answer->passed_over.empty()) {
            passed_over.push_back(std::string(name(way)) + ": " + answer->passed_over);
            continue;
        }
        // The block may have been reorganised away under a simulation of many bodies.
        if (const Status same = check_block(asked, book.market.block); !same)
            return fail(same.error());
        answer->simulation.way = way;
        answer->simulation.passed_over = std::move(passed_over);
        return std::move(answer->simulation);
    }
    return no_way(passed_over);
}

Result<ChangeOutcome> check_simulation(const AaveBook& book, const MarketChange& change,
                                       const Simulation& simulation) {
    const auto later = book_at(book, simulation);
    if (!later) return fail(later.error());
    auto ours = judge_change(*later, change);
    if (!ours) return fail(ours.error());
    const std::vector<AccountFate>& theirs = simulation.outcome.accounts;
    if (theirs.size() != ours->accounts.size())
        return fail(Errc::mismatch, "the simulation has " + std::to_string(theirs.size()) +
                                        " accounts, the book " +
                                        std::to_string(ours->accounts.size()));
    for (std::size_t i = 0; i < theirs.size(); ++i) {
        const AccountFate& own = ours->accounts[i];
        if (!(own == theirs[i])) return difference(own, theirs[i], simulation.way);
    }
    return ours;
}

}  // namespace ballast::books
