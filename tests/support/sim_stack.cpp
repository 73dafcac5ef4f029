// SPDX-License-Identifier: MIT
#include "tests/support/sim_stack.hpp"

#include <algorithm>

#include "tests/support/sim_view.hpp"

namespace ballast::test {

SimStack::SimStack(std::uint64_t finality_depth) {
    chain.finality_depth = finality_depth;
    chain.base_fee = U256(2'000'000'000);
    chain.fund(SimSigner::address_of(1), U256(1'000'000'000) * U256(1'000'000'000'000));
    nodes.on_time = [this](Milliseconds span) { pass(span); };
    mine();
}

void SimStack::pass(Milliseconds span) {
    while (span.count > 0) {
        const std::int64_t to_block =
            kSimBlockTime.count - clock.monotonic().count % kSimBlockTime.count;
        const std::int64_t step = std::min(span.count, to_block);
        clock.wait({step});
        span.count -= step;
        if (step == to_block) mine();
    }
}

void SimStack::mine() {
    nodes.mine(clock.now());
}

void SimStack::put_back(const std::vector<MockTransaction>& transactions) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const MockTransaction& transaction : transactions)
            nodes.node(i).pool.put_back(transaction);
        nodes.node(i).pool.prune(nodes.node(i).view());
    }
}

std::size_t SimStack::reorganise(std::uint64_t depth, Dropped dropped) {
    const std::uint64_t soft = chain.head_number() - chain.finalized_number(chain.head());
    depth = std::min(depth, soft);
    std::vector<MockTransaction> ours;
    BlockId at = chain.head();
    for (std::uint64_t i = 0; i < depth; ++i, at = chain.block(at).parent)
        ours.insert(ours.begin(), chain.block(at).transactions.begin(),
                    chain.block(at).transactions.end());
    std::vector<MockTransaction> instead;
    if (dropped == Dropped::reordered) instead = ours;
    if (dropped == Dropped::kept_one && !ours.empty()) instead.push_back(ours.front());
    chain.reorganise(depth, instead);
    put_back(dropped == Dropped::forgotten ? std::vector<MockTransaction>() : ours);
    return ours.size();
}

std::vector<Result<rpc::NetworkReply>> StackNetwork::post(
    const std::vector<rpc::NetworkRequest>& requests, Milliseconds total) {
    const bool is_send = std::any_of(requests.begin(), requests.end(), [](const auto& request) {
        return request.body.find("eth_sendRawTransaction") != std::string::npos;
    });
    const std::vector<Result<rpc::NetworkReply>> nothing(
        requests.size(), fail(Errc::upstream_unavailable, "simulated: dead"));
    if (!process_.does(is_send ? Act::send : Act::look)) return nothing;
    auto replies = stack_.nodes.post(requests, total);
    if (is_send && !process_.does(Act::answer)) return nothing;
    return replies;
}

}  // namespace ballast::test
