// SPDX-License-Identifier: MIT
#include "apps/oracle_command.hpp"

#include "apps/oracle_verify.hpp"
#include "apps/say.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"

namespace ballast::apps {
namespace {

int tell(const OracleSnapshot& snapshot, const OracleOptions& options) {
    print(options.json ? write_json(snapshot_json(snapshot)) + "\n" : snapshot_text(snapshot));
    return 0;
}

/// A line a check, and exit code 2 where one has a fault.
int tell(const std::vector<OracleCheck>& checks, const OracleOptions& options) {
    std::string text;
    JsonArray rows;
    bool sound = true;
    for (const OracleCheck& check : checks) {
        const bool good = check.fault.empty();
        sound = sound && good;
        text += (good ? "ok       " : "DIFFERS  ") + check.what + (good ? "" : ": " + check.fault) +
                "\n";
        rows.push_back(JsonObject{{"check", check.what}, {"fault", check.fault}, {"ok", good}});
    }
    print(options.json ? write_json(JsonObject{{"checks", std::move(rows)}, {"ok", sound}}) + "\n"
                       : text);
    return sound ? 0 : exit_code(Errc::mismatch);
}

/// The document against the chain, without a key.
int tell_limits(const OracleSnapshot& snapshot, const OracleDocument& document,
                const OracleOptions& options) {
    std::string text;
    JsonArray rows;
    for (const OracleMarket& market : document.markets) {
        const oracle::MarketRecord* held = find_market(snapshot, market.id);
        const std::vector<std::string> lines = held == nullptr
                                                   ? std::vector<std::string>{"it is not on chain"}
                                                   : limit_differences(*held, market.record);
        JsonArray items(lines.begin(), lines.end());
        rows.push_back(JsonObject{{"differences", std::move(items)}, {"market", market.asset}});
        text += market.asset + (lines.empty() ? ": as in the document\n" : ":\n");
        for (const std::string& line : lines)
            text += "  " + line + "\n";
    }
    print(options.json ? write_json(Json(std::move(rows))) + "\n" : text);
    return 0;
}

int tell_receipts(const std::vector<rpc::Receipt>& receipts, const chain::Address& oracle,
                  const OracleOptions& options) {
    if (!options.json) {
        print(chain::checksum_text(oracle) + "\n");
        return 0;
    }
    JsonArray hashes;
    for (const rpc::Receipt& receipt : receipts)
        hashes.emplace_back(to_hex(receipt.tx_hash));
    print(write_json(JsonObject{{"oracle", chain::checksum_text(oracle)},
                                {"transactions", std::move(hashes)}}) +
          "\n");
    return 0;
}

/// One node's answers; what is sent goes through all of --rpc.
struct Asking {
    rpc::HttpTransport transport;
    rpc::Node node{transport};
    explicit Asking(rpc::HttpTransport opened) : transport(std::move(opened)) {}
};

int deploy(rpc::Node& node, const OracleDocument& document, const OracleOptions& options) {
    const auto chain_id = node.chain_id();
    if (!chain_id) return complain(chain_id.error());
    if (*chain_id != document.chain_id)
        return complain({Errc::configuration, options.document.string() + " is for chain " +
                                                  std::to_string(document.chain_id) +
                                                  ", the node is on chain " +
                                                  std::to_string(*chain_id)});
    const auto sending = OracleSending::open(options, *chain_id);
    if (!sending) return complain(sending.error());
    const auto plan = plan_deployment(document, (*sending)->account());
    // By its text: the same document is deployed once from one journal, also after an interruption.
    const auto text = read_file(options.document);
    if (!text) return complain(text.error());
    const std::string name = "deploy " + to_hex(sha256(as_bytes(*text)));
    const auto receipts = (*sending)->carry_out(plan, name, options);
    if (!receipts) return complain(receipts.error());
    return tell_receipts(*receipts, *receipts->front().contract_address, options);
}

/// Requires that `used` was read before the change's snapshot: what it calls used, that has seen.
int carry_out(OracleSending& sending, const OracleChange& change, const UsedNonces& used) {
    const OracleOptions& options = change.options;
    const auto plan = plan_change(change);
    if (!plan) return complain(plan.error());
    if (plan->empty()) {
        say("nothing to do: the chain is so already");
        return tell_receipts({}, change.snapshot.oracle, options);
    }
    const std::string name = change_name(change.snapshot.oracle, plan->front(), used);
    const auto receipts = sending.carry_out(*plan, name, options);
    return receipts ? tell_receipts(*receipts, change.snapshot.oracle, options)
                    : complain(receipts.error());
}

/// A stop must not hang on one node: what it needs is asked of all, and no event is.
int turn_switch(const chain::Address& oracle, const OracleOptions& options) {
    const auto chain_id = agreed_chain_id(options.rpc);
    if (!chain_id) return complain(chain_id.error());
    const auto sending = OracleSending::open(options, *chain_id);
    if (!sending) return complain(sending.error());
    const auto used = (*sending)->used_nonces();
    if (!used) return complain(used.error());
    const auto snapshot = read_roles_and_stops((*sending)->chain(), oracle);
    if (!snapshot) return complain(snapshot.error());
    return carry_out(**sending, {options, *snapshot, nullptr, (*sending)->account()}, *used);
}

/// Errors: upstream_unavailable where the node is behind `settled`, which others agree on.
Result<OracleSnapshot> read_settled(rpc::Node& node, const chain::Address& oracle,
                                    const OracleDocument& document, std::uint64_t settled,
                                    const OracleOptions& options) {
    auto snapshot = read_snapshot(node, oracle, &document, options.from_block);
    if (snapshot && snapshot->block.number < settled)
        return fail(Errc::upstream_unavailable,
                    "the first --rpc is at block " + std::to_string(snapshot->block.number) +
                        ", the others agree on " + std::to_string(settled) +
                        ": repeat this, or name another one first");
    return snapshot;
}

/// What plan_change() will mark urgent, as far as that can be told before there is a plan.
Result<bool> is_urgent(OracleSending& sending, const chain::Address& oracle, OracleVerb verb) {
    const auto roles = read_roles_and_stops(sending.chain(), oracle);
    if (!roles) return fail(roles.error());
    const bool owner = sending.account() == roles->owner;
    return verb == OracleVerb::rotate ? owner : !owner && sending.account() == roles->guardian;
}

/// Whether earlier transactions make way. A call that makes way is lost: so only once somebody
/// agreed to send, and where there is something to send as far as the chain shows now.
Result<bool> makes_way(OracleSending& sending, rpc::Node& node, const chain::Address& oracle,
                       const OracleDocument& document, const OracleOptions& options) {
    const auto urgent = is_urgent(sending, oracle, options.verb);
    if (!urgent) return fail(urgent.error());
    if (!*urgent || !options.yes) return false;
    const auto agreed = sending.chain().look(sending.account());
    if (!agreed) return fail(agreed.error());
    const auto snapshot = read_settled(node, oracle, document, agreed->head.number, options);
    if (!snapshot) return fail(snapshot.error());
    const auto plan = plan_change({options, *snapshot, &document, sending.account()});
    if (!plan) return fail(plan.error());
    return !plan->empty();
}

/// The plan of rotate and limits is made of what earlier transactions of the account left.
int change(rpc::Node& node, const chain::Address& oracle, const OracleDocument& document,
           const OracleOptions& options) {
    const auto chain_id = node.chain_id();
    if (!chain_id) return complain(chain_id.error());
    const auto sending = OracleSending::open(options, *chain_id);
    if (!sending) return complain(sending.error());
    const auto hurries = makes_way(**sending, node, oracle, document, options);
    if (!hurries) return complain(hurries.error());
    const auto settled = (*sending)->settle(*hurries);
    if (!settled) return complain(settled.error());
    const auto used = (*sending)->used_nonces();
    if (!used) return complain(used.error());
    const auto snapshot = read_settled(node, oracle, document, *settled, options);
    if (!snapshot) return complain(snapshot.error());
    return carry_out(**sending, {options, *snapshot, &document, (*sending)->account()}, *used);
}

/// Reads only, and tells.
int look(rpc::Node& node, const chain::Address& oracle, const OracleDocument* document,
         const OracleOptions& options) {
    const auto snapshot = read_snapshot(node, oracle, document, options.from_block);
    if (!snapshot) return complain(snapshot.error());
    if (options.verb == OracleVerb::show) return tell(*snapshot, options);
    if (options.verb == OracleVerb::limits) return tell_limits(*snapshot, *document, options);
    const auto checks = verify_oracle(node, *snapshot, document);
    return checks ? tell(*checks, options) : complain(checks.error());
}

bool is_switch(OracleVerb verb) {
    return verb == OracleVerb::pause || verb == OracleVerb::unpause || verb == OracleVerb::freeze ||
           verb == OracleVerb::unfreeze;
}

int run_on(rpc::Node& node, const OracleDocument* document, const OracleOptions& options) {
    if (options.verb == OracleVerb::deploy) return deploy(node, *document, options);
    const auto address = chain::parse_address(options.oracle);
    if (!address) return complain({Errc::usage, "--oracle: " + address.error().what});
    if (is_switch(options.verb)) return turn_switch(*address, options);
    const bool applies = options.verb == OracleVerb::limits && options.apply;
    if (applies || options.verb == OracleVerb::rotate)
        return change(node, *address, *document, options);
    return look(node, *address, document, options);
}

}  // namespace

int run_oracle(const OracleOptions& options) {
    std::optional<OracleDocument> document;
    if (!options.document.empty() && !is_switch(options.verb)) {
        auto read = read_oracle_document(options.document);
        if (!read) return complain(read.error());
        document = std::move(*read);
    }
    const bool applies = options.verb == OracleVerb::limits && options.apply;
    if (applies && (options.journal.empty() || options.keystore.empty()))
        return complain({Errc::usage, "--apply needs --journal and --keystore"});
    auto transport = rpc::HttpTransport::open(options.rpc.front());
    if (!transport) return complain(transport.error());
    Asking asking(std::move(*transport));
    return run_on(asking.node, document ? &*document : nullptr, options);
}

}  // namespace ballast::apps
