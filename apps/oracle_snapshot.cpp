// SPDX-License-Identifier: MIT
#include "apps/oracle_snapshot.hpp"

#include <algorithm>
#include <iterator>

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

/// What the contract cannot list comes from its events; verify holds them against the digest.
Status read_history(rpc::Node& node, const OracleDocument* document, std::uint64_t first,
                    OracleSnapshot& snapshot) {
    auto changes = oracle::read_config_changes(node, snapshot.oracle, first);
    if (!changes) return fail(changes.error());
    oracle::OracleContract bare(node, snapshot.oracle, {});
    const auto then = bare.read(rpc::BlockTag::at(snapshot.block.number));
    if (!then) return fail(then.error());
    // What came after the block is not in its digest.
    const auto last =
        std::find_if(changes->begin(), changes->end(), [&](const oracle::ConfigChange& change) {
            return change.digest == then->head.config_digest;
        });
    if (last != changes->end()) changes->erase(std::next(last), changes->end());
    snapshot.changes = std::move(*changes);
    auto configured = oracle::configured_by(snapshot.changes);
    if (!configured) return fail(configured.error());
    snapshot.configured = std::move(*configured);
    for (const Hash32& id : snapshot.configured.markets)
        snapshot.names.push_back({name_of(id, document), id});
    return {};
}

}  // namespace

Result<OracleSnapshot> read_snapshot(rpc::Node& node, const Address& oracle,
                                     const OracleDocument* document, std::uint64_t first,
                                     const rpc::BlockTag& at) {
    OracleSnapshot snapshot;
    snapshot.oracle = oracle;
    const auto chain_id = node.chain_id();
    if (!chain_id) return fail(chain_id.error());
    snapshot.chain_id = *chain_id;
    if (document != nullptr && document->chain_id != *chain_id)
        return fail(Errc::configuration, "the document is for chain " +
                                             std::to_string(document->chain_id) +
                                             ", the node is on chain " + std::to_string(*chain_id));
    const auto block = node.block_by_tag(at);
    if (!block) return fail(block.error());
    snapshot.block = *block;
    const auto code = node.get_code(oracle, rpc::BlockTag::at(block->number));
    if (!code) return fail(code.error());
    if (code->empty())
        return fail(Errc::mismatch, "there is no contract at " + chain::checksum_text(oracle) +
                                        " on chain " + std::to_string(*chain_id) +
                                        ": look at --oracle and --rpc");
    if (auto history = read_history(node, document, first, snapshot); !history)
        return fail(history.error());
    oracle::OracleContract contract(node, oracle, snapshot.names);
    const rpc::BlockTag tag = rpc::BlockTag::at(block->number);
    auto state = contract.read(tag);
    if (!state) return fail(state.error());
    snapshot.state = std::move(*state);
    if (auto roles = read_roles(contract, tag, snapshot); !roles) return fail(roles.error());
    // All of it was asked by the block's number.
    const auto again = node.block_by_tag(tag);
    if (!again) return fail(again.error());
    if (again->hash != block->hash)
        return fail(Errc::mismatch, "block " + std::to_string(block->number) +
                                        " changed while it was read; repeat the command");
    return snapshot;
}

Result<OracleSnapshot> read_roles_and_stops(rpc::ChainView& chain, const Address& oracle) {
    const auto stops = oracle::read_stops(chain, oracle);
    if (!stops) return fail(stops.error());
    OracleSnapshot snapshot;
    snapshot.chain_id = chain.chain_id();
    snapshot.oracle = oracle;
    snapshot.owner = stops->owner;
    snapshot.guardian = stops->guardian;
    snapshot.state.switches.loosening_paused = stops->loosening_paused;
    snapshot.state.switches.frozen = stops->frozen;
    return snapshot;
}

}  // namespace ballast::apps
