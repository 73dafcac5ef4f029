// SPDX-License-Identifier: MIT
#include "apps/dry_run/oracle_now.hpp"

#include <algorithm>

#include "apps/demo_setup.hpp"
#include "apps/dry_run/live_oracle.hpp"
#include "oracle/default_limits.hpp"

namespace ballast::apps {
namespace {

Result<OracleNow> demonstration(const engine::Current& held) {
    OracleNow now;
    const auto demo = demo_oracle(held);
    if (!demo) return fail(demo.error());
    now.target = {.chain_id = demo->chain_id,
                  .oracle = chain::checksum_text(demo->address),
                  .safe = chain::checksum_text(demo->owner),
                  .demonstration = true,
                  .calls = {}};
    for (std::size_t k = 0; k < held.markets.size(); ++k) {
        const engine::PublishedMarket& market = held.markets[k];
        OracleMarket known{.asset = market.asset, .id = demo->markets[k].market_id, .record = {}};
        known.record.market = market;
        known.record.own_limits = oracle::default_own_limits(market.bonus);
        now.markets.push_back(std::move(known));
    }
    return now;
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
    std::set<Hash32> approved;
    for (const auto& [name, hash] : document->policies)
        approved.insert(hash);
    return OracleNow{.target = {.chain_id = document->chain_id,
                                .oracle = chain::checksum_text(*address),
                                .safe = chain::checksum_text(*safe),
                                .demonstration = false,
                                .calls = {}},
                     .markets = std::move(document->markets),
                     .approved = std::move(approved)};
}

bool bands_differ(const engine::AssetPolicy& a, const engine::AssetPolicy& b) {
    return a.ltv_min != b.ltv_min || a.ltv_max != b.ltv_max || a.lt_min != b.lt_min ||
           a.lt_max != b.lt_max || a.gap != b.gap;
}

/// Values and limits of the chain, on the event's clock: what the limiter remembers has the
/// chain's.
void take_live(engine::PublishedMarket& held, const engine::PublishedMarket& live,
               UnixSeconds block_at) {
    held.ltv = live.ltv;
    held.lt = held.lt_start = engine::lt_now(live, block_at);
    held.ramp = {};
    held.ramp_start = {};
    held.bonus = live.bonus;
    held.limiter = {};
    held.pending.reset();
}

}  // namespace

Result<chain::Address> address_option(const char* option, const std::string& text) {
    auto address = chain::parse_address(text);
    if (!address) return fail(Errc::usage, std::string(option) + ": " + address.error().what);
    return address;
}

Result<OracleNow> read_oracle_now(const DryRunOptions& options, const engine::Current& held) {
    if (!options.rpc.empty()) return read_live_oracle(options);
    return options.oracle_document.empty() ? demonstration(held) : documented(options);
}

const OracleMarket* find_market(const OracleNow& oracle, std::string_view asset) {
    const auto found =
        std::find_if(oracle.markets.begin(), oracle.markets.end(),
                     [&](const OracleMarket& market) { return market.asset == asset; });
    return found == oracle.markets.end() ? nullptr : &*found;
}

bool vote_sets_limits(const OracleNow& oracle, const DryRunInputs& inputs, std::size_t k) {
    const engine::AssetPolicy& proposed = inputs.proposed.assets[k];
    if (!oracle.live) return bands_differ(proposed, inputs.current.assets[k]);
    const OracleMarket* market = find_market(oracle, proposed.asset);
    if (market == nullptr) return false;
    engine::OracleLimits limits = market->record.market.limits;
    set_bands(limits, proposed);
    return limits != market->record.market.limits;
}

void set_bands(engine::OracleLimits& limits, const engine::AssetPolicy& asset) {
    limits.ltv_min = asset.ltv_min;
    limits.ltv_max = asset.ltv_max;
    limits.lt_min = asset.lt_min;
    limits.lt_max = asset.lt_max;
    limits.gap_min = asset.gap;
}

Result<AroundTheVote> around_the_vote(const engine::Current& held, const OracleNow& oracle,
                                      const DryRunInputs& inputs) {
    AroundTheVote both{held, held};
    for (std::size_t k = 0; k < held.markets.size(); ++k) {
        engine::PublishedMarket& before = both.before.markets[k];
        const OracleMarket* market = find_market(oracle, before.asset);
        if (oracle.live && market == nullptr)
            return fail(Errc::configuration,
                        "the oracle has no market " + before.asset +
                            ", which the proposed policy decides; leave it out of the policy, or "
                            "name its market so in --oracle-document");
        if (market != nullptr) before.limits = market->record.market.limits;
        if (oracle.live) take_live(before, market->record.market, oracle.live->at);
        both.after.markets[k] = before;
        if (vote_sets_limits(oracle, inputs, k))
            set_bands(both.after.markets[k].limits, inputs.proposed.assets[k]);
    }
    return both;
}

}  // namespace ballast::apps
