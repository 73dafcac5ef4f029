// SPDX-License-Identifier: MIT
#include "keeper/venue.hpp"

#include "keeper/agreement.hpp"

namespace ballast::keeper {

Result<VenueState> RpcVenue::read(const rpc::BlockTag& block) {
    const auto header = chain_.block_by_tag(block);
    if (!header) return fail(header.error());
    auto state = contract_.read(rpc::BlockTag::at(header->number));
    if (!state) return fail(state.error());
    return VenueState{std::move(*state), *header};
}

Status RpcVenue::agree(const oracle::OracleState& state, const oracle::RiskReport& report) {
    return keeper::agree(chain_, contract_, state, report);
}

Result<oracle::Verdict> RpcVenue::preview_pending(const Hash32& market_id) {
    return contract_.preview_pending(market_id, rpc::BlockTag::latest());
}

Result<std::optional<rpc::Receipt>> RpcVenue::send(const sender::TransactionRequest& request) {
    if (wait_ == SendWait::once) return sender_.try_send(request);
    auto receipt = sender_.send(request);
    if (!receipt) return fail(receipt.error());
    return std::optional(std::move(*receipt));
}

Status RpcVenue::hurry(const U256& fee_cap) {
    return sender_.hurry_open(fee_cap);
}

}  // namespace ballast::keeper
