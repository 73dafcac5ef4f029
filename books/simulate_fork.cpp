// SPDX-License-Identifier: MIT
// An anvil that forks the chain at the book's block: the change is mined there by whoever may send
// it. Both readings are of a block one second after the book's, so no interest is between them.
#include <utility>

#include "books/simulation_ways.hpp"
#include "rpc/read.hpp"

namespace ballast::books {
namespace {

constexpr std::uint64_t kGasOfCall = 5'000'000;

struct Reading {
    MarketReading market;
    std::vector<AccountFigures> accounts;
};

/// The fork as one run uses it.
class Fork {
  public:
    Fork(const SimulationPlan& plan, SimulationNode& node) : plan_(plan), node_(node) {}

    /// Makes the prices fall, sends `calls`, mines one block and reads; then undoes all of it.
    Result<Reading> run(const std::vector<rpc::CallMessage>& calls, const MarketState& meant) {
        const auto snapshot = node_.need({"evm_snapshot", {}});
        if (!snapshot) return fail(snapshot.error());
        auto reading = changed(calls, meant);
        const auto reverted = node_.need({"evm_revert", {*snapshot}});
        if (reading && !reverted) return fail(reverted.error());
        return reading;
    }

  private:
    Status tell(std::string method, JsonArray params) {
        const auto done = node_.need({std::move(method), std::move(params)});
        return done ? Status{} : Status(fail(done.error()));
    }

    Result<Reading> changed(const std::vector<rpc::CallMessage>& calls, const MarketState& meant) {
        for (const PriceOverride& one : plan_.prices)
            if (const Status set =
                    tell("anvil_setCode", {to_hex(one.source), to_hex(price_code(one.price))});
                !set)
                return fail(set.error());
        std::vector<Hash32> sent;
        for (const rpc::CallMessage& call : calls) {
            const auto hash = send(call);
            if (!hash) return fail(hash.error());
            sent.push_back(*hash);
        }
        if (const Status mined = mine(); !mined) return fail(mined.error());
        for (const Hash32& hash : sent)
            if (const Status fine = check_receipt(hash); !fine) return fail(fine.error());
        return read(meant);
    }

    Result<Hash32> send(const rpc::CallMessage& call) {
        const std::string from = to_hex(call.from.value_or(chain::Address{}));
        // For its gas at any fee; the balance of a sender plays no part in a threshold.
        const std::string balance =
            (U256{1'000'000'000'000'000'000} * U256{1'000'000}).to_quantity();
        if (const Status set = tell("anvil_setBalance", {from, balance}); !set)
            return fail(set.error());
        if (const Status set = tell("anvil_impersonateAccount", {from}); !set)
            return fail(set.error());
        JsonObject message{{"from", from},
                           {"gas", U256{kGasOfCall}.to_quantity()},
                           {"data", to_hex(call.data)},
                           {"value", call.value.to_quantity()}};
        if (call.to) message["to"] = to_hex(*call.to);
        const auto hash = node_.need({"eth_sendTransaction", {Json(std::move(message))}});
        if (!hash) return fail(hash.error());
        return rpc::read_hash(*hash);
    }

    Status mine() {
        const auto later = static_cast<std::uint64_t>(plan_.book->market.block.timestamp.count) + 1;
        const Status set = tell("evm_setNextBlockTimestamp", {U256{later}.to_quantity()});
        return set ? tell("evm_mine", {}) : set;
    }

    Status check_receipt(const Hash32& hash) {
        const auto receipt = node_.node().transaction_receipt(hash);
        if (!receipt) return fail(receipt.error());
        if (!*receipt) return fail(Errc::failed, "a call of the change was not mined on the fork");
        if ((*receipt)->succeeded) return {};
        return fail(Errc::failed, "the change itself reverts on the target: transaction " +
                                      to_hex(hash) + " of the fork");
    }

    Result<Reading> read(const MarketState& meant) {
        const std::uint64_t block = plan_.book->market.block.number + 1;
        const auto outcomes = node_.calls(market_messages(meant), block);
        if (!outcomes) return fail(outcomes.error());
        auto market = read_market_figures(meant, plan_.book->market, *outcomes);
        if (!market) return fail(market.error());
        Reading made{std::move(*market), {}};
        const AaveBook& book = *plan_.book;
        const auto answers = node_.calls(account_messages(book, 0, book.accounts.size()), block);
        if (!answers) return fail(answers.error());
        for (std::size_t i = 0; i < answers->size(); ++i) {
            const auto figures = account_figures(book.accounts[i].who, (*answers)[i]);
            if (!figures) return fail(figures.error());
            made.accounts.push_back(*figures);
        }
        return made;
    }

    const SimulationPlan& plan_;
    SimulationNode& node_;
};

/// What is mined must be the next block, and wait until it is asked for.
Status prepare(const SimulationPlan& plan, SimulationNode& node) {
    const rpc::Block& at = plan.book->market.block;
    const auto head = node.node().block_by_tag(rpc::BlockTag::latest());
    if (!head) return fail(head.error());
    if (head->number != at.number || head->hash != at.hash)
        return fail(Errc::mismatch, "the fork stands at block " + std::to_string(head->number) +
                                        " and not at the book's, " + std::to_string(at.number));
    const auto set = node.need({"evm_setAutomine", {Json(false)}});
    return set ? Status{} : Status(fail(set.error()));
}

}  // namespace

Result<WayAnswer> simulate_by_fork(const SimulationPlan& plan, SimulationNode&,
                                   const SimulationOptions& options) {
    WayAnswer made;
    if (!options.fork) {
        made.passed_over = "nobody has given a fork";
        return made;
    }
    const auto transport = options.fork(plan.book->market.block);
    if (!transport) return fail(transport.error());
    SimulationNode node(**transport, options.batch);
    if (const Status ready = prepare(plan, node); !ready) return fail(ready.error());
    Fork fork(plan, node);
    const auto before = fork.run({}, plan.before);
    if (!before) return fail(before.error());
    const auto after = fork.run(plan.calls, plan.after);
    if (!after) return fail(after.error());
    auto simulation =
        simulation_of(plan, before->market, after->market, before->accounts, after->accounts);
    if (!simulation) return fail(simulation.error());
    made.simulation = std::move(*simulation);
    return made;
}

}  // namespace ballast::books
