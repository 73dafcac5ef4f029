// SPDX-License-Identifier: MIT
#include "apps/oracle_verify.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "oracle/deployed_code.hpp"
#include "oracle/limit_fields.hpp"

namespace ballast::apps {
namespace {

using Checks = std::vector<OracleCheck>;

std::string fault_of(const Status& status) {
    return status ? "" : status.error().what;
}

void compare_address(Checks& checks, const std::string& what, const chain::Address& on_chain,
                     const chain::Address& wanted) {
    checks.push_back({what, on_chain == wanted
                                ? ""
                                : chain::checksum_text(on_chain) + " on chain, " +
                                      chain::checksum_text(wanted) + " in the document"});
}

std::string fault_of_signers(const OracleSnapshot& snapshot, const OracleDocument& document) {
    std::string fault;
    std::size_t known = 0;
    for (const chain::Address& signer : snapshot.signers) {
        if (document.signers.contains(signer))
            ++known;
        else
            fault += chain::checksum_text(signer) + " is not in the document; ";
    }
    if (known < document.signers.size())
        fault += std::to_string(document.signers.size() - known) +
                 " of the document's signers are not on chain; ";
    if (snapshot.state.switches.threshold != document.threshold)
        fault += "threshold " + std::to_string(snapshot.state.switches.threshold) + " on chain, " +
                 std::to_string(document.threshold) + " in the document; ";
    if (!fault.empty()) fault.resize(fault.size() - 2);
    return fault;
}

/// Whoever holds an open offer is the owner one transaction later.
void check_offer(Checks& checks, const OracleSnapshot& snapshot, const OracleDocument& document) {
    const chain::Address& to = snapshot.pending_owner;
    const bool sound = to == chain::Address{} || to == document.owner;
    checks.push_back({"offer of the ownership",
                      sound
                          ? ""
                          : "it is offered to " + chain::checksum_text(to) +
                                ", who may take it at any time, and is not the document's owner"});
}

/// What the events say is approved, and the document does not know.
void check_strangers(Checks& checks, const std::string& what, const std::set<Hash32>& approved,
                     const std::map<std::string, Hash32>& wanted) {
    std::set<Hash32> known;
    for (const auto& [name, hash] : wanted)
        known.insert(hash);
    for (const Hash32& hash : approved)
        if (!known.contains(hash))
            checks.push_back(
                {what + " " + to_hex(hash), "it is approved, and not in the document"});
}

Status check_approvals(rpc::Node& node, const OracleSnapshot& snapshot,
                       const OracleDocument& document, Checks& checks) {
    oracle::OracleContract contract(node, snapshot.oracle, {});
    const rpc::BlockTag tag = rpc::BlockTag::at(snapshot.block.number);
    for (const auto& [name, hash] : document.policies) {
        const auto approved = contract.approves_policy(hash, tag);
        if (!approved) return fail(approved.error());
        checks.push_back({"policy " + name, *approved ? "" : "it is not approved"});
    }
    for (const auto& [name, hash] : document.codes) {
        const auto approved = contract.approves_code(hash, tag);
        if (!approved) return fail(approved.error());
        checks.push_back({"code " + name, *approved ? "" : "it is not approved"});
    }
    return {};
}

void check_markets(const OracleSnapshot& snapshot, const OracleDocument& document, Checks& checks) {
    for (const OracleMarket& market : document.markets) {
        const oracle::MarketRecord* held = find_market(snapshot, market.id);
        std::string fault = held == nullptr ? "it is not on chain" : "";
        if (held != nullptr)
            for (const std::string& line : limit_differences(*held, market.record))
                fault += (fault.empty() ? "" : "; ") + line;
        checks.push_back({"market " + market.asset, std::move(fault)});
    }
    for (const oracle::MarketName& name : snapshot.names) {
        bool known = false;
        for (const OracleMarket& market : document.markets)
            known = known || market.id == name.market_id;
        if (!known)
            checks.push_back({"market " + to_hex(name.market_id), "it is not in the document"});
    }
}

}  // namespace

const oracle::MarketRecord* find_market(const OracleSnapshot& snapshot, const Hash32& id) {
    for (std::size_t i = 0; i < snapshot.names.size(); ++i)
        if (snapshot.names[i].market_id == id) return &snapshot.state.records[i];
    return nullptr;
}

std::vector<std::string> limit_differences(const oracle::MarketRecord& on_chain,
                                           const oracle::MarketRecord& wanted) {
    std::vector<std::string> lines;
    for (const oracle::LimitField& field : oracle::limit_fields()) {
        const std::uint64_t held = field.get(on_chain);
        const std::uint64_t asked = field.get(wanted);
        if (held == asked) continue;
        lines.push_back(std::string(field.key) + ": " + limit_text(held, name(field.unit)) +
                        " on chain, " + limit_text(asked, name(field.unit)) + " in the document");
    }
    return lines;
}

Checks compare_with_document(const OracleSnapshot& snapshot, const OracleDocument& document) {
    Checks checks;
    compare_address(checks, "owner", snapshot.owner, document.owner);
    check_offer(checks, snapshot, document);
    compare_address(checks, "guardian", snapshot.guardian, document.guardian);
    checks.push_back({"signers", fault_of_signers(snapshot, document)});
    checks.push_back(
        {"what a freeze does to ramps", snapshot.holds_ramp == document.hold_ramp_when_frozen
                                            ? ""
                                            : "it was chosen otherwise at the deployment"});
    check_strangers(checks, "policy", snapshot.configured.policies, document.policies);
    check_strangers(checks, "code", snapshot.configured.codes, document.codes);
    check_markets(snapshot, document, checks);
    return checks;
}

Result<Checks> verify_oracle(rpc::Node& node, const OracleSnapshot& snapshot,
                             const OracleDocument* document) {
    Checks checks;
    const auto code = node.get_code(snapshot.oracle, rpc::BlockTag::at(snapshot.block.number));
    if (!code) return fail(code.error());
    checks.push_back({"code is the committed artifact's",
                      fault_of(oracle::check_code(*code, {.chain_id = snapshot.chain_id,
                                                          .oracle = snapshot.oracle,
                                                          .holds_ramp = snapshot.holds_ramp}))});
    checks.push_back(
        {"configuration follows from its events",
         fault_of(oracle::check_config_changes(snapshot.changes, snapshot.chain_id, snapshot.oracle,
                                               snapshot.state.head.config_digest))});
    if (document == nullptr) return checks;
    if (auto asked = check_approvals(node, snapshot, *document, checks); !asked)
        return fail(asked.error());
    Checks compared = compare_with_document(snapshot, *document);
    std::move(compared.begin(), compared.end(), std::back_inserter(checks));
    return checks;
}

}  // namespace ballast::apps
