// SPDX-License-Identifier: MIT
#include "apps/dry_run/proposal.hpp"

#include <algorithm>

#include "apps/demo_setup.hpp"
#include "apps/dry_run/steps.hpp"
#include "apps/dry_run/words.hpp"
#include "apps/oracle_document.hpp"
#include "engine/canonical.hpp"
#include "oracle/calls.hpp"
#include "oracle/default_limits.hpp"
#include "oracle/limits.hpp"
#include "policies/policy_selection.hpp"

namespace ballast::apps {
namespace {

/// The oracle as it stands before the vote.
struct OracleNow {
    ProposalTarget target;
    std::vector<OracleMarket> markets;
};

Result<OracleNow> demonstration(const DryRun& run) {
    OracleNow now;
    const auto demo = demo_oracle(run.current.last);
    if (!demo) return fail(demo.error());
    now.target = {.chain_id = demo->chain_id,
                  .oracle = chain::checksum_text(demo->address),
                  .safe = chain::checksum_text(demo->owner),
                  .demonstration = true,
                  .calls = {}};
    for (std::size_t k = 0; k < run.assets.size(); ++k) {
        const engine::PublishedMarket& market = run.current.last.markets[k];
        OracleMarket known{.asset = market.asset, .id = demo->markets[k].market_id, .record = {}};
        known.record.market = market;
        known.record.own_limits = oracle::default_own_limits(market.bonus);
        now.markets.push_back(std::move(known));
    }
    return now;
}

Result<chain::Address> address_option(const char* option, const std::string& text) {
    auto address = chain::parse_address(text);
    if (!address) return fail(Errc::usage, std::string(option) + ": " + address.error().what);
    return address;
}

Result<OracleNow> documented(const DryRunOptions& options) {
    auto document = read_oracle_document(options.oracle_document);
    if (!document) return fail(document.error());
    if (options.oracle.empty())
        return fail(Errc::usage, "--oracle-document needs --oracle, the deployed address");
    const auto address = address_option("--oracle", options.oracle);
    if (!address) return fail(address.error());
    const auto safe = options.safe.empty() ? Result<chain::Address>(document->owner)
                                           : address_option("--safe", options.safe);
    if (!safe) return fail(safe.error());
    return OracleNow{.target = {.chain_id = document->chain_id,
                                .oracle = chain::checksum_text(*address),
                                .safe = chain::checksum_text(*safe),
                                .demonstration = false,
                                .calls = {}},
                     .markets = std::move(document->markets)};
}

bool bands_differ(const engine::AssetPolicy& a, const engine::AssetPolicy& b) {
    return a.ltv_min != b.ltv_min || a.ltv_max != b.ltv_max || a.lt_min != b.lt_min ||
           a.lt_max != b.lt_max || a.gap != b.gap;
}

std::string band_words(const engine::AssetPolicy& asset) {
    const auto text = [](engine::Bps value) { return std::to_string(value.count()); };
    return short_name(asset.asset) + ": LTV " + text(asset.ltv_min) + " to " + text(asset.ltv_max) +
           ", LT " + text(asset.lt_min) + " to " + text(asset.lt_max) + ", gap " + text(asset.gap) +
           " bps";
}

Status add_limits(const OracleNow& now, const engine::AssetPolicy& asset, DryRun& run) {
    const auto found =
        std::find_if(now.markets.begin(), now.markets.end(),
                     [&](const OracleMarket& market) { return market.asset == asset.asset; });
    if (found == now.markets.end())
        return fail(Errc::configuration, "the oracle's document has no market " + asset.asset +
                                             ", whose bands the proposed policy changes; add it "
                                             "there, or leave the bands as they are");
    oracle::MarketRecord record = found->record;
    engine::OracleLimits& limits = record.market.limits;
    limits.ltv_min = asset.ltv_min;
    limits.ltv_max = asset.ltv_max;
    limits.lt_min = asset.lt_min;
    limits.lt_max = asset.lt_max;
    limits.gap_min = asset.gap;
    if (!oracle::are_valid(limits, record.own_limits))
        return fail(Errc::configuration, asset.asset + ": the oracle would refuse the bands");
    run.proposal.calls.push_back(
        {"set the limits of " + band_words(asset), oracle::encode_set_limits(found->id, record)});
    return {};
}

/// The bands that hold a recommendation are those of the oracle that was deployed.
void judge_by(const OracleNow& now, const engine::Policy& policy, DryRun& run) {
    for (std::size_t k = 0; k < run.assets.size(); ++k)
        for (const OracleMarket& market : now.markets)
            if (market.asset == run.assets[k].asset)
                judge_row(run.assets[k], market.record.market.limits, policy.assets[k].gap, run.at);
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

}  // namespace

Status add_proposal(const DryRunOptions& options, const DryRunInputs& inputs, DryRun& run) {
    auto now = options.oracle_document.empty() ? demonstration(run) : documented(options);
    if (!now) return fail(now.error());
    const auto next = approved_hash(inputs.proposed_whole, *now);
    if (!next) return fail(next.error());
    const auto former = approved_hash(inputs.current_whole, *now);
    if (!former) return fail(former.error());
    run.proposal = now->target;
    judge_by(*now, inputs.proposed, run);
    const bool changes = *next != *former;
    if (changes)
        run.proposal.calls.push_back(
            {"approve the policy " + short_name(inputs.proposed.name) + ", " + to_hex(*next),
             oracle::encode_approve_policy(*next, true)});
    for (std::size_t k = 0; k < run.assets.size(); ++k) {
        run.assets[k].bands_change =
            bands_differ(inputs.proposed.assets[k], inputs.current.assets[k]);
        if (!run.assets[k].bands_change) continue;
        if (auto done = add_limits(*now, inputs.proposed.assets[k], run); !done) return done;
    }
    if (changes)
        run.proposal.calls.push_back({"take back the approval of the policy " +
                                          short_name(inputs.current.name) + ", " + to_hex(*former),
                                      oracle::encode_approve_policy(*former, false)});
    return {};
}

}  // namespace ballast::apps
