// SPDX-License-Identifier: MIT
#include "apps/dry_run/oracle_now.hpp"

#include <algorithm>

#include "apps/demo_setup.hpp"
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

}  // namespace

Result<OracleNow> read_oracle_now(const DryRunOptions& options, const engine::Current& held) {
    return options.oracle_document.empty() ? demonstration(held) : documented(options);
}

const OracleMarket* find_market(const OracleNow& oracle, std::string_view asset) {
    const auto found =
        std::find_if(oracle.markets.begin(), oracle.markets.end(),
                     [&](const OracleMarket& market) { return market.asset == asset; });
    return found == oracle.markets.end() ? nullptr : &*found;
}

bool bands_differ(const engine::AssetPolicy& a, const engine::AssetPolicy& b) {
    return a.ltv_min != b.ltv_min || a.ltv_max != b.ltv_max || a.lt_min != b.lt_min ||
           a.lt_max != b.lt_max || a.gap != b.gap;
}

void set_bands(engine::OracleLimits& limits, const engine::AssetPolicy& asset) {
    limits.ltv_min = asset.ltv_min;
    limits.ltv_max = asset.ltv_max;
    limits.lt_min = asset.lt_min;
    limits.lt_max = asset.lt_max;
    limits.gap_min = asset.gap;
}

AroundTheVote around_the_vote(const engine::Current& held, const OracleNow& oracle,
                              const DryRunInputs& inputs) {
    AroundTheVote both{held, held};
    for (std::size_t k = 0; k < held.markets.size(); ++k) {
        engine::OracleLimits& before = both.before.markets[k].limits;
        if (const OracleMarket* market = find_market(oracle, held.markets[k].asset))
            before = market->record.market.limits;
        engine::OracleLimits& after = both.after.markets[k].limits;
        after = before;
        // The vote sets no limits where the policies' bands are the same.
        if (bands_differ(inputs.proposed.assets[k], inputs.current.assets[k]))
            set_bands(after, inputs.proposed.assets[k]);
    }
    return both;
}

}  // namespace ballast::apps
