// SPDX-License-Identifier: MIT
#include "keeper/aggregators.hpp"

#include "providers/chainlink.hpp"

namespace ballast::keeper {
namespace {

rpc::CallMessage message_to(const chain::Address& contract, Bytes calldata) {
    rpc::CallMessage message;
    message.to = contract;
    message.data = std::move(calldata);
    return message;
}

Result<std::string> body_of(const rpc::CallOutcome& decimals, const rpc::CallOutcome& round) {
    if (decimals.reverted || round.reverted)
        return fail(Errc::bad_data, "the contract reverts: it is no aggregator, or has no round");
    return providers::chainlink_body(decimals.output, round.output);
}

}  // namespace

Result<std::vector<Result<std::string>>> ask_aggregators(
    books::ChainReader& reader, const std::vector<chain::Address>& contracts) {
    const auto head = reader.head();
    if (!head) return fail(head.error());
    const auto block = reader.block(*head);
    if (!block) return fail(block.error());
    std::vector<rpc::CallMessage> messages;
    for (const chain::Address& contract : contracts) {
        messages.push_back(message_to(contract, providers::decimals_call()));
        messages.push_back(message_to(contract, providers::latest_round_data_call()));
    }
    const auto outcomes = reader.calls(*block, messages);
    if (!outcomes) return fail(outcomes.error());
    std::vector<Result<std::string>> bodies;
    for (std::size_t i = 0; i < contracts.size(); ++i)
        bodies.push_back(body_of((*outcomes)[2 * i], (*outcomes)[2 * i + 1]));
    return bodies;
}

}  // namespace ballast::keeper
