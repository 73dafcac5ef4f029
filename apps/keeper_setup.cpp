// SPDX-License-Identifier: MIT
#include "apps/keeper_setup.hpp"

#include <algorithm>

#include "apps/keeper_secrets.hpp"
#include "apps/version.hpp"
#include "policies/policy_selection.hpp"

namespace ballast::apps {

using keeper::ChainConfiguration;

Result<engine::Policy> policy_for(const ChainConfiguration& chain, const engine::Policy& policy) {
    std::vector<std::string> assets;
    for (const keeper::MarketConfiguration& market : chain.markets) {
        assets.push_back(market.asset);
        const bool known = std::any_of(policy.assets.begin(), policy.assets.end(),
                                       [&](const auto& a) { return a.asset == market.asset; });
        if (!known)
            return fail(Errc::configuration, "chain." + chain.name + ".market." + market.asset +
                                                 ": the policy knows no such asset");
    }
    return policies::select_assets(policy, assets);
}

std::vector<oracle::MarketName> names_of(const ChainConfiguration& chain,
                                         const engine::Policy& policy) {
    std::vector<oracle::MarketName> names;
    for (const engine::AssetPolicy& asset : policy.assets)
        for (const keeper::MarketConfiguration& market : chain.markets)
            if (market.asset == asset.asset)
                names.push_back({asset.asset, oracle::market_id(market.identity)});
    return names;
}

audit::Setup live_setup(const ChainConfiguration& chain, std::vector<oracle::MarketName> markets) {
    return {.event = "live",
            .scenario_hash = {},
            .chain_id = chain.chain_id,
            .oracle = chain.oracle,
            .markets = std::move(markets),
            .signers = {},
            .threshold = 1,
            .code_hash = code_hash()};
}

Result<std::string> journal_location(const ChainConfiguration& chain) {
    if (chain.journal_url.file.empty() && chain.journal_url.environment.empty())
        return chain.journal;
    const auto words = read_words(chain.journal_url, "chain." + chain.name + ".journal_url");
    if (!words) return fail(words.error());
    return words->front();
}

}  // namespace ballast::apps
