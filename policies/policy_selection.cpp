// SPDX-License-Identifier: MIT
#include "policies/policy_selection.hpp"

#include <algorithm>

namespace ballast::policies {

Result<engine::Policy> select_assets(const engine::Policy& policy,
                                     std::span<const std::string> assets) {
    const auto has = [&](const std::string& name) {
        return std::find(assets.begin(), assets.end(), name) != assets.end();
    };
    engine::Policy selected = policy;
    std::erase_if(selected.assets,
                  [&](const engine::AssetPolicy& asset) { return !has(asset.asset); });
    for (const engine::AssetPolicy& asset : selected.assets)
        if (!asset.debt_asset.empty() && !has(asset.debt_asset))
            return fail(Errc::configuration, "the policy " + policy.name + " counts " +
                                                 asset.asset + " in " + asset.debt_asset +
                                                 ", which is not among the assets asked for");
    if (selected.assets.empty())
        return fail(Errc::configuration,
                    "the policy " + policy.name + " has none of the assets asked for");
    return selected;
}

}  // namespace ballast::policies
