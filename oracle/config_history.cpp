// SPDX-License-Identifier: MIT
#include "oracle/config_history.hpp"

#include <string>

#include "base/check.hpp"
#include "base/hash.hpp"
#include "chain/abi.hpp"
#include "oracle/abi_reader.hpp"
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

Result<std::vector<Hash32>> read_added_markets(rpc::Node& node, const chain::Address& oracle,
                                               std::uint64_t first) {
    const auto logs =
        node.logs(oracle, topic("MarketAdded(bytes32,uint16,uint16,uint16,uint64)"), first);
    if (!logs) return fail(logs.error());
    std::vector<Hash32> ids;
    for (const rpc::Log& log : *logs) {
        if (log.topics.size() != 2)
            return fail(Errc::bad_data, "a MarketAdded event has not two topics");
        ids.push_back(log.topics[1]);
    }
    return ids;
}

}  // namespace ballast::oracle
