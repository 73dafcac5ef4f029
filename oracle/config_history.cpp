// SPDX-License-Identifier: MIT
#include "oracle/config_history.hpp"

#include <algorithm>
#include <string>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/abi.hpp"
#include "oracle/abi_reader.hpp"
#include "oracle/calls.hpp"
#include "oracle/config_digest.hpp"

namespace ballast::oracle {
namespace {

Hash32 topic(std::string_view signature) {
    return keccak256(as_bytes(signature));
}

Result<ConfigChange> read_change(const rpc::Log& log) {
    static const chain::AbiType kType = *chain::parse_abi_type("(address,bytes)");
    if (log.topics.size() != 3)
        return fail(Errc::bad_data, "a ConfigChanged event has not three topics");
    const auto decoded = chain::abi_decode(kType, log.data);
    if (!decoded) return fail_in("a ConfigChanged event", decoded.error());
    AbiReader list(*decoded);
    ConfigChange change{.digest = log.topics[1], .previous = log.topics[2]};
    change.by = list.address();
    change.data = *list.value().as_bytes();
    return change;
}

void note(std::set<Hash32>& approved, const Hash32& hash, bool yes) {
    if (yes)
        approved.insert(hash);
    else
        approved.erase(hash);
}

void note_all(std::set<Hash32>& approved, const chain::AbiValue& list) {
    AbiReader items(list);
    for (std::size_t i = 0; i < list.as_list()->size(); ++i)
        approved.insert(items.hash());
}

Status apply_arguments(ByteView arguments, Configured& made) {
    static const chain::AbiType kType =
        *chain::parse_abi_type("(address,address,address[],uint8,bytes32[],bytes32[],bool)");
    const auto decoded = chain::abi_decode(kType, arguments);
    if (!decoded) return fail(decoded.error());
    note_all(made.policies, decoded->as_list()->at(4));
    note_all(made.codes, decoded->as_list()->at(5));
    return {};
}

bool calls(ByteView data, const chain::Selector& selector) {
    return data.size() >= chain::Selector::kSize &&
           std::equal(selector.bytes.begin(), selector.bytes.end(), data.begin());
}

/// The contract took the call, so of what it reads nothing is missing and every flag is 0 or 1.
Status apply_call(ByteView data, Configured& made) {
    static const chain::Selector kAdd = chain::function_selector(add_market_signature());
    static const chain::Selector kPolicy = chain::function_selector("approvePolicy(bytes32,bool)");
    static const chain::Selector kCode = chain::function_selector("approveCode(bytes32,bool)");
    const bool adds = calls(data, kAdd);
    const bool policy = calls(data, kPolicy);
    if (!adds && !policy && !calls(data, kCode)) return {};
    const auto type = chain::parse_abi_type(adds ? "(bytes32)" : "(bytes32,bool)");
    const auto decoded = chain::abi_decode(*type, data.subspan(chain::Selector::kSize));
    if (!decoded) return fail(decoded.error());
    AbiReader list(*decoded);
    const Hash32 hash = list.hash();
    if (adds)
        made.markets.insert(hash);
    else
        note(policy ? made.policies : made.codes, hash, list.boolean());
    return {};
}

}  // namespace

Result<std::vector<ConfigChange>> read_config_changes(rpc::Node& node, const chain::Address& oracle,
                                                      std::uint64_t first) {
    const auto logs =
        node.logs(oracle, topic("ConfigChanged(bytes32,bytes32,address,bytes)"), first);
    if (!logs) return fail(logs.error());
    std::vector<ConfigChange> changes;
    for (const rpc::Log& log : *logs) {
        auto change = read_change(log);
        if (!change) return fail(change.error());
        changes.push_back(std::move(*change));
    }
    return changes;
}

Status check_config_changes(const std::vector<ConfigChange>& changes, std::uint64_t chain_id,
                            const chain::Address& oracle, const Hash32& in_force) {
    if (changes.empty() || changes.front().previous != Hash32{})
        return fail(Errc::mismatch,
                    "the events do not begin with the deployment; is --from-block after it?");
    Hash32 digest = first_config_digest(chain_id, oracle, changes.front().data);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (i > 0) digest = next_config_digest(digest, changes[i].by, changes[i].data);
        if (digest != changes[i].digest)
            return fail(Errc::mismatch, "change " + std::to_string(i) +
                                            " of the configuration gives " + to_hex(digest) +
                                            ", its event says " + to_hex(changes[i].digest));
    }
    if (digest != in_force)
        return fail(Errc::mismatch, "the events come to " + to_hex(digest) +
                                        ", the digest in force is " + to_hex(in_force));
    return {};
}

Result<Configured> configured_by(const std::vector<ConfigChange>& changes) {
    Configured made;
    for (const ConfigChange& change : changes) {
        auto done = change.previous == Hash32{} ? apply_arguments(change.data, made)
                                                : apply_call(change.data, made);
        if (!done) return fail_in("a ConfigChanged event", done.error());
    }
    return made;
}

}  // namespace ballast::oracle
