// SPDX-License-Identifier: MIT
// eth_simulateV1: a block on top of the book's, in which the accounts are asked, the change is
// run by its own calls, and the accounts are asked again.
#include <algorithm>
#include <iterator>

#include "books/simulation_ways.hpp"
#include "rpc/read.hpp"

namespace ballast::books {
namespace {

using CallOutcomes = std::vector<rpc::CallOutcome>;

Json call_json(const rpc::CallMessage& message) {
    JsonObject call{{"input", to_hex(message.data)}};
    if (message.from) call["from"] = to_hex(*message.from);
    if (message.to) call["to"] = to_hex(*message.to);
    if (message.value != U256{}) call["value"] = message.value.to_quantity();
    return call;
}

/// The block must be later than its parent; a second is the least, and the same in every body.
rpc::Question question_of(const SimulationPlan& plan, const std::vector<rpc::CallMessage>& asked) {
    const rpc::Block& at = plan.book->market.block;
    const auto later = static_cast<std::uint64_t>(at.timestamp.count) + 1;
    JsonArray calls;
    const auto add = [&](const std::vector<rpc::CallMessage>& messages) {
        for (const rpc::CallMessage& message : messages)
            calls.push_back(call_json(message));
    };
    add(asked);
    add(plan.calls);
    add(asked);
    JsonObject block{{"blockOverrides", JsonObject{{"time", U256{later}.to_quantity()}}},
                     {"calls", std::move(calls)},
                     {"stateOverrides", price_overrides(plan)}};
    JsonObject request{{"blockStateCalls", JsonArray{Json(std::move(block))}},
                       {"traceTransfers", false},
                       {"validation", false}};
    return {"eth_simulateV1", {Json(std::move(request)), rpc::BlockTag::at(at.number).text()}};
}

Result<rpc::CallOutcome> read_simulated_call(const Json& json, const SimulationNode& node) {
    const Json* status = json.find("status");
    const auto succeeded = status == nullptr
                               ? Result<std::uint64_t>(fail(Errc::bad_data, "a call has no status"))
                               : rpc::read_quantity64(*status);
    if (!succeeded) return fail(succeeded.error());
    const Json* data = json.find("returnData");
    auto output = data == nullptr ? Result<Bytes>(fail(Errc::bad_data, "a call has no returnData"))
                                  : rpc::read_bytes(*data);
    if (!output) return fail(output.error());
    rpc::CallOutcome outcome{*succeeded != 1, std::move(*output), {}};
    const Json* error = json.find("error");
    const Json* words = error == nullptr ? nullptr : error->find("message");
    if (words != nullptr && words->as_string() != nullptr)
        outcome.message = node.shown(*words->as_string());
    if (outcome.reverted && !outcome.output.empty())
        outcome.message += " with the bytes " + to_hex(outcome.output);
    return outcome;
}

/// One block, with one outcome for each call.
Result<CallOutcomes> read_simulated(const Json& json, const SimulationNode& node,
                                    std::size_t count) {
    const JsonArray* blocks = json.as_array();
    if (blocks == nullptr || blocks->size() != 1)
        return fail(Errc::bad_data, "the answer is not one block");
    const Json* member = blocks->front().find("calls");
    const JsonArray* calls = member == nullptr ? nullptr : member->as_array();
    if (calls == nullptr) return fail(Errc::bad_data, "the block has no calls");
    if (calls->size() != count)
        return fail(Errc::bad_data, "the answer has " + std::to_string(calls->size()) +
                                        " calls in place of " + std::to_string(count));
    CallOutcomes outcomes;
    for (const Json& call : *calls) {
        auto outcome = read_simulated_call(call, node);
        if (!outcome) return fail(outcome.error());
        outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
}

struct Halves {
    CallOutcomes before;
    CallOutcomes after;
};

Result<Halves> halves_of(const SimulationPlan& plan, const SimulationNode& node,
                         const rpc::RpcAnswer& answer, std::size_t asked) {
    if (const auto* refused = std::get_if<rpc::RemoteError>(&answer))
        return fail(Errc::failed, "the node refused: " + rpc::sentence(*refused));
    const auto all = read_simulated(std::get<Json>(answer), node, 2 * asked + plan.calls.size());
    if (!all) return fail(all.error());
    const auto first = all->begin() + static_cast<std::ptrdiff_t>(asked);
    const auto second = first + static_cast<std::ptrdiff_t>(plan.calls.size());
    for (auto call = first; call != second; ++call)
        if (call->reverted)
            return fail(Errc::failed, "the change itself reverts on the target: " + call->message);
    return Halves{{all->begin(), first}, {second, all->end()}};
}

struct Figures {
    std::vector<AccountFigures> before;
    std::vector<AccountFigures> after;
};

Status take_slice(const SimulationPlan& plan, const Halves& halves, Figures& figures) {
    for (std::size_t i = 0; i < halves.before.size(); ++i) {
        const chain::Address& who = plan.book->accounts[figures.before.size()].who;
        const auto before = account_figures(who, halves.before[i]);
        if (!before) return fail(before.error());
        const auto after = account_figures(who, halves.after[i]);
        if (!after) return fail(after.error());
        figures.before.push_back(*before);
        figures.after.push_back(*after);
    }
    return {};
}

/// All accounts, in smaller slices where a node has no gas or patience for so many.
Result<Figures> ask_accounts(const SimulationPlan& plan, SimulationNode& node, std::size_t slice) {
    Figures figures;
    const std::size_t total = plan.book->accounts.size();
    slice = std::max<std::size_t>(1, slice);
    while (figures.before.size() < total) {
        const std::size_t done = figures.before.size();
        const std::size_t count = std::min(slice, total - done);
        const auto answer = node.ask(question_of(plan, account_messages(*plan.book, done, count)));
        if (!answer && answer.error().code == Errc::bad_data) return fail(answer.error());
        const bool refused = !answer || std::holds_alternative<rpc::RemoteError>(*answer);
        if (refused && count > 1) {
            slice = count / 2;
            continue;
        }
        if (!answer) return fail(answer.error());
        const auto halves = halves_of(plan, node, *answer, count);
        if (!halves) return fail(halves.error());
        if (const Status taken = take_slice(plan, *halves, figures); !taken)
            return fail(taken.error());
    }
    return figures;
}

}  // namespace

Result<WayAnswer> simulate_by_v1(const SimulationPlan& plan, SimulationNode& node,
                                 const SimulationOptions& options) {
    WayAnswer made;
    const auto messages = market_messages(plan.before);
    const auto answer =
        node.first(question_of(plan, messages), plan.book->market.block.number, made.passed_over);
    if (!answer) return fail(answer.error());
    if (!*answer) return made;
    const auto halves = halves_of(plan, node, **answer, messages.size());
    if (!halves) return fail(halves.error());
    const MarketState& unchanged = plan.book->market;
    const auto before = read_market_figures(plan.before, unchanged, halves->before);
    if (!before) return fail(before.error());
    const auto after = read_market_figures(plan.after, unchanged, halves->after);
    if (!after) return fail(after.error());
    const auto figures = ask_accounts(plan, node, options.batch);
    if (!figures) return fail(figures.error());
    auto simulation = simulation_of(plan, *before, *after, figures->before, figures->after);
    if (!simulation) return fail(simulation.error());
    made.simulation = std::move(*simulation);
    return made;
}

}  // namespace ballast::books
