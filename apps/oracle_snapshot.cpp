// SPDX-License-Identifier: MIT
#include "apps/oracle_snapshot.hpp"

#include <algorithm>

namespace ballast::apps {
namespace {

using chain::Address;

/// The name in the document, else how the id begins.
std::string name_of(const Hash32& id, const OracleDocument* document) {
    if (document != nullptr)
        for (const OracleMarket& market : document->markets)
            if (market.id == id) return market.asset;
    return to_hex(id).substr(0, 10);
}

Status read_roles(oracle::OracleContract& contract, const rpc::BlockTag& tag,
                  OracleSnapshot& snapshot) {
    const auto owner = contract.role("owner()", tag);
    if (!owner) return fail(owner.error());
    snapshot.owner = *owner;
    const auto pending = contract.role("pendingOwner()", tag);
    if (!pending) return fail(pending.error());
    snapshot.pending_owner = *pending;
    const auto guardian = contract.role("guardian()", tag);
    if (!guardian) return fail(guardian.error());
    snapshot.guardian = *guardian;
    auto signers = contract.signers(tag);
    if (!signers) return fail(signers.error());
    snapshot.signers = std::move(*signers);
    const auto holds = contract.holds_ramp(tag);
    if (!holds) return fail(holds.error());
    snapshot.holds_ramp = *holds;
    return {};
}

Result<std::vector<oracle::MarketName>> read_names(rpc::Node& node, const Address& oracle,
                                                   const OracleDocument* document,
                                                   std::uint64_t first) {
    auto ids = oracle::read_added_markets(node, oracle, first);
    if (!ids) return fail(ids.error());
    std::sort(ids->begin(), ids->end());
    std::vector<oracle::MarketName> names;
    for (const Hash32& id : *ids)
        names.push_back({name_of(id, document), id});
    return names;
}

}  // namespace

Result<OracleSnapshot> read_snapshot(rpc::Node& node, const Address& oracle,
                                     const OracleDocument* document, std::uint64_t first) {
    OracleSnapshot snapshot;
    snapshot.oracle = oracle;
    const auto chain_id = node.chain_id();
    if (!chain_id) return fail(chain_id.error());
    snapshot.chain_id = *chain_id;
    if (document != nullptr && document->chain_id != *chain_id)
        return fail(Errc::configuration, "the document is for chain " +
                                             std::to_string(document->chain_id) +
                                             ", the node is on chain " + std::to_string(*chain_id));
    const auto block = node.block_by_tag(rpc::BlockTag::latest());
    if (!block) return fail(block.error());
    snapshot.block = *block;
    const auto code = node.get_code(oracle, rpc::BlockTag::at(block->number));
    if (!code) return fail(code.error());
    if (code->empty())
        return fail(Errc::mismatch, "there is no contract at " + chain::checksum_text(oracle) +
                                        " on chain " + std::to_string(*chain_id) +
                                        ": look at --oracle and --rpc");
    auto names = read_names(node, oracle, document, first);
    if (!names) return fail(names.error());
    snapshot.names = std::move(*names);
    oracle::OracleContract contract(node, oracle, snapshot.names);
    const rpc::BlockTag tag = rpc::BlockTag::at(block->number);
    auto state = contract.read(tag);
    if (!state) return fail(state.error());
    snapshot.state = std::move(*state);
    if (auto roles = read_roles(contract, tag, snapshot); !roles) return fail(roles.error());
    return snapshot;
}

}  // namespace ballast::apps
