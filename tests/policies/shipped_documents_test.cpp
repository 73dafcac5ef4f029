// SPDX-License-Identifier: MIT
// What stands in policies/ loads, and says what it is meant to say.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "base/file.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "policies/scenario_document.hpp"

namespace ballast::policies {
namespace {

using engine::Bps;
using engine::Level;
using engine::Policy;
using engine::Price;

Policy shipped(const char* name) {
    auto policy = load_policy(std::string("policies/") + name + ".toml");
    EXPECT_TRUE(policy) << policy.error().what;
    return policy ? *policy : Policy{};
}

Scenario event(const char* name) {
    auto scenario = load_scenario(std::string("policies/scenarios/") + name + ".toml");
    EXPECT_TRUE(scenario) << scenario.error().what;
    return scenario ? *scenario : Scenario{};
}

constexpr std::array kRecorded = {"2020-03-12", "2021-05-19", "2022-06",
                                  "2022-11",    "2024-08-05", "2025-02-03",
                                  "2025-10-10", "2025-11-21", "2026-01-20"};
constexpr std::array kInvented = {"capo-clamp-drill",         "s0a-controlled-normalisation",
                                  "s0b-disorderly-exit",      "s0c-policy-reversal",
                                  "s2a-sovereign-transition", "s2b-systemic-failure",
                                  "s2c-breakthrough"};

const ScenarioDay& day_of(const Scenario& scenario, const char* text) {
    for (const ScenarioDay& day : scenario.days)
        if (format_date(day.date) == text) return day;
    ADD_FAILURE() << text << " is not in " << scenario.event;
    return scenario.days.front();
}

Price usd(std::int64_t whole) {
    return Price::of(Int128{whole} * engine::kLevelOne);
}

TEST(ShippedPolicies, CarryAwareIsTheModelOfTheDocumentation) {
    const Policy policy = shipped("carry_aware");
    EXPECT_EQ(policy.name, "carry_aware");
    std::vector<std::string> names;
    for (const engine::AssetPolicy& asset : policy.assets) {
        names.push_back(asset.asset);
        EXPECT_EQ(asset.tails.size(), 9U) << asset.asset;
        EXPECT_EQ(asset.lt_form, engine::LtForm::structural);
    }
    EXPECT_THAT(names, ::testing::ElementsAre("AAVE", "BTC", "ETH", "LINK", "USDC", "wstETH"));
    EXPECT_EQ(policy.assets[5].debt_asset, "ETH");
    ASSERT_EQ(policy.regime.channels.size(), 5U);
    EXPECT_EQ(policy.regime.lt_weight.count(), 0);
    EXPECT_EQ(policy.regime.channels[0].weight.count(), engine::kWadOne / 2);
    EXPECT_EQ(policy.regime.carry_level_channel, "jgb40_volatility");
    EXPECT_EQ(policy.publication.play.count(), 1'250'000'000'000'000'000);
}

TEST(ShippedPolicies, AdmitTheParametersOnTheChainWhenTheEventsBegin) {
    const Policy policy = shipped("carry_aware");
    for (const char* name : kRecorded) {
        for (const ScenarioMarket& market : event(name).markets) {
            const auto asset = std::find_if(
                policy.assets.begin(), policy.assets.end(),
                [&](const engine::AssetPolicy& one) { return one.asset == market.asset; });
            ASSERT_NE(asset, policy.assets.end()) << market.asset;
            EXPECT_LE(market.ltv_start, asset->ltv_max);
            EXPECT_LE(market.lt_start, asset->lt_max);
            EXPECT_GE(market.lt_start, asset->lt_min);
            EXPECT_EQ(market.bonus, asset->bonus);
        }
    }
}

TEST(ShippedPolicies, VariantsDifferOnlyWhereTheySay) {
    const Policy base = shipped("carry_aware");

    Policy blind = shipped("macro_blind");
    EXPECT_TRUE(blind.regime.channels.empty());
    EXPECT_EQ(blind.regime.carry_level_channel, "");
    blind.name = base.name;
    blind.regime = base.regime;
    EXPECT_EQ(blind, base);

    Policy sentinel = shipped("sentinel");
    EXPECT_EQ(sentinel.regime.lt_weight.count(), engine::kWadOne / 4);
    EXPECT_EQ(sentinel.regime.event_before.count, 2 * kDay.count);
    EXPECT_EQ(sentinel.regime.event_after.count, 2 * kDay.count);
    sentinel.name = base.name;
    sentinel.regime = base.regime;
    EXPECT_EQ(sentinel, base);

    Policy fast = shipped("fast");
    for (engine::AssetPolicy& asset : fast.assets) {
        EXPECT_EQ(asset.lt_form, engine::LtForm::tail);
        asset.lt_form = engine::LtForm::structural;
    }
    fast.name = base.name;
    fast.liquidity.tail_level = base.liquidity.tail_level;
    EXPECT_EQ(fast, base);
}

TEST(ShippedPolicies, BaselinesHaveTheParametersOnTheChain) {
    const Policy fixed = shipped("static_aave");
    EXPECT_TRUE(fixed.regime.channels.empty());
    const std::map<std::string, std::pair<int, int>> on_chain = {
        {"AAVE", {6'600, 7'300}}, {"BTC", {7'300, 7'800}},  {"ETH", {8'000, 8'300}},
        {"LINK", {5'300, 6'800}}, {"USDC", {7'500, 7'800}}, {"wstETH", {9'000, 9'300}}};
    for (const engine::AssetPolicy& asset : fixed.assets) {
        EXPECT_EQ(asset.lt_form, engine::LtForm::fixed);
        EXPECT_EQ(asset.ltv_form, engine::LtvForm::gap);
        const std::pair published{asset.ltv_max.count(), asset.lt_max.count()};
        EXPECT_EQ(published, on_chain.at(asset.asset)) << asset.asset;
    }
    for (const engine::AssetPolicy& asset : shipped("smart_ltv").assets) {
        EXPECT_EQ(asset.lt_form, engine::LtForm::smart_ltv);
        EXPECT_EQ(asset.cap_depth.count(), 0);
    }
}

TEST(ShippedPolicies, AreCutToTheAssetsOfAnEvent) {
    const Policy policy = shipped("carry_aware");
    const auto cut = select_assets(policy, std::vector<std::string>{"wstETH", "ETH", "DOGE"});
    ASSERT_TRUE(cut) << cut.error().what;
    ASSERT_EQ(cut->assets.size(), 2U);
    EXPECT_EQ(cut->assets[0], policy.assets[2]);
    EXPECT_EQ(cut->assets[1], policy.assets[5]);
    EXPECT_EQ(cut->regime, policy.regime);
    EXPECT_EQ(select_assets(policy, std::vector<std::string>{"wstETH"}).error().what,
              "the policy carry_aware counts wstETH in ETH, which is not among the assets asked "
              "for");
    EXPECT_FALSE(select_assets(policy, std::vector<std::string>{"DOGE"}));
}

TEST(ShippedScenarios, YenCarryUnwind) {
    const Scenario scenario = event("2024-08-05");
    EXPECT_EQ(scenario.days.size(), 19U);
    EXPECT_EQ(scenario.markets[0].last_close, usd(68165));
    const ScenarioDay& crash = day_of(scenario, "2024-08-05");
    EXPECT_EQ(crash.markets[0].closes.front(), usd(53890));
    EXPECT_EQ(crash.markets[0].low, usd(49000));
    EXPECT_EQ(crash.markets[1].low, usd(2111));
    EXPECT_EQ(crash.prints[4], Level::of(3'857'000'000));   // VIX 38.57
    EXPECT_EQ(crash.prints[2], Level::of(12'122'000'000));  // MOVE 121.22
    EXPECT_EQ(crash.prints[3], Level::of(14'350'000'000));  // USD/JPY 143.5
    EXPECT_EQ(crash.prints[0], Level::of(78'100'000));      // JGB 10Y 0.781
    EXPECT_EQ(crash.prints[1], Level::of(215'700'000));     // JGB 40Y 2.157
}

TEST(ShippedScenarios, TheOtherThree) {
    const Scenario tariff = event("2025-10-10");
    EXPECT_EQ(tariff.days.size(), 14U);
    EXPECT_EQ(day_of(tariff, "2025-10-10").markets[0].low, usd(102000));
    EXPECT_EQ(day_of(tariff, "2025-10-13").prints[2], std::nullopt);
    EXPECT_EQ(day_of(tariff, "2025-10-13").prints[4], Level::of(1'903'000'000));

    const Scenario flush = event("2025-11-21");
    EXPECT_EQ(flush.days.size(), 16U);
    EXPECT_EQ(day_of(flush, "2025-11-21").markets[0].closes[2], usd(82309));

    const Scenario disorder = event("2026-01-20");
    EXPECT_EQ(disorder.days.size(), 30U);
    EXPECT_EQ(disorder.falls.size(), 3U);
    EXPECT_EQ(day_of(disorder, "2026-01-20").prints[1], Level::of(390'100'000));
    EXPECT_EQ(day_of(disorder, "2026-02-06").markets[0].low, usd(60000));
}

TEST(ShippedScenarios, EveryFigureBelongsToTheEventAndIsLabelled) {
    for (const char* name : kRecorded) {
        const Scenario scenario = event(name);
        EXPECT_EQ(scenario.event, name);
        EXPECT_EQ(scenario.kind, ScenarioKind::recorded);
        EXPECT_THAT(scenario.synthetic_notice, ::testing::HasSubstr("synthetic"));
        EXPECT_FALSE(scenario.falls.empty());
        EXPECT_EQ(scenario.indicators.size(), 5U);
        for (const ScenarioIndicator& indicator : scenario.indicators)
            EXPECT_EQ(indicator.last_levels.size() + indicator.last_volatilities.size(), 5U);
        EXPECT_EQ(scenario.markets[0].synthetic.debt.count(), 600'000'000);
        EXPECT_EQ(scenario.markets[1].synthetic.calm_depth[3].count(), 150'000'000);
    }
}

TEST(ShippedScenarios, EachInventedOneSaysSo) {
    for (const char* name : kInvented) {
        const Scenario scenario = event(name);
        EXPECT_EQ(scenario.event, name);
        EXPECT_EQ(scenario.kind, ScenarioKind::invented);
        EXPECT_TRUE(scenario.title.starts_with("Invented: ")) << scenario.title;
        EXPECT_THAT(scenario.synthetic_notice, ::testing::HasSubstr("invented"));
        for (const ScenarioIndicator& indicator : scenario.indicators)
            EXPECT_THAT(indicator.source, ::testing::HasSubstr("nvented"));
        for (const ScenarioMarket& market : scenario.markets)
            EXPECT_THAT(market.source, ::testing::HasSubstr("nvented"));
    }
}

TEST(ShippedScenarios, AreShortEnoughToBePlayed) {
    for (const auto& names : {std::vector<const char*>(kRecorded.begin(), kRecorded.end() - 2),
                              std::vector<const char*>(kInvented.begin(), kInvented.end())})
        for (const char* name : names) {
            if (std::string_view(name) == "2024-08-05") continue;
            const Scenario scenario = event(name);
            const auto bars = kDay.count / scenario.epoch.count;
            EXPECT_LE(scenario.days.size() * static_cast<std::size_t>(bars), 100U) << name;
        }
}

TEST(ShippedScenarios, TheCrashesOfTheHistory) {
    const Scenario covid = event("2020-03-12");
    EXPECT_EQ(day_of(covid, "2020-03-12").markets[0].closes[5], usd(4800));
    EXPECT_EQ(day_of(covid, "2020-03-16").prints[4], Level::of(8'269'000'000));  // VIX 82.69
    EXPECT_EQ(day_of(covid, "2020-03-12").prints[0], Level::of(-4'600'000));     // JGB 10Y -0.046
    EXPECT_EQ(day_of(event("2021-05-19"), "2021-05-19").markets[0].low, usd(30000));
    EXPECT_EQ(day_of(event("2022-06"), "2022-06-18").markets[0].low, usd(17622));
    EXPECT_EQ(day_of(event("2022-11"), "2022-11-09").markets[0].closes[5], usd(15923));
    EXPECT_EQ(day_of(event("2025-02-03"), "2025-02-03").markets[1].low, usd(2125));
}

TEST(ShippedScenarios, TheSeedsFigures) {
    const Scenario exit = event("s0b-disorderly-exit");
    const auto level = [&](const char* day, std::size_t indicator) {
        return *day_of(exit, day).prints[indicator];
    };
    EXPECT_EQ(level("2026-03-03", 1), Level::of(370'000'000));     // JGB 40Y 3.70 ...
    EXPECT_EQ(level("2026-03-16", 1), Level::of(470'000'000));     // ... to 4.70
    EXPECT_EQ(level("2026-03-13", 2), Level::of(14'000'000'000));  // MOVE 140
    EXPECT_EQ(level("2026-03-13", 4), Level::of(4'500'000'000));   // VIX 45
    // The walk around -35 % sways by its own volatility and returns to the anchor.
    EXPECT_EQ(day_of(exit, "2026-03-15").markets[0].closes[5], usd(44200));
    EXPECT_EQ(day_of(exit, "2026-03-12").markets[0].depth[0], Bps::of(3000));

    const Scenario failure = event("s2b-systemic-failure");
    EXPECT_LT(day_of(failure, "2026-03-03").markets[0].closes[16], usd(50000));
    EXPECT_EQ(day_of(failure, "2026-03-03").markets[0].depth[16], Bps::of(1000));
}

/// The indented block under "## Example" of a page of documentation, without its indentation.
std::string example_of(const char* page) {
    const auto text = read_file(page);
    EXPECT_TRUE(text) << text.error().what;
    std::istringstream lines(text ? text->substr(text->find("\n## Example\n") + 1) : "");
    std::string example;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && !line.starts_with("## "))
        example += (line.empty() ? line : line.substr(4)) + "\n";
    return example;
}

TEST(Documentation, ExamplesLoad) {
    const auto policy = parse_policy(example_of("docs/policy-format.md"), "policy-format.md");
    EXPECT_TRUE(policy) << policy.error().what;
    const auto scenario =
        parse_scenario(example_of("docs/scenario-format.md"), "scenario-format.md");
    EXPECT_TRUE(scenario) << scenario.error().what;
}

}  // namespace
}  // namespace ballast::policies
