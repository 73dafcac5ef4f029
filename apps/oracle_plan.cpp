// SPDX-License-Identifier: MIT
#include <algorithm>

#include "apps/oracle_command.hpp"
#include "apps/oracle_verify.hpp"
#include "oracle/calls.hpp"

namespace ballast::apps {
namespace {

using chain::Address;
using Plan = std::vector<PlannedCall>;

std::string listed(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "; ") + line;
    return text;
}

std::string market_words(const OracleMarket& market) {
    const engine::PublishedMarket& values = market.record.market;
    return "market " + market.asset + " " + to_hex(market.id).substr(0, 10) + ": LTV " +
           percent(values.ltv) + ", LT " + percent(values.lt) + ", bonus " + percent(values.bonus) +
           ", supply cap " + cap_text(market.record.supply_cap.tokens) +
           (market.record.own_limits.shadow ? ", shadow" : "");
}

PlannedCall addition(const OracleMarket& market, const Address& to) {
    PlannedCall call{"add " + market_words(market), to,
                     oracle::encode_add_market(market.id, market.record)};
    call.details.push_back("id " + to_hex(market.id));
    for (std::string& line : limit_lines(market.record))
        call.details.push_back("limits: " + std::move(line));
    return call;
}

/// Signers and hashes, each with its name.
std::vector<std::string> creation_details(const OracleDocument& document) {
    std::vector<std::string> lines;
    for (const auto& [address, name] : document.signers)
        lines.push_back("signer " + name + " " + chain::checksum_text(address));
    for (const auto& [name, hash] : document.policies)
        lines.push_back("policy " + name + " " + to_hex(hash));
    for (const auto& [name, hash] : document.codes)
        lines.push_back("code " + name + " " + to_hex(hash));
    return lines;
}

Status need_owner(const OracleChange& change) {
    if (change.sender == change.snapshot.owner) return {};
    return fail(Errc::permission, "only the owner " + chain::checksum_text(change.snapshot.owner) +
                                      " may do this; the key is of " +
                                      chain::checksum_text(change.sender));
}

Status need_guardian(const OracleChange& change) {
    if (change.sender == change.snapshot.guardian) return {};
    if (change.sender == change.snapshot.owner) return {};
    return fail(Errc::permission, "only the guardian " +
                                      chain::checksum_text(change.snapshot.guardian) +
                                      " or the owner may do this; the key is of " +
                                      chain::checksum_text(change.sender));
}

/// One of the four switches: its call, whose it is, and whether it is needed. What the guardian may
/// do, too, makes the oracle safer, and is urgent.
struct Switch {
    const char* signature;
    const char* about;
    bool by_owner;
    bool needed;
};

/// The two stops are sent whatever the nodes say of the present state: one too many costs its gas,
/// one too few the stop, where a node lags behind the transaction that lifted the last one.
Switch switch_of(const OracleChange& change) {
    const oracle::Switches& now = change.snapshot.state.switches;
    const OracleVerb verb = change.options.verb;
    if (verb == OracleVerb::pause)
        return {"pauseLoosening()",
                now.loosening_paused ? "pause loosening, which is paused already, to be sure"
                                     : "pause loosening",
                false, true};
    if (verb == OracleVerb::unpause)
        return {"unpauseLoosening()", "allow loosening again", true, now.loosening_paused};
    if (verb == OracleVerb::freeze)
        return {"freeze()",
                now.frozen ? "freeze what is frozen already, to be sure"
                           : "freeze: no report and no execution from now on",
                false, true};
    return {"unfreeze()", "lift the freeze", true, now.frozen};
}

Result<Plan> plan_switch(const OracleChange& change) {
    const Switch wanted = switch_of(change);
    if (auto may = wanted.by_owner ? need_owner(change) : need_guardian(change); !may)
        return fail(may.error());
    if (!wanted.needed) return Plan{};
    return Plan{{wanted.about, change.snapshot.oracle, oracle::encode_plain_call(wanted.signature),
                 !wanted.by_owner}};
}

Result<Plan> plan_rotation(const OracleChange& change) {
    if (auto may = need_owner(change); !may) return fail(may.error());
    const OracleDocument& document = *change.document;
    std::vector<Address> wanted;
    std::vector<std::string> lines;
    for (const auto& [address, name] : document.signers) {
        wanted.push_back(address);
        const auto& held = change.snapshot.signers;
        if (std::find(held.begin(), held.end(), address) == held.end())
            lines.push_back("+ " + name + " " + chain::checksum_text(address));
    }
    for (const Address& held : change.snapshot.signers)
        if (!document.signers.contains(held)) lines.push_back("- " + chain::checksum_text(held));
    const auto threshold = change.snapshot.state.switches.threshold;
    if (threshold != document.threshold)
        lines.push_back("threshold " + std::to_string(threshold) + " becomes " +
                        std::to_string(document.threshold));
    if (lines.empty()) return Plan{};
    return Plan{{"set " + std::to_string(document.threshold) + " of " +
                     std::to_string(wanted.size()) + " signers: " + listed(lines) +
                     "; reports and pending loosenings of the old configuration die",
                 change.snapshot.oracle, oracle::encode_set_signers(wanted, document.threshold),
                 true}};
}

/// The guardian may shrink the room to loosen, and nothing else.
Result<Bytes> limits_call(const OracleChange& change, const OracleMarket& market,
                          const oracle::MarketRecord& held) {
    if (change.sender == change.snapshot.owner)
        return oracle::encode_set_limits(market.id, market.record);
    if (auto may = need_guardian(change); !may) return fail(may.error());
    const oracle::LooseningLimits part = loosening_part(market.record);
    oracle::MarketRecord shrunk = held;
    tighten(shrunk, part);
    const bool whole = shrunk.market.limits == market.record.market.limits &&
                       shrunk.own_limits == market.record.own_limits;
    if (!is_no_looser(part, held) || !whole)
        return fail(Errc::permission, "market " + market.asset +
                                          ": the guardian may only shrink steps, budgets and "
                                          "ceilings of loosening; the rest is the owner's");
    return oracle::encode_tighten_limits(market.id, part);
}

Result<Plan> plan_limits(const OracleChange& change) {
    Plan plan;
    for (const OracleMarket& market : change.document->markets) {
        const oracle::MarketRecord* held = find_market(change.snapshot, market.id);
        if (held == nullptr) {
            if (auto may = need_owner(change); !may) return fail(may.error());
            plan.push_back(addition(market, change.snapshot.oracle));
            continue;
        }
        const std::vector<std::string> lines = limit_differences(*held, market.record);
        if (lines.empty()) continue;
        auto call = limits_call(change, market, *held);
        if (!call) return fail(call.error());
        plan.push_back(
            {"bring the limits of " + market.asset + " to the document's: " + listed(lines),
             change.snapshot.oracle, std::move(*call), change.sender != change.snapshot.owner});
    }
    return plan;
}

}  // namespace

Plan plan_deployment(const OracleDocument& document, const Address& sender) {
    const bool hands_over = sender != document.owner;
    const Address first_owner = document.markets.empty() ? document.owner : sender;
    Plan plan;
    plan.push_back({"create the oracle on chain " + std::to_string(document.chain_id) + ": owner " +
                        chain::checksum_text(first_owner) + ", guardian " +
                        chain::checksum_text(document.guardian) + ", " +
                        std::to_string(document.threshold) + " of " +
                        std::to_string(document.signers.size()) + " signers; a freeze " +
                        (document.hold_ramp_when_frozen ? "holds ramps" : "lets ramps finish"),
                    std::nullopt, oracle::creation_code(setup_of(document, first_owner))});
    plan.back().details = creation_details(document);
    for (const OracleMarket& market : document.markets)
        plan.push_back(addition(market, Address{}));
    if (hands_over && !document.markets.empty())
        plan.push_back({"offer the ownership to " + chain::checksum_text(document.owner) +
                            ", which must accept it",
                        Address{}, oracle::encode_transfer_ownership(document.owner)});
    return plan;
}

Result<Plan> plan_change(const OracleChange& change) {
    if (change.options.verb == OracleVerb::rotate) return plan_rotation(change);
    if (change.options.verb == OracleVerb::limits) return plan_limits(change);
    return plan_switch(change);
}

}  // namespace ballast::apps
