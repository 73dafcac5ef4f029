// SPDX-License-Identifier: MIT
#include "stress/worst_path.hpp"

#include <algorithm>

namespace ballast::stress {

WorstPath worst_path(const policies::Scenario& scenario) {
    WorstPath path{scenario.event, {}, {}};
    for (const policies::ScenarioMarket& market : scenario.markets)
        path.assets.push_back(market.asset);
    std::vector<std::int64_t> worst(path.assets.size(), kRelativeOne);
    for (const policies::ScenarioDay& day : scenario.days) {
        for (std::size_t m = 0; m < worst.size(); ++m)
            for (const engine::Price close : day.markets[m].closes)
                worst[m] = std::min(worst[m], static_cast<std::int64_t>(mul_div_down(
                                                  close.count(), kRelativeOne,
                                                  scenario.markets[m].last_close.count())));
        path.steps.push_back(worst);
    }
    return path;
}

}  // namespace ballast::stress
