// SPDX-License-Identifier: MIT
#include "apps/dry_run/proposal.hpp"

#include "apps/dry_run/words.hpp"
#include "engine/canonical.hpp"
#include "oracle/calls.hpp"
#include "oracle/limits.hpp"
#include "policies/policy_selection.hpp"

namespace ballast::apps {
namespace {

std::string band_words(const engine::AssetPolicy& asset) {
    const auto text = [](engine::Bps value) { return std::to_string(value.count()); };
    return short_name(asset.asset) + ": LTV " + text(asset.ltv_min) + " to " + text(asset.ltv_max) +
           ", LT " + text(asset.lt_min) + " to " + text(asset.lt_max) + ", gap " + text(asset.gap) +
           " bps";
}

Status add_limits(const OracleNow& now, const engine::AssetPolicy& asset, DryRun& run) {
    const OracleMarket* found = find_market(now, asset.asset);
    if (found == nullptr)
        return fail(Errc::configuration, "the oracle's document has no market " + asset.asset +
                                             ", whose bands the proposed policy changes; add it "
                                             "there, or leave the bands as they are");
    oracle::MarketRecord record = found->record;
    set_bands(record.market.limits, asset);
    const engine::OracleLimits& limits = record.market.limits;
    if (!oracle::are_valid(limits, record.own_limits))
        return fail(Errc::configuration, asset.asset + ": the oracle would refuse the bands");
    run.proposal.calls.push_back(
        {"set the limits of " + band_words(asset), oracle::encode_set_limits(found->id, record)});
    return {};
}

/// The hash that the oracle approves is of the policy with the oracle's markets alone.
Result<Hash32> approved_hash(const engine::Policy& whole, const OracleNow& now) {
    std::vector<std::string> names;
    for (const OracleMarket& market : now.markets)
        names.push_back(market.asset);
    const auto selected = policies::select_assets(whole, names);
    if (!selected)
        return fail_in("the oracle's markets",
                       Error{selected.error().code,
                             selected.error().what +
                                 "; the document's markets must be named as the policies name "
                                 "their collaterals"});
    return engine::hash(*selected);
}

/// An approval that was never given cannot be taken back: the vote would be about another oracle.
Status check_approved(const OracleNow& oracle, const std::string& name, const Hash32& former) {
    if (!oracle.approved || oracle.approved->contains(former)) return {};
    std::string known;
    for (const Hash32& hash : *oracle.approved)
        known += (known.empty() ? "" : ", ") + to_hex(hash);
    return fail(Errc::configuration,
                "the former policy " + short_name(name) + ", " + to_hex(former) +
                    ", is none that the oracle approves (" + (known.empty() ? "none" : known) +
                    "); give --against the policy that is in force, or the oracle's own document");
}

/// The hash that the vote takes back; nothing where none is approved but the proposed one.
Result<std::optional<Hash32>> former_hash(const OracleNow& oracle, const DryRunInputs& inputs,
                                          const Hash32& next) {
    if (inputs.current_known) {
        const auto former = approved_hash(inputs.current_whole, oracle);
        if (!former) return fail(former.error());
        if (auto known = check_approved(oracle, inputs.current.name, *former); !known)
            return fail(known.error());
        return *former;
    }
    std::set<Hash32> others = oracle.approved.value_or(std::set<Hash32>{});
    others.erase(next);
    if (others.empty()) return std::optional<Hash32>{};
    if (others.size() == 1) return *others.begin();
    std::string known;
    for (const Hash32& hash : others)
        known += (known.empty() ? "" : ", ") + to_hex(hash);
    return fail(Errc::configuration, "the oracle approves several policies (" + known +
                                         "); give --against the one that is to be replaced");
}

/// What a run says of a policy that has no document.
void know_by_hash(const std::optional<Hash32>& former, DryRun& run) {
    run.current.epochs.clear();
    run.current.name = former ? to_hex(*former).substr(0, 10) + "…" : "no former policy";
    run.current.hash = former.value_or(Hash32{});
}

}  // namespace

Status add_proposal(const OracleNow& oracle, const DryRunInputs& inputs, DryRun& run) {
    const auto next = approved_hash(inputs.proposed_whole, oracle);
    if (!next) return fail(next.error());
    const auto former = former_hash(oracle, inputs, *next);
    if (!former) return fail(former.error());
    if (!inputs.current_known) know_by_hash(*former, run);
    run.proposal = oracle.target;
    const bool changes = *former != *next;
    if (changes && !(oracle.live && oracle.approved->contains(*next)))
        run.proposal.calls.push_back(
            {"approve the policy " + short_name(inputs.proposed.name) + ", " + to_hex(*next),
             oracle::encode_approve_policy(*next, true)});
    for (std::size_t k = 0; k < run.assets.size(); ++k) {
        run.assets[k].bands_change = vote_sets_limits(oracle, inputs, k);
        if (!run.assets[k].bands_change) continue;
        if (auto done = add_limits(oracle, inputs.proposed.assets[k], run); !done) return done;
    }
    if (changes && *former)
        run.proposal.calls.push_back({"take back the approval of the policy " +
                                          short_name(run.current.name) + ", " + to_hex(**former),
                                      oracle::encode_approve_policy(**former, false)});
    return {};
}

}  // namespace ballast::apps
