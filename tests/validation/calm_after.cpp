// SPDX-License-Identifier: MIT
#include "tests/validation/calm_after.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.hpp"
#include "feeds/initial_state.hpp"
#include "feeds/recorded_event.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "policies/scenario_document.hpp"

namespace ballast::validation::test {
namespace {

/// Nothing happens in the calm that an hour would show better.
constexpr Seconds kCalmEpoch{8 * kHour.count};

std::vector<std::string> stems(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// The newest print of each indicator.
std::vector<engine::Level> last_prints(const policies::Scenario& scenario) {
    std::vector<engine::Level> prints;
    for (const policies::ScenarioIndicator& indicator : scenario.indicators)
        prints.push_back(indicator.last_level);
    for (const policies::ScenarioDay& day : scenario.days)
        for (std::size_t k = 0; k < prints.size(); ++k)
            if (day.prints[k]) prints[k] = *day.prints[k];
    return prints;
}

policies::ScenarioDay calm_day(const policies::Scenario& scenario, UnixSeconds date,
                               const std::vector<engine::Level>& prints) {
    policies::ScenarioDay day{.date = date, .markets = {}, .prints = {}};
    for (const policies::MarketDay& market : scenario.days.back().markets) {
        const engine::Price close = market.closes.back();
        day.markets.push_back(
            {.closes = std::vector(market.closes.size(), close), .low = close, .depth = {}});
    }
    for (std::size_t k = 0; k < prints.size(); ++k) {
        const bool closed = policies::is_closed(scenario.indicators[k], date);
        day.prints.push_back(closed ? std::nullopt : std::optional(prints[k]));
    }
    return day;
}

engine::Current on_the_chain(const policies::Scenario& scenario, const engine::Policy& policy) {
    engine::Current current;
    for (const engine::AssetPolicy& asset : policy.assets) {
        const auto* market = feeds::find_market(scenario, asset.asset);
        current.markets.push_back(starting_market(asset, market->ltv_start, market->lt_start));
    }
    return current;
}

}  // namespace

std::vector<std::string> shipped_scenarios() {
    return stems("policies/scenarios");
}

std::vector<std::string> shipped_policies() {
    std::vector<std::string> names = stems("policies");
    std::erase_if(names, [](const std::string& name) {
        const auto text = read_file("policies/" + name + ".toml");
        return !text || text->find("\nname = ") == std::string::npos;
    });
    return names;
}

policies::Scenario shipped_scenario(const std::string& name) {
    auto scenario = policies::load_scenario("policies/scenarios/" + name + ".toml");
    EXPECT_TRUE(scenario) << scenario.error().what;
    return scenario ? std::move(*scenario) : policies::Scenario{};
}

engine::Policy shipped_policy(const std::string& name, const policies::Scenario& scenario) {
    const auto policy = policies::load_policy("policies/" + name + ".toml");
    EXPECT_TRUE(policy) << policy.error().what;
    if (!policy) return {};
    std::vector<std::string> assets;
    for (const policies::ScenarioMarket& market : scenario.markets)
        assets.push_back(market.asset);
    auto selected = policies::select_assets(*policy, assets);
    EXPECT_TRUE(selected) << selected.error().what;
    return selected ? std::move(*selected) : engine::Policy{};
}

policies::Scenario followed_by_calm(policies::Scenario scenario, std::int64_t days) {
    const auto prints = last_prints(scenario);
    for (std::int64_t i = 0; i < days; ++i)
        scenario.days.push_back(calm_day(scenario, scenario.days.back().date + kDay, prints));
    return scenario;
}

void fold_scenario(const policies::Scenario& scenario, std::size_t own_days,
                   const engine::Policy& policy, const std::function<void(const Epoch&)>& show) {
    const auto event = feeds::RecordedEvent::from(scenario, policy);
    ASSERT_TRUE(event) << event.error().what;
    ClosedFold fold(policy, feeds::initial_state(scenario, policy), on_the_chain(scenario, policy));
    const UnixSeconds end =
        scenario.days.front().date + Seconds{static_cast<std::int64_t>(own_days) * kDay.count};
    for (std::size_t i = 0; i < event->size(); ++i) {
        const UnixSeconds at = event->at(i);
        if (at > end && at.count % kCalmEpoch.count != 0) continue;
        const engine::Current before = fold.current();
        const auto report = fold.take(event->observe(i, fold.lt_now(at)));
        ASSERT_TRUE(report) << scenario.event << ", " << format_utc(at) << ": "
                            << report.error().what;
        show({at, at > end, *report, before, fold.current()});
    }
}

}  // namespace ballast::validation::test
