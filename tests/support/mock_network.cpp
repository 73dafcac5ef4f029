// SPDX-License-Identifier: MIT
#include "tests/support/mock_network.hpp"

#include <algorithm>
#include <map>

namespace ballast::test {

MockNetwork::MockNetwork(MockChain& chain, const std::vector<ClientKind>& kinds) : chain_(chain) {
    for (const ClientKind kind : kinds) {
        names_.push_back("https://" + to_string(kind) + std::to_string(nodes_.size()) + ".example");
        nodes_.push_back(std::make_unique<MockNode>(chain, kind));
    }
}

std::vector<Result<rpc::NetworkReply>> MockNetwork::post(
    const std::vector<rpc::NetworkRequest>& requests, Milliseconds total) {
    std::vector<Result<rpc::NetworkReply>> replies;
    Milliseconds longest{1};
    for (const rpc::NetworkRequest& request : requests)
        replies.push_back(serve(request, total, longest));
    if (on_time) on_time(longest);
    return replies;
}

Result<rpc::NetworkReply> MockNetwork::serve(const rpc::NetworkRequest& request, Milliseconds total,
                                             Milliseconds& longest) {
    if (before) before(request);
    MockNode& node = *nodes_.at(request.endpoint);
    auto reply = node.serve(request.body);
    if (after) after(request);
    const bool late = !reply || node.behaviour.delay > total;
    longest = std::max(longest, late ? total : node.behaviour.delay);
    if (!late) return reply;
    return fail(Errc::upstream_unavailable, names_[request.endpoint] + ": Timeout was reached");
}

std::vector<MockTransaction> MockNetwork::candidates() const {
    std::map<std::pair<chain::Address, std::uint64_t>, MockTransaction> best;
    for (const auto& node : nodes_) {
        for (const MockTransaction& held : node->pool.all()) {
            const auto [place, fresh] = best.try_emplace({held.sender, held.content.nonce}, held);
            if (!fresh && place->second.content.max_priority_fee_per_gas <
                              held.content.max_priority_fee_per_gas)
                place->second = held;
        }
    }
    std::vector<MockTransaction> transactions;
    for (const auto& [place, transaction] : best)
        transactions.push_back(transaction);
    return transactions;
}

BlockId MockNetwork::mine(UnixSeconds at) {
    const BlockId block = chain_.mine(at, candidates());
    for (const auto& node : nodes_)
        node->pool.prune(node->view());
    return block;
}

void MockNetwork::reorganise(std::uint64_t depth) {
    for (const MockTransaction& dropped : chain_.reorganise(depth))
        for (const auto& node : nodes_)
            node->pool.put_back(dropped);
    for (const auto& node : nodes_)
        node->pool.prune(node->view());
}

Result<std::string> NodeTransport::post(std::string_view body) {
    const std::vector<rpc::NetworkRequest> one{{endpoint_, std::string(body)}};
    auto replies = network_.post(one, Milliseconds{10'000});
    if (!replies.front()) return fail(replies.front().error());
    if (replies.front()->status / 100 != 2)
        return fail(Errc::upstream_unavailable, name() + ": the answer has HTTP status " +
                                                    std::to_string(replies.front()->status));
    return std::move(replies.front()->body);
}

}  // namespace ballast::test
