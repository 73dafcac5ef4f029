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

}  // namespace

Status add_proposal(const OracleNow& oracle, const DryRunInputs& inputs, DryRun& run) {
    const auto next = approved_hash(inputs.proposed_whole, oracle);
    if (!next) return fail(next.error());
    const auto former = approved_hash(inputs.current_whole, oracle);
    if (!former) return fail(former.error());
    if (auto known = check_approved(oracle, inputs.current.name, *former); !known) return known;
    run.proposal = oracle.target;
    const bool changes = *next != *former;
    if (changes)
        run.proposal.calls.push_back(
            {"approve the policy " + short_name(inputs.proposed.name) + ", " + to_hex(*next),
             oracle::encode_approve_policy(*next, true)});
    for (std::size_t k = 0; k < run.assets.size(); ++k) {
        run.assets[k].bands_change =
            bands_differ(inputs.proposed.assets[k], inputs.current.assets[k]);
        if (!run.assets[k].bands_change) continue;
        if (auto done = add_limits(oracle, inputs.proposed.assets[k], run); !done) return done;
    }
    if (changes)
        run.proposal.calls.push_back({"take back the approval of the policy " +
                                          short_name(inputs.current.name) + ", " + to_hex(*former),
                                      oracle::encode_approve_policy(*former, false)});
    return {};
}

}  // namespace ballast::apps
