// SPDX-License-Identifier: MIT
// eth_call with state overrides, at the book's block itself: the price sources have other code, and
// the reserves' configuration words are written where the pool keeps them. The calls of the change
// are not run: that they may be sent and do that is not shown by this way.
#include <utility>

#include "books/simulation_ways.hpp"

namespace ballast::books {
namespace {

JsonObject overrides_after(const SimulationPlan& plan) {
    JsonObject overrides = price_overrides(plan);
    JsonObject words;
    for (const WordOverride& one : plan.words)
        words[to_hex(one.slot.to_big_endian())] = to_hex(one.word.to_big_endian());
    if (!words.empty())
        overrides[to_hex(plan.before.pool)] = JsonObject{{"stateDiff", std::move(words)}};
    return overrides;
}

Result<MarketReading> read_under(const SimulationPlan& plan, SimulationNode& node,
                                 const MarketState& meant, const JsonObject& overrides) {
    const auto outcomes =
        node.calls(market_messages(meant), plan.book->market.block.number, overrides);
    if (!outcomes) return fail(outcomes.error());
    return read_market_figures(meant, plan.book->market, *outcomes);
}

Result<std::vector<AccountFigures>> figures_under(const SimulationPlan& plan, SimulationNode& node,
                                                  const JsonObject& overrides) {
    const AaveBook& book = *plan.book;
    const auto outcomes = node.calls(account_messages(book, 0, book.accounts.size()),
                                     book.market.block.number, overrides);
    if (!outcomes) return fail(outcomes.error());
    std::vector<AccountFigures> all;
    for (std::size_t i = 0; i < outcomes->size(); ++i) {
        const auto figures = account_figures(book.accounts[i].who, (*outcomes)[i]);
        if (!figures) return fail(figures.error());
        all.push_back(*figures);
    }
    return all;
}

}  // namespace

Result<WayAnswer> simulate_by_overrides(const SimulationPlan& plan, SimulationNode& node,
                                        const SimulationOptions&) {
    WayAnswer made;
    const JsonObject changed = overrides_after(plan);
    // One question, to learn whether the node takes overrides at all.
    const std::uint64_t at = plan.book->market.block.number;
    rpc::Question question =
        rpc::ask_call(market_messages(plan.before).front(), rpc::BlockTag::at(at));
    question.params.emplace_back(changed);
    const auto taken = node.first(std::move(question), at, made.passed_over);
    if (!taken) return fail(taken.error());
    if (!*taken) return made;
    const auto after = read_under(plan, node, plan.after, changed);
    if (!after) return fail(after.error());
    if (!after->wrong.empty() && after->as_unchanged) {
        made.passed_over = "the node passes over state overrides without a word";
        return made;
    }
    const JsonObject prices = price_overrides(plan);
    const auto before = read_under(plan, node, plan.before, prices);
    if (!before) return fail(before.error());
    const auto figures_before = figures_under(plan, node, prices);
    if (!figures_before) return fail(figures_before.error());
    const auto figures_after = figures_under(plan, node, changed);
    if (!figures_after) return fail(figures_after.error());
    auto simulation = simulation_of(plan, *before, *after, *figures_before, *figures_after);
    if (!simulation) return fail(simulation.error());
    made.simulation = std::move(*simulation);
    return made;
}

}  // namespace ballast::books
